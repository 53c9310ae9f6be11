internal import ArgumentParser
internal import CatalogModel

/// How much of a code is wanted, as the command line says it.
enum ViewChoice: String, CaseIterable, ExpressibleByArgument {
    case basic
    case full

    /// The view this stands for.
    var view: CodeView {
        switch self {
        case .basic: .basic
        case .full: .full
        }
    }
}
