import CatalogModel
import CatalogStore
import Foundation

@testable import CatalogImport

/// A folder for one test, removed when the test lets go of it.
final class TestFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    func write(_ text: String, to name: String) throws -> String { try write(text.utf8, to: name) }

    /// An empty catalog.
    func store(_ name: String = "catalog.db") throws -> SQLiteCodeStore { try SQLiteCodeStore(path: path(name)) }
}

/// Rows of CMS order files, laid out by hand.
enum OrderRows {
    static func row(
        _ number: Int, _ code: String, header: Bool = false, short: String = "Short text", long: String = "Long text"
    ) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(5 - digits.count, 0)) + digits + " " + padded(code, 7) + " "
            + (header ? "0" : "1") + " " + padded(short, 60) + " " + long + "\n"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.unicodeScalars.count, 0))
    }

    /// A small ICD-10-PCS file: two headers and three codes.
    static let pcs =
        row(1, "0SG", header: true) + row(2, "0SG0070") + row(3, "0SG0071") + row(4, "XY0", header: true)
        + row(5, "XY0YX28")

    /// A small ICD-10-CM file: two headers and three codes.
    static let cm =
        row(1, "A00", header: true) + row(2, "A000") + row(3, "E11", header: true) + row(4, "E119") + row(5, "E1165XA")
}
