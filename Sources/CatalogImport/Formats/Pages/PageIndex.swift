internal import CatalogModel
internal import Foundation

/// The file that says which code each page describes: `file<TAB>system<TAB>code` in each line, the file relative to the
/// index; empty lines and lines that start with `#` do not count.
struct PageIndex {
    /// One line.
    struct Entry {
        /// Where the page is.
        var path: String
        /// The code it describes.
        var key: CodeKey
        /// The line of the index, or the page where there is no index.
        var source: CatalogError.Location
    }

    /// All lines, in order.
    let entries: [Entry]
    private let path: String

    /// Reads an index.
    ///
    /// - Throws: ``CatalogError``, naming the line; also when a file or a code occurs twice.
    init(path: String) throws(CatalogError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        var entries: [Entry] = []
        var lineByKey: [CodeKey: Int] = [:]
        for row in try TabSeparated.rows(of: path, columnCount: 3, layout: "file<TAB>system<TAB>code") {
            let key = try row.key(system: 1, code: 2)
            if let first = lineByKey.updateValue(row.line, forKey: key) {
                throw .rejection(
                    "\(key) is on line \(first) already", remedy: "keep one page for it", file: path, line: row.line)
            }
            let page = row.fields[0].hasPrefix("/") ? row.fields[0] : folder.appendingPathComponent(row.fields[0]).path
            entries.append(Entry(path: page, key: key, source: .init(file: path, line: row.line)))
        }
        guard !entries.isEmpty else {
            throw .rejection("the index is empty", remedy: "write file<TAB>system<TAB>code in each line", file: path)
        }
        self.entries = entries
        self.path = path
    }

    /// The entries of these files, or all when none is named.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected` for a file the index does not list.
    func entries(for files: [String]) throws(CatalogError) -> [Entry] {
        guard !files.isEmpty else { return entries }
        var result: [Entry] = []
        for file in files {
            let wanted = Self.standardized(file)
            let found = entries.filter { Self.standardized($0.path) == wanted }
            guard !found.isEmpty else {
                throw .rejection("the index \(path) does not list this file", remedy: "add a line for it", file: file)
            }
            result += found
        }
        return result
    }

    private static func standardized(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
