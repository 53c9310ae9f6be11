internal import CatalogModel
internal import CommandLineSupport

/// A line that belongs to an encounter.
struct EncounterRow {
    /// The encounter's name; empty where there is one only.
    var encounter = ""
    var line: EncounterLine
    /// Where it was read; nil for a word of the command line.
    var place: CatalogError.Location?
}

/// Where the encounters come from that are validated, one after the other: words of the command line, lines of a text, or
/// rows of a sheet, read as they are needed.
struct EncounterSource {
    /// What lines are read from.
    enum Rows {
        case words(ArraySlice<String>, LineNotation)
        case text(LineReader, LineNotation)
        case sheet(EncounterSheet)
    }

    /// The lines of one encounter.
    struct Group: Equatable {
        /// Empty where encounters have no names.
        var name: String
        /// The place of its first line among all lines, from 1.
        var firstLine: Int
        var lines: [EncounterLine]
    }

    private var rows: Rows
    /// Whether each line is an encounter of its own.
    private let isEach: Bool
    private var ahead: EncounterRow?
    private var rowCount = 0
    /// The encounters that are complete, so that rows of one are not taken for two.
    private var done: Set<String> = []

    init(_ rows: Rows, isEach: Bool) {
        self.rows = rows
        self.isEach = isEach
    }

    /// The next encounter: the rows up to one that names another; nil after the last.
    ///
    /// - Throws: ``CommandFailure`` that names the word, or file, line and column, that is not right.
    mutating func next() throws(CommandFailure) -> Group? {
        do throws(CatalogError) {
            return try nextGroup()
        } catch {
            throw CommandFailure(error.kind == .unavailable ? .failure : .usage, error.description)
        }
    }

    private mutating func nextGroup() throws(CatalogError) -> Group? {
        guard let first = try nextRow() else { return nil }
        rowCount += 1
        var group = Group(name: first.encounter, firstLine: rowCount, lines: [first.line])
        guard !isEach else { return group }
        guard done.insert(first.encounter).inserted else {
            throw Self.error(
                "the encounter '\(first.encounter)' begins again", "bring its lines together", at: first.place)
        }
        while let row = try nextRow() {
            guard row.encounter == group.name else {
                ahead = row
                break
            }
            guard group.lines.count < Encounter.lineCountMax else {
                throw Self.error(
                    "the encounter has more than \(Encounter.lineCountMax) lines",
                    "name encounters in a column, or give --each", at: row.place)
            }
            group.lines.append(row.line)
            rowCount += 1
        }
        return group
    }

    private mutating func nextRow() throws(CatalogError) -> EncounterRow? {
        if let row = ahead {
            ahead = nil
            return row
        }
        switch rows {
        case .sheet(let sheet): return try sheet.next()
        case .text(let lines, let notation): return try Self.nextRow(in: lines, notation)
        case .words(var words, let notation):
            guard let word = words.popFirst() else { return nil }
            rows = .words(words, notation)
            do {
                return EncounterRow(line: try notation.line(word))
            } catch {
                throw CatalogError(error.kind, "'\(word)': \(error.message)", remedy: error.remedy)
            }
        }
    }

    private static func nextRow(in lines: LineReader, _ notation: LineNotation) throws(CatalogError) -> EncounterRow? {
        while let text = try lines.next() {
            if text.isSkipped { continue }
            do {
                return EncounterRow(line: try notation.line(text), place: lines.location)
            } catch {
                throw lines.location.rejection(error.message, error.remedy)
            }
        }
        return nil
    }

    private static func error(
        _ message: String, _ remedy: String, at place: CatalogError.Location?
    ) -> CatalogError {
        CatalogError(.rejected, message, remedy: remedy, at: place)
    }
}
