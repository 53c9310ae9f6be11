internal import CatalogModel
internal import CatalogStore

/// FHIR R4 and R5 resources in JSON: a CodeSystem, which is a release of the system with its URL, or a ConceptMap, which
/// is a body of crosswalk entries.
///
/// A release begins on `--effective`, else on the resource's `effectivePeriod.start`, else on its `date`; its label is
/// `--release`, else the resource's `version`, else the day. A CodeSystem must be complete, because what a release does
/// not list ends. A ConceptMap is in force since ever, unless the options say otherwise.
struct FHIRFormat: ImportFormat {
    let name = "fhir"
    let title = "a FHIR resource"

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        _ = try EditionLabel.edition(of: FactScope(format: name), request)
    }

    func recognises(_ opening: FileOpening) -> Bool {
        let head = String(decoding: opening.bytes.prefix(64 * 1024), as: UTF8.self)
        return head.first == "{" && head.contains("\"resourceType\"")
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        for file in try SourceFile.all(in: request.files, endingIn: [".json"]) {
            let reader = file.lines()
            try ImportFormats.check(FileOpening(bytes: reader.opening()), is: self, file: reader.name)
            switch try JSONDocument.read(FHIRResource.self, from: reader) {
            case .codeSystem(let resource):
                try FHIRCodeSystemReader(resource, file: reader.name, request).read(into: session)
            case .conceptMap(let resource):
                try FHIRConceptMapReader(resource, file: reader.name, request).read(into: session)
            case .other(let type):
                throw .rejection(
                    "the resource is a \(type.prefix(64))", remedy: "give a CodeSystem or a ConceptMap",
                    file: reader.name)
            }
        }
    }
}

/// A resource in a file.
private enum FHIRResource: Decodable {
    case codeSystem(FHIRCodeSystem)
    case conceptMap(FHIRConceptMap)
    case other(type: String)

    private enum CodingKeys: String, CodingKey { case resourceType }

    init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .resourceType) {
        case "CodeSystem": self = .codeSystem(try FHIRCodeSystem(from: decoder))
        case "ConceptMap": self = .conceptMap(try FHIRConceptMap(from: decoder))
        case let type: self = .other(type: type)
        }
    }
}

extension CatalogError {
    /// A resource that cannot be taken as it is.
    static func resource(_ message: String, remedy: String = "", _ file: String) -> CatalogError {
        .rejection(message, remedy: remedy, file: file)
    }
}

extension CodeSystem {
    /// The system with a canonical URL, which may name a version behind `|`; nil when it cannot name a system.
    init?(canonical url: String?) {
        let uri = (url ?? "").prefix { $0 != "|" }
        guard (1...256).contains(uri.utf8.count), uri.contains(":"), uri.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        self.init(uri: String(uri))
    }
}

extension CalendarDate {
    /// The first day of what a FHIR dateTime names: a year, a month, a day, or a time of a day.
    init?(fhir text: String?) {
        guard let text else { return nil }
        switch text.utf8.count {
        case 4: self.init("\(text)-01-01")
        case 7: self.init("\(text)-01")
        default: self.init(text.prefix(10))
        }
    }
}
