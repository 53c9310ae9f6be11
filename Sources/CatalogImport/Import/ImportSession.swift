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

    /// Declares that the facts to come are the whole content of this edition of their scope.
    func declare(_ edition: FactEdition) throws(CatalogError) { try writer.declare(edition) }

    /// Stores a fact of a declared edition.
    func put(_ fact: some StorableFact, in scope: FactScope) throws(CatalogError) { try writer.put(fact, in: scope) }

    /// Reads a file line by line. A line that `body` throws `rejected` for is a reject, and reading goes on.
    func readLines(
        of reader: LineReader, _ body: (InputLine) throws(CatalogError) -> Void
    ) throws(CatalogError) {
        while let line = try reader.next() {
            try row(at: .init(file: reader.name, line: line.number)) { () throws(CatalogError) in try body(line) }
            if line.number.isMultiple(of: 1000) { tell(reader.name, reader.progress) }
        }
        tell(reader.name, reader.progress)
    }

    /// Reads a file record by record. A record that `body` throws `rejected` for is a reject, and reading goes on.
    func readRecords(
        of reader: DelimitedReader, _ body: (DelimitedReader.Record) throws(CatalogError) -> Void
    ) throws(CatalogError) {
        var count = 0
        while let record = try reader.next() {
            try row(at: .init(file: reader.name, line: record.line)) { () throws(CatalogError) in try body(record) }
            count += 1
            if count.isMultiple(of: 1000) { tell(reader.name, reader.progress) }
        }
        tell(reader.name, reader.progress)
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

    /// Says, once, within the body for a row, that it is none: a header, a notice, an empty line. It is not counted.
    func skipRow() { ledger.uncountRow() }

    /// Stores a record.
    func write(_ record: CatalogRecord) throws(CatalogError) { try writer.write(record) }

    /// Takes back a record of an export.
    func restore(_ record: CatalogRecord) throws(CatalogError) { try writer.restore(record) }

    /// Keeps a note for the report.
    func note(_ text: String) { ledger.note(text) }

    private func tell(_ file: String, _ progress: (bytesRead: Int, byteCount: Int?)) {
        events(
            .reading(
                file: file, bytesRead: progress.bytesRead, byteCount: progress.byteCount, rowsRead: ledger.rowsRead))
    }
}
