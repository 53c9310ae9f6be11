public import CatalogModel

/// Reads the text of a procedure page: a title, a code-system line, and sections under headings.
///
/// Two dialects are in use, with and without empty lines between everything, with `•` or `-` as bullets; both, and
/// mixtures, are read by the same rules. Headings may come in any order and case, with or without colon, twice or not
/// at all. What fits no rule is kept as text and remarked on: nothing printed on a page is dropped.
public enum PageParser {
    /// The longest page accepted, in bytes.
    public static let byteCountMax = 1 << 20

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - bytes: the page as UTF-8, with or without byte order mark; lines may end in LF, CR LF or CR.
    ///   - file: the file's name, for error messages.
    /// - Throws: ``CatalogError`` of kind `rejected` when the bytes are no text, empty, or longer than
    ///   ``byteCountMax``. Any text is some page.
    public static func parse(_ bytes: some Collection<UInt8>, file: String) throws(CatalogError) -> ProcedurePage {
        parse(text: try PageBytes.text(of: bytes, file: file))
    }

    /// Reads a page from a string.
    static func parse(text: String) -> ProcedurePage {
        let lines = PageText.lines(of: text).enumerated().map { (number: $0.offset + 1, text: $0.element) }
        let front = PageFront(lines)
        let body = RunOnSplitter.split(PageLine.lines(of: lines[front.lineCount...]))
        var builder = PageBuilder()
        for (index, line) in body.enumerated() {
            builder.add(line, next: index + 1 < body.count ? body[index + 1] : nil)
        }
        let sections = builder.finish()
        return ProcedurePage(
            banner: front.banner, title: front.title, systemLine: front.systemLine,
            procedure: Procedure(sections: sections, facts: FactReader.facts(in: sections)), remarks: builder.remarks)
    }
}
