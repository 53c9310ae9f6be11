internal import CatalogModel
internal import FoundationEssentials
internal import GRDB

/// The columns that listings and pages share: what a code is called. Facts most codes do not have are one JSON text,
/// null when there are none.
struct CodeColumns {
    /// The columns' names, in the order of ``values`` and ``init(_:at:)``.
    static let names = "kind, long_descriptor, short_descriptor, details"

    let kind: CodeKind
    let longDescriptor: String
    let shortDescriptor: String
    let details: String?

    /// The columns of a code.
    init(_ code: Code) throws {
        kind = code.kind
        longDescriptor = code.longDescriptor
        shortDescriptor = code.shortDescriptor
        details = try Details(code).map(StoredJSON.text)
    }

    /// Reads the columns from a row, the first of them at this index.
    init(_ row: Row, at index: Int) throws {
        guard let kind = CodeKind(rawValue: try row.text(at: index)) else { throw DamagedRow() }
        self.kind = kind
        longDescriptor = try row.text(at: index + 1)
        shortDescriptor = try row.text(at: index + 2)
        details = try row.optionalText(at: index + 3)
    }

    /// The values to store.
    var values: [DatabaseValue] {
        [
            kind.rawValue.databaseValue, longDescriptor.databaseValue, shortDescriptor.databaseValue,
            details?.databaseValue ?? .null,
        ]
    }

    /// The code the columns describe, without the facts that most codes do not have.
    func bareCode(key: CodeKey, period: ValidityPeriod) -> Code {
        Code(key: key, kind: kind, longDescriptor: longDescriptor, shortDescriptor: shortDescriptor, period: period)
    }

    /// The code the columns describe.
    func code(key: CodeKey, period: ValidityPeriod) throws -> Code {
        var code = bareCode(key: key, period: period)
        if let details { try StoredJSON.value(Details.self, from: details).apply(to: &code) }
        return code
    }
}

/// The facts most codes do not have; a field that is absent has its default.
private struct Details: Codable {
    var consumerDescriptor: String?
    var clinicianDescriptors: [String]?
    var descriptorOrigin: DescriptorOrigin?
    var notice: String?
    var isAddOn: Bool?
    var parent: CodeKey?
    var successors: [CodeKey]?

    /// The details of a code; nil when it has none.
    init?(_ code: Code) {
        consumerDescriptor = code.consumerDescriptor.isEmpty ? nil : code.consumerDescriptor
        clinicianDescriptors = code.clinicianDescriptors.isEmpty ? nil : code.clinicianDescriptors
        descriptorOrigin = code.descriptorOrigin == .official ? nil : code.descriptorOrigin
        notice = code.notice.isEmpty ? nil : code.notice
        isAddOn = code.isAddOn ? true : nil
        parent = code.parent
        successors = code.successors.isEmpty ? nil : code.successors
        if consumerDescriptor == nil, clinicianDescriptors == nil, descriptorOrigin == nil, notice == nil,
            isAddOn == nil, parent == nil, successors == nil
        {
            return nil
        }
    }

    func apply(to code: inout Code) {
        code.consumerDescriptor = consumerDescriptor ?? ""
        code.clinicianDescriptors = clinicianDescriptors ?? []
        code.descriptorOrigin = descriptorOrigin ?? .official
        code.notice = notice ?? ""
        code.isAddOn = isAddOn ?? false
        code.parent = parent
        code.successors = successors ?? []
    }
}
