internal import CatalogModel
internal import CatalogStore
internal import Synchronization

/// Counts what an import reads and leaves out. Shared by the thread that reads and the task that reports.
final class ImportLedger: Sendable {
    private struct State {
        var rowsRead = 0
        var rejectCount = 0
        var rejects: [Reject] = []
        var notes: [String] = []
    }

    private let rejectCountMax: Int
    private let events: @Sendable (ImportEvent) -> Void
    private let state = Mutex(State())

    /// How many rejects beyond those allowed are looked for before reading stops.
    private static let excessMax = 1000

    init(rejectCountMax: Int, events: @escaping @Sendable (ImportEvent) -> Void) {
        self.rejectCountMax = rejectCountMax
        self.events = events
    }

    /// How many rows were read so far.
    var rowsRead: Int { state.withLock { $0.rowsRead } }

    func countRow() { state.withLock { $0.rowsRead += 1 } }

    /// Takes back the count of a line that is no row.
    func uncountRow() { state.withLock { $0.rowsRead -= 1 } }

    func note(_ text: String) {
        state.withLock { if $0.notes.count < ImportReport.rejectsKeptMax { $0.notes.append(text) } }
        events(.noted(text))
    }

    /// Counts a reject.
    ///
    /// - Throws: the import's failure, when there are so many that reading on makes no sense.
    func reject(_ reject: Reject) throws(CatalogError) {
        let count = state.withLock { state in
            state.rejectCount += 1
            if state.rejects.count < ImportReport.rejectsKeptMax { state.rejects.append(reject) }
            return state.rejectCount
        }
        events(.rejected(reject))
        if count - Self.excessMax > rejectCountMax { try finish() }
    }

    /// Ends the reading.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming the first reject, when there are more than allowed.
    func finish() throws(CatalogError) {
        let (count, first) = state.withLock { ($0.rejectCount, $0.rejects.first) }
        guard count > rejectCountMax, let first else { return }
        let others = count == 1 ? "" : " (and \(count - 1) more rejected)"
        throw CatalogError(
            .rejected, first.reason + others,
            remedy: "nothing was changed: correct the file, or leave such rows out with --max-rejects \(count)",
            at: first.location)
    }

    func report(_ written: WriteReport) -> ImportReport {
        state.withLock {
            ImportReport(
                written: written, rowsRead: $0.rowsRead, rejectCount: $0.rejectCount, rejects: $0.rejects,
                notes: $0.notes)
        }
    }
}
