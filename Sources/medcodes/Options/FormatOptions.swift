internal import ArgumentParser
internal import CommandLineSupport

/// How answers are written; accepted before and after the command's name.
struct FormatOptions: ParsableArguments {
    @Flag(
        help: """
            Write proto3 JSON: one object per line, or indented on a terminal where the answer is a single object.
            """)
    var json = false

    @Flag(help: "Write comma-separated values under a line of headings (RFC 4180).")
    var csv = false

    func validate() throws {
        if json, csv { throw ValidationError("Give --json or --csv, not both.") }
    }
}

extension Console {
    /// Writes rows as they were asked for: comma-separated under headings; set for reading on a terminal; elsewhere
    /// separated by tabs, without headings.
    ///
    /// - Parameter isContinued: Whether these rows go on below others that were written before.
    func print(_ table: Table, as format: FormatOptions, isContinued: Bool = false) throws(OutputError) {
        if format.csv {
            try output.write((isContinued ? "" : table.commaSeparatedHeadings) + table.commaSeparatedRows)
        } else if !outputTerminal.isTerminal {
            try print(table.tabSeparatedLines)
        } else if !table.rows.isEmpty {
            try print(table.lines(width: outputTerminal.columns))
        }
    }

    /// Whether people read the answer, so that it may be more than rows.
    func isForPeople(_ format: FormatOptions) -> Bool { outputTerminal.isTerminal && !format.csv && !format.json }
}
