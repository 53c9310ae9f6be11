/// A system of medical codes: which book a code is looked up in.
///
/// The five systems this catalog knows by name have their own cases; any other is named by its FHIR URI. In text
/// (command lines, JSON lines, page indexes) a system is written by its ``name``.
public enum CodeSystem: Hashable, Sendable {
    /// Current Procedural Terminology, the AMA's property: five characters, e.g. `22849`.
    case cpt
    /// HCPCS Level II, maintained by CMS: a letter and four digits, e.g. `G0105`; modifiers have two characters.
    case hcpcs
    /// ICD-10-PCS, maintained by CMS: seven characters, e.g. `0SG0070`; table headers have three.
    case icd10PCS
    /// ICD-10-CM, maintained by CDC: three to seven characters, printed with a dot, e.g. `E11.9`.
    case icd10CM
    /// ICD-9-CM volume 3 procedures, retired 2015-10-01: two to four digits, printed with a dot, e.g. `81.08`.
    case icd9PCS
    /// A system outside the list above, named by its FHIR URI.
    case other(uri: String)

    /// The systems with a case of their own, in the order in which catalogs list them.
    public static let known: [CodeSystem] = [.cpt, .hcpcs, .icd10PCS, .icd10CM, .icd9PCS]

    /// The name used on command lines and in files: `cpt`, `hcpcs`, `icd10pcs`, `icd10cm`, `icd9pcs`, else the URI.
    public var name: String {
        switch self {
        case .cpt: "cpt"
        case .hcpcs: "hcpcs"
        case .icd10PCS: "icd10pcs"
        case .icd10CM: "icd10cm"
        case .icd9PCS: "icd9pcs"
        case .other(let uri): uri
        }
    }

    /// The name people print: `CPT`, `HCPCS Level II`, `ICD-10-PCS`, `ICD-10-CM`, `ICD-9-CM procedures`, else the URI.
    public var title: String {
        switch self {
        case .cpt: "CPT"
        case .hcpcs: "HCPCS Level II"
        case .icd10PCS: "ICD-10-PCS"
        case .icd10CM: "ICD-10-CM"
        case .icd9PCS: "ICD-9-CM procedures"
        case .other(let uri): uri
        }
    }

    /// The system's canonical URI in FHIR (hl7.org/fhir/terminologies-systems.html).
    public var uri: String {
        switch self {
        case .cpt: "http://www.ama-assn.org/go/cpt"
        case .hcpcs: "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
        case .icd10PCS: "http://www.cms.gov/Medicare/Coding/ICD10"
        case .icd10CM: "http://hl7.org/fhir/sid/icd-10-cm"
        case .icd9PCS: "http://hl7.org/fhir/sid/icd-9-cm"
        case .other(let uri): uri
        }
    }

    /// The system with this ``name``, in any case and with or without hyphens (`ICD-10-PCS` is `icd10pcs`).
    ///
    /// Returns nil for a name that is neither known nor a URI (a text with a colon).
    public init?(name: String) {
        let folded = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
        if let known = Self.known.first(where: { $0.name == folded }) {
            self = known
        } else if name.contains(":") {
            self.init(uri: name)
        } else {
            return nil
        }
    }

    /// The system this FHIR URI names; a URI outside the known five becomes ``other(uri:)``.
    ///
    /// Some profiles print the known ones with `https` (US Core 6 does for HCPCS), so both schemes name them.
    public init(uri: String) {
        let plain = uri.hasPrefix("https://") ? "http://" + uri.dropFirst("https://".count) : uri
        self = Self.known.first { $0.uri == plain } ?? .other(uri: uri)
    }
}

extension CodeSystem: Codable {
    /// Reads a system from its ``name``.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let system = CodeSystem(name: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription:
                    "'\(text)' is no code system; use cpt, hcpcs, icd10pcs, icd10cm, icd9pcs or a FHIR URI")
        }
        self = system
    }

    /// Writes the system's ``name``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

extension CodeSystem: CustomStringConvertible {
    /// The ``name``.
    public var description: String { name }
}
