internal import CatalogModel

/// Small tab-separated files without header; empty lines and lines that start with `#` do not count.
enum TabSeparated {
    /// One row.
    struct Row {
        /// The file as the user named it.
        var file: String
        /// The line, counted from 1.
        var line: Int
        /// The fields, spaces around them taken off.
        var fields: [String]

        /// The key in two of the fields.
        func key(system: Int, code: Int) throws(CatalogError) -> CodeKey {
            guard let system = CodeSystem(name: fields[system]) else {
                throw .rejection(
                    "'\(fields[system])' is no code system",
                    remedy: "use \(CodeSystem.known.map(\.name).joined(separator: ", "))", file: file, line: line)
            }
            do throws(CatalogError) {
                return try CodeKey(system: system, code: fields[code])
            } catch {
                throw .rejection(error.message, remedy: error.remedy, file: file, line: line)
            }
        }
    }

    /// Reads all rows of a file.
    ///
    /// - Throws: ``CatalogError``, naming the line; also for a row with another number of fields.
    static func rows(of path: String, columnCount: Int, layout: String) throws(CatalogError) -> [Row] {
        let reader = try LineReader(path: path)
        var rows: [Row] = []
        while let line = try reader.next() {
            guard let text = line.text else {
                throw .rejection(
                    "the line is not UTF-8", remedy: "convert the file to UTF-8", file: path, line: line.number)
            }
            if text.isEmpty || text.hasPrefix("#") { continue }
            let fields = text.split(separator: "\t", omittingEmptySubsequences: false).map { PageText.trimmed($0) }
            guard fields.count == columnCount, !fields.contains("") else {
                throw .rejection("the line is not \(layout)", remedy: "correct it", file: path, line: line.number)
            }
            rows.append(Row(file: path, line: line.number, fields: fields))
        }
        return rows
    }
}
