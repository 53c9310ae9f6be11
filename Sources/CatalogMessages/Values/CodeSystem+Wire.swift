internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

extension CodeSystem {
    /// The system's number in the enum; 0 for a system outside it.
    var wireNumber: UInt32 {
        switch self {
        case .cpt: 1
        case .hcpcs: 2
        case .icd10PCS: 3
        case .icd10CM: 4
        case .icd9PCS: 5
        case .other: 0
        }
    }

    /// The system with this number in the enum, 1...5; nil for any other.
    init?(wireNumber: UInt32) {
        switch wireNumber {
        case 1: self = .cpt
        case 2: self = .hcpcs
        case 3: self = .icd10PCS
        case 4: self = .icd10CM
        case 5: self = .icd9PCS
        default: return nil
        }
    }

    /// The enum's value; unspecified for a system outside it.
    var wireValue: Medcodes__V1__CodeSystem { Medcodes__V1__CodeSystem(rawValue: wireNumber) }

    /// The system that a message names by number, by URI, or by both alike.
    ///
    /// - Throws: when it names none, one the contract does not know, or two different ones.
    init(_ number: Medcodes__V1__CodeSystem, uri: String) throws(MessageError) {
        switch (CodeSystem(wireNumber: number.rawValue), uri.isEmpty) {
        case (let system?, true):
            self = system
        case (let system?, false):
            guard system == CodeSystem(uri: uri) else {
                throw .invalid("system_uri", "it names another code system than `system`; set one of the two")
            }
            self = system
        case (nil, _) where number.rawValue != 0:
            throw .invalid("system", "there is no code system with this number; name it by its `system_uri`")
        case (nil, true):
            throw .invalid("system", "the code system is missing; set `system` or `system_uri`")
        case (nil, false):
            guard uri.utf8.count <= Self.uriByteCountMax, uri.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
                uri.contains(":")
            else { throw .invalid("system_uri", "this is no URI of at most \(Self.uriByteCountMax) characters") }
            self = CodeSystem(uri: uri)
        }
    }

    /// The longest URI of a code system that is taken, in bytes.
    private static var uriByteCountMax: Int { 256 }
}
