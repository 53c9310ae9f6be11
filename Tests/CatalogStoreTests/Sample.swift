import CatalogModel
import CatalogStore
import Foundation
import GRDB

/// A small catalog for tests that damage, lock or fill the file.
enum Sample {
    static let release = Release(label: "FY2025", effective: date(2024, 10, 1))
    static let day = date(2025, 1, 1)
    static let source = ImportSource(format: "sample", files: ["sample.txt"])

    static func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        CalendarDate(year: year, month: month, day: day) ?? Sample.day
    }

    static func key(_ number: Int) -> CodeKey {
        let digits = String(number)
        return CodeKey(
            system: .icd10PCS, canonical: "0" + String(repeating: "0", count: 6 - min(digits.count, 6)) + digits)
    }

    static let page = Code(
        key: CodeKey(system: .cpt, canonical: "22849"), longDescriptor: "Putting a fixation device back",
        descriptorOrigin: .ownWording, procedure: Procedure(sections: []))

    /// Lists so many codes as the release.
    @discardableResult
    static func load(
        _ store: SQLiteCodeStore, count: Int = 100, wording: String = "Replacement of a part with a device"
    ) async throws(CatalogError) -> WriteReport {
        try await store.write(source: source) { (writer) throws(CatalogError) in
            try writer.declare(release, of: .icd10PCS)
            for number in 0..<count {
                try writer.list(
                    Code(key: key(number), longDescriptor: "\(wording), variant \(number)", shortDescriptor: "variant"))
            }
        }
    }

    /// The books that have had a digest of their own since version 5.
    private static let books = [
        "revision", "revision_change", "code_system", "page_mention", "fact_count", "fact_edition_count",
        "fact_unresolved",
    ]

    /// Statements that make a file what version 4 wrote, whose digests leave out columns that no answer shows.
    static let downgradeToVersion4 =
        books.map { "DROP TRIGGER \($0)_comes; DROP TRIGGER \($0)_goes; DROP TRIGGER \($0)_changes;\n" }.joined() + """
            DROP TABLE table_digest;
            UPDATE listing SET digest = row_digest_before(digest, revision);
            UPDATE page SET digest = row_digest_before(digest, has_procedure, revision);
            UPDATE release SET digest = row_digest_before(digest, row_count, revision);
            UPDATE fact_edition SET digest = row_digest_before(digest, revision);
            UPDATE fact_unit_limit SET digest = (digest - revision * 3266489) & 0x7FFFFFFFFFFF;
            PRAGMA user_version = 4;

            """

    /// The digest that a row had before integers were added behind its values.
    private static let digestBefore = DatabaseFunction("row_digest_before", pure: true) { values in
        var state = UInt64(bitPattern: Int64.fromDatabaseValue(values[0]) ?? 0)
        for value in values.dropFirst().reversed() {
            let number = UInt64(bitPattern: Int64.fromDatabaseValue(value) ?? 0)
            let bytes = [1] + (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
            // The inverse of FNV's prime undoes a step.
            for byte in bytes.reversed() { state = (state &* 0xCE96_5057_AFF6_957B) ^ UInt64(byte) }
        }
        return Int64(bitPattern: state)
    }

    /// Statements that make a file what version 3 wrote.
    static let downgradeToVersion3 =
        downgradeToVersion4 + """
            DROP INDEX revision_kept; ALTER TABLE revision DROP COLUMN change_count;
            ALTER TABLE revision_change DROP COLUMN kind; PRAGMA user_version = 3;

            """

    /// Damages every page of a large catalog's codes, and none of the schema or the small tables, which come first.
    static func ruinCodes(of path: String) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        let byteCount = try file.seekToEnd()
        for page in stride(from: UInt64(60 * 4096), to: byteCount, by: 4096) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0xA5, count: 64))
        }
        try file.close()
    }

    /// Runs statements on the file as another program would.
    static func meddle(with path: String, _ sql: String) throws {
        var connection = Configuration()
        connection.prepareDatabase { $0.add(function: digestBefore) }
        let other = try DatabaseQueue(path: path, configuration: connection)
        try other.writeWithoutTransaction { try $0.execute(sql: sql) }
        try other.close()
    }
}

/// The error of kind `CatalogError` that a call throws; nil when it throws none.
func catalogError(_ call: () async throws -> Void) async -> CatalogError? {
    do {
        try await call()
        return nil
    } catch {
        return error as? CatalogError
    }
}
