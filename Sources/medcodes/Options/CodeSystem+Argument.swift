// The conformance of a public type is public, and so are these imports.
public import ArgumentParser
public import CatalogModel

extension CodeSystem: ExpressibleByArgument {
    /// Reads a system's name, or the URI of one outside the known five.
    public init?(argument: String) { self.init(name: argument) }

    /// The names of the known systems.
    public static var allValueStrings: [String] { known.map(\.name) }

    /// Those names.
    public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
