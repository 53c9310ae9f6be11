// The conformance of a public type is public, and so are these imports.
public import ArgumentParser
public import CatalogModel

extension SimilarityReason: ExpressibleByArgument {
    /// Reads a reason's name: `curated`, `add-on-family`, `sibling` or `shared-text`.
    public init?(argument: String) {
        guard let reason = Self.allCases.first(where: { $0.argument == argument }) else { return nil }
        self = reason
    }

    /// The names of the reasons.
    public static var allValueStrings: [String] { allCases.map(\.argument) }

    /// Those names.
    public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }

    /// The reason's name on command lines.
    var argument: String {
        switch self {
        case .curated: "curated"
        case .addOnFamily: "add-on-family"
        case .sibling: "sibling"
        case .sharedText: "shared-text"
        }
    }
}
