internal import CatalogModel
internal import CatalogStore

/// The codes around one another by their leading characters, as they are on one day: few enough to be compared.
///
/// A family is what begins with a prefix: the widest part of a code, at least a category or table, under which no more
/// than ``codeCountMax`` codes stand. So most families are whole ICD-10-CM categories and ICD-10-PCS tables, and those of
/// the largest (S82, 041) are the parts that a reader would look through.
struct CodeFamily {
    /// The most codes and headers in a family.
    static let codeCountMax = 256

    /// What its codes begin with.
    let prefix: String
    /// Its reportable codes, in order.
    let codes: [Code]
    /// How alike they are.
    let resemblance: DescriptorResemblance

    private let parents: [CodeKey: CodeKey]

    /// The length of a category, a table, or the part of a CPT or HCPCS code that neighbours share; nil for systems
    /// whose characters mean nothing.
    static func leadLength(of system: CodeSystem) -> Int? {
        switch system {
        case .icd10PCS, .icd10CM, .cpt, .hcpcs: 3
        case .icd9PCS: 2
        case .other: nil
        }
    }

    /// The prefix of a code's family; nil for a code of a system whose characters mean nothing.
    static func prefix(
        around key: CodeKey, on day: CalendarDate, from reader: any CodeStoreReader
    ) throws(CatalogError) -> String? {
        guard let shortest = leadLength(of: key.system) else { return nil }
        for length in shortest..<max(key.code.utf8.count, shortest + 1) {
            let prefix = String(key.code.prefix(length))
            let count = try reader.codeCount(of: key.system, prefix: prefix, on: day, kind: nil)
            if count <= codeCountMax { return prefix }
        }
        return key.code
    }

    init(
        prefix: String, of system: CodeSystem, on day: CalendarDate, from reader: any CodeStoreReader
    ) throws(CatalogError) {
        self.prefix = prefix
        let all = try reader.codes(of: system, prefix: prefix, on: day, after: nil, limit: Self.codeCountMax)
        parents = system.leadLengthMin == nil ? [:] : Self.parents(of: all)
        codes = all.filter(\.isBillable)
        resemblance = DescriptorResemblance(codes)
    }

    /// The nearest code or header above one, if it is of the family.
    func parent(of key: CodeKey) -> CodeKey? { parents[key] }

    /// The longest of its leading parts that is among the codes, for each that has one.
    private static func parents(of codes: [Code]) -> [CodeKey: CodeKey] {
        var parents: [CodeKey: CodeKey] = [:]
        var above: [CodeKey] = []
        for code in codes {
            while let last = above.last, !code.key.code.hasPrefix(last.code) { above.removeLast() }
            parents[code.key] = above.last
            above.append(code.key)
        }
        return parents
    }
}
