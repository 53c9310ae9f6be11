// The conformance of a public type is public, and so are these imports.
public import ArgumentParser
public import CatalogModel

extension CodeKind: ExpressibleByArgument {}
