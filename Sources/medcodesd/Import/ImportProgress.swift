internal import CatalogImport
internal import CatalogModel
internal import CatalogStore
internal import CommandLineSupport

/// Shows on a terminal how far an import is.
struct ImportProgress: Sendable {
    private let line: ProgressLine<ContinuousClock>

    init(on console: Console) { line = ProgressLine(on: console) }

    /// Takes an event of the import; from any thread.
    func show(_ event: ImportEvent) {
        switch event {
        case .reading(let file, let bytesRead, let byteCount, let rowsRead):
            let share = byteCount.map { $0 > 0 ? "\(min(100, bytesRead * 100 / $0)) % of " : "" } ?? ""
            line.show("reading \(share)\(file): \(rowsRead) rows")
        case .storing(.staged): break
        case .storing(.applying(let release, let system)): line.show("applying \(system.title) \(release.label)")
        case .storing(.applyingPages): line.show("applying pages")
        case .storing(.applyingFacts(let kind)): line.show("applying facts: \(kind.rawValue)")
        case .storing(.committing): line.show("committing")
        case .rejected, .noted: break
        }
    }

    /// Takes the line away.
    func clear() { line.clear() }
}
