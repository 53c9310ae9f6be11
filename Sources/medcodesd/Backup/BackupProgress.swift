internal import CatalogStore
internal import CommandLineSupport

/// Shows on a terminal how far a backup is.
struct BackupProgress {
    private let line: ProgressLine<ContinuousClock>

    init(on console: Console) { line = ProgressLine(on: console) }

    /// Shows a step.
    func show(_ progress: CatalogBackup.Progress) {
        switch progress {
        case .copying(let done, let count): line.show("\(count > 0 ? done * 100 / count : 100) % of \(count) pages")
        case .checking: line.show("comparing each row with its digest")
        }
    }

    /// Takes the line away.
    func clear() { line.clear() }
}
