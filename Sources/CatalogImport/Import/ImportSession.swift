internal import CatalogModel
internal import CatalogStore

/// What a format reads its rows into: the store's writer, with rejects, progress and places. Lives for one import, on the
/// thread that runs it.
struct ImportSession {
    private let writer: any CodeStoreWriter
    private let ledger: ImportLedger
    private let events: @Sendable (ImportEvent) -> Void

    init(writer: any CodeStoreWriter, ledger: ImportLedger, events: @escaping @Sendable (ImportEvent) -> Void) {
        self.writer = writer
        self.ledger = ledger
        self.events = events
    }

    /// Declares that the rows to come are the whole content of this release.
    func declare(_ release: Release, of system: CodeSystem) throws(CatalogError) {
        try writer.declare(release, of: system)
    }

    /// Reads a file line by line. A line that `body` throws `rejected` for is a reject, and reading goes on.
    func readLines(
        of reader: LineReader, _ body: (InputLine) throws(CatalogError) -> Void
    ) throws(CatalogError) {
        while let line = try reader.next() {
            try row(at: .init(file: reader.name, line: line.number)) { () throws(CatalogError) in try body(line) }
            if line.number.isMultiple(of: 1000) { tell(reader) }
        }
        tell(reader)
    }

    /// Counts a row, and counts it as a reject when `body` throws `rejected`.
    func row(at location: CatalogError.Location, _ body: () throws(CatalogError) -> Void) throws(CatalogError) {
        ledger.countRow()
        do throws(CatalogError) {
            try body()
        } catch  where error.kind == .rejected {
            let reason = error.remedy.isEmpty ? error.message : "\(error.message); \(error.remedy)"
            try ledger.reject(Reject(location: error.location ?? location, reason: reason))
        }
    }

    /// Stores a record.
    func write(_ record: CatalogRecord) throws(CatalogError) { try writer.write(record) }

    /// Keeps a note for the report.
    func note(_ text: String) { ledger.note(text) }

    private func tell(_ reader: LineReader) {
        let progress = reader.progress
        events(
            .reading(
                file: reader.name, bytesRead: progress.bytesRead, byteCount: progress.byteCount,
                rowsRead: ledger.rowsRead))
    }
}
