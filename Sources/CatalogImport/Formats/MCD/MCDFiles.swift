internal import CatalogModel
internal import Compression

/// The tables among the files of a request: CSV files by themselves, in archives, and in archives within archives.
///
/// An archive within another is held in memory, as a zip archive is read from its end; the tables in it are streamed.
struct MCDFiles {
    /// A table that can be opened, once or several times.
    private struct Table {
        var name: String
        var open: () throws(InputFileError) -> any ByteSource
    }

    /// The most bytes that all archives within others may have together.
    static let innerByteCountMax = 192 << 20
    /// The most archives within one another.
    private static let depthMax = 3

    private var tables: [String: [Table]] = [:]
    private var innerByteCount = 0

    /// Finds the tables.
    ///
    /// - Throws: ``CatalogError`` naming the file; also when there is no table of documents among them.
    init(_ paths: [String], format: MCDFormat) throws(CatalogError) {
        for path in paths {
            do throws(InputFileError) {
                if try SourceFile.isZip(path) {
                    try add(try ZipArchive(path: path), named: path, depth: 1)
                    continue
                }
            } catch {
                throw CatalogError(error, file: path)
            }
            let opening = try LineReader(path: path).opening()
            try ImportFormats.check(FileOpening(bytes: opening), is: format, file: path)
            add(Table(name: path) { () throws(InputFileError) in try InputFile(path: path) })
        }
        guard ["lcd", "article", "ncd_trkg"].contains(where: { tables[$0] != nil }) else {
            throw .rejection(
                "there is no table of documents: lcd.csv, article.csv or ncd_trkg.csv",
                remedy: "give the downloads as they come, e.g. all_lcd.zip, all_article.zip and ncd.zip",
                file: paths.first ?? "")
        }
    }

    /// Reads the records of a table, wherever it occurs; a table that is missing has none, and is noted where its documents
    /// are there.
    ///
    /// - Parameter columns: The columns that it must have.
    func read(
        _ table: String, columns: [String], _ session: ImportSession,
        _ body: (MCDRecord) throws(CatalogError) -> Void
    ) throws(CatalogError) {
        let isExpected = ["lcd", "article"].contains { tables[$0] != nil && table.hasPrefix($0) }
        if tables[table] == nil, isExpected { session.note("there is no table \(table), so nothing of it is known") }
        for table in tables[table] ?? [] {
            let reader: DelimitedReader
            do throws(InputFileError) {
                reader = DelimitedReader(try table.open(), name: table.name, encoding: .mixed)
            } catch {
                throw CatalogError(error, file: table.name)
            }
            guard let first = try reader.next(), let header = HeaderRow(first, required: columns) else {
                throw .rejection(
                    "the table lacks one of the columns \(columns.joined(separator: ", "))",
                    remedy: "check that it is the table of this name", file: table.name, line: 1)
            }
            try session.readRecords(of: reader) { record throws(CatalogError) in
                guard !record.isBlank else { return session.skipRow() }
                try header.check(record, file: reader.name)
                try body(MCDRecord(record, header, file: reader.name))
            }
        }
    }

    private mutating func add(_ archive: ZipArchive, named name: String, depth: Int) throws(InputFileError) {
        for entry in archive.entries {
            let file = entry.name.lowercased()
            if file.hasSuffix(".csv") {
                add(
                    Table(name: "\(name)/\(entry.name)") { () throws(InputFileError) in try archive.open(entry) })
            } else if file.hasSuffix(".zip"), depth < Self.depthMax, !file.contains("mdb"), !file.contains("access") {
                let bytes = try archive.bytes(of: entry, byteCountMax: Self.innerByteCountMax - innerByteCount)
                innerByteCount += bytes.count
                try add(try ZipArchive(bytes: bytes), named: "\(name)/\(entry.name)", depth: depth + 1)
            }
        }
    }

    private mutating func add(_ table: Table) {
        let file = (table.name.split(separator: "/").last ?? "").lowercased()
        tables[String(file.prefix { $0 != "." }), default: []].append(table)
    }
}

/// A record of a table, by the names of its columns.
struct MCDRecord {
    private let record: DelimitedReader.Record
    private let header: HeaderRow
    private let file: String

    init(_ record: DelimitedReader.Record, _ header: HeaderRow, file: String) {
        self.record = record
        self.header = header
        self.file = file
    }

    /// A column's text; empty where the table has no such column.
    subscript(name: String) -> String { header.field(name, of: record) }

    /// The number in a column.
    func number(_ name: String) throws(CatalogError) -> Int {
        guard let number = Int32(self[name]) else { throw rejection("the column \(name) holds no number", at: name) }
        return Int(number)
    }

    /// The day in the first of these columns that is filled; nil where none is. A time of day is left out.
    func day(_ names: String...) throws(CatalogError) -> CalendarDate? {
        guard let name = names.first(where: { !self[$0].isEmpty }) else { return nil }
        let text = self[name].prefix { $0 != " " && $0 != "T" }
        if let day = CalendarDate(text) { return day }
        let parts = text.split(separator: "/").compactMap { Int($0) }
        if parts.count == 3, let day = CalendarDate(year: parts[2], month: parts[0], day: parts[1]) { return day }
        throw rejection("the column \(name) holds no date", at: name)
    }

    /// A record whose field in a column is not as it should be.
    func rejection(_ message: String, at name: String) -> CatalogError {
        .rejection(message, file: file, line: record.line, column: header.column(of: name, in: record))
    }
}
