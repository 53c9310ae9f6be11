internal import CatalogModel

/// Puts the lines of the HCPCS contractor record together: a code has one line with its details, and more with text.
struct HCPCSTable {
    /// A code or modifier, whole.
    struct Entry {
        /// Where it begins.
        let line: Int
        let key: CodeKey
        let kind: CodeKind
        let details: HCPCSDetails
        fileprivate(set) var long: String
        fileprivate var sequence: Int
    }

    private enum State {
        /// Before the first line.
        case start
        case within(Entry)
        /// The lines of this code are left out.
        case leavingOut(String)
    }

    private var state = State.start
    /// The line of each code listed so far.
    private var lineByCode: [String: Int] = [:]
    /// How many codes and modifiers of CPT were left out.
    private(set) var procedureCount = 0

    /// The entry that is whole because this line goes on with another; nil when there is none. It is handed out once.
    mutating func entryEnding(before line: InputLine) -> Entry? {
        let kind = line.bytes.count > 10 ? HCPCSLine.Kind(rawValue: line.bytes[10]) : nil
        return kind?.continued == nil ? lastEntry() : nil
    }

    /// The entry before the end of the file; nil when there is none.
    mutating func lastEntry() -> Entry? {
        guard case .within(let entry) = state else { return nil }
        state = .leavingOut(entry.key.code)
        return entry
    }

    /// Takes a line. An empty one, and the end-of-file mark that old programs write, count for nothing.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming line and column. The code the line is of is left out.
    mutating func take(_ line: InputLine, file: String) throws(CatalogError) {
        guard line.bytes.contains(where: { $0 != 0x20 && $0 != 0x1A }) else { return }
        let before = state
        let columns = FixedColumns(line, file: file, encoding: .windows1252)
        state = .leavingOut(String(decoding: columns[1...5], as: UTF8.self))
        let parsed = try HCPCSLine(line, columns)
        if parsed.kind.continued != nil {
            state = try continuing(before, with: parsed, columns)
        } else if parsed.isOfCPT {
            procedureCount += 1
        } else {
            state = .within(try entry(parsed, HCPCSDetails(columns), at: line.number, columns))
        }
    }

    private mutating func entry(
        _ line: HCPCSLine, _ details: HCPCSDetails, at number: Int, _ columns: FixedColumns
    ) throws(CatalogError) -> Entry {
        if let first = lineByCode.updateValue(number, forKey: line.code) {
            throw columns.rejection("'\(line.code)' is listed on line \(first) already", at: 1)
        }
        guard !line.text.isEmpty else { throw columns.rejection("the long descriptor is empty", at: 12) }
        return Entry(
            line: number, key: CodeKey(system: .hcpcs, canonical: line.code),
            kind: line.codeKind, details: details, long: line.text,
            sequence: line.sequence)
    }

    private func continuing(
        _ state: State, with line: HCPCSLine, _ columns: FixedColumns
    ) throws(CatalogError) -> State {
        switch state {
        case .leavingOut(line.code): return state
        case .within(var entry) where entry.key.code == line.code && entry.kind == line.codeKind:
            guard line.sequence > entry.sequence else {
                throw columns.rejection("the sequence number is not above that of the line before", at: 6)
            }
            entry.sequence = line.sequence
            if !line.text.isEmpty { entry.long += " " + line.text }
            return .within(entry)
        case .start, .within, .leavingOut:
            throw columns.rejection("the line goes on with '\(line.code)', which is not the code before it", at: 1)
        }
    }
}

extension HCPCSLine {
    fileprivate var codeKind: CodeKind { (kind.continued ?? kind) == .modifier ? .modifier : .code }

    /// Codes that begin with a digit and modifiers of two digits are CPT's.
    fileprivate var isOfCPT: Bool {
        codeKind == .modifier
            ? code.utf8.allSatisfy(\.isDigit) : ProcedureCode.key(code.utf8)?.system == .cpt
    }
}

extension HCPCSTable.Entry {
    /// The code as the release lists it.
    var code: Code {
        Code(
            key: key, kind: kind, longDescriptor: long, shortDescriptor: details.short, period: details.period,
            successors: details.period.terminated == nil ? [] : details.references)
    }

    /// What takes the place of a code that ends, from the day after its last.
    var replacements: [CrosswalkEntry] {
        guard let end = details.period.terminated else { return [] }
        return details.references.map {
            CrosswalkEntry(
                source: key, targetSystem: $0.system, target: $0, relation: .relatedTo,
                period: ValidityPeriod(effective: end))
        }
    }

    /// How Medicare covers and groups the code; nil when the file does not say.
    var payment: FeeScheduleEntry? {
        guard !details.coverage.isEmpty || !details.betos.isEmpty else { return nil }
        return FeeScheduleEntry(key: key, coverage: details.coverage, betos: details.betos, period: details.period)
    }
}
