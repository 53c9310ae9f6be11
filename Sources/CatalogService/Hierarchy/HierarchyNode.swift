internal import CatalogModel

/// A place in the hierarchy of a system.
enum HierarchyNode {
    /// A code, header or modifier that is valid on the day.
    case code(Code)
    /// Leading characters that are no code themselves, but begin valid ones.
    case lead(CodeKey)
    /// A group of a tabular list: its link.
    case group(HierarchyLink)

    /// The place's key.
    var key: CodeKey {
        switch self {
        case .code(let code): code.key
        case .lead(let key): key
        case .group(let link): link.child
        }
    }
}

extension CodeSystem {
    /// How many characters the shortest codes and headers of the system have, where a code stands under those that its
    /// leading characters make; nil where leading characters mean nothing.
    ///
    /// In ICD-10-PCS each character is a step down, whether the characters up to it are a header or not.
    var leadLengthMin: Int? {
        switch self {
        case .icd10PCS: 1
        case .icd9PCS: 2
        case .icd10CM: 3
        case .cpt, .hcpcs, .other: nil
        }
    }

    /// Whether leading characters that are no code are places of the hierarchy.
    var hasAxes: Bool { self == .icd10PCS }
}
