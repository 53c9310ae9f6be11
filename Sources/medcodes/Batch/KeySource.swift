internal import CatalogModel
internal import CommandLineSupport

/// Where a batch's keys come from: the words of the command line, or a file that is read as it goes.
struct KeySource {
    private let notation: KeyNotation
    private var words: ArraySlice<String>
    private let lines: LineReader?

    /// The keys of these words, in order.
    init(words: [String], notation: KeyNotation) {
        self.notation = notation
        self.words = words[...]
        lines = nil
    }

    /// The keys in these lines, in order.
    init(lines: LineReader, notation: KeyNotation) {
        self.notation = notation
        words = []
        self.lines = lines
    }

    /// The next keys, at most `count`; none after the last.
    ///
    /// - Throws: ``CommandFailure`` that names the word, or the file and line, that is no key.
    mutating func next(_ count: Int) throws(CommandFailure) -> [CodeKey] {
        var keys: [CodeKey] = []
        do throws(CatalogError) {
            while keys.count < count, let key = try next() { keys.append(key) }
        } catch {
            throw CommandFailure(error.kind == .unavailable ? .failure : .usage, error.description)
        }
        return keys
    }

    private mutating func next() throws(CatalogError) -> CodeKey? {
        if let lines { return try Self.nextKey(in: lines, notation) }
        guard let word = words.popFirst() else { return nil }
        do {
            return try notation.key(word)
        } catch {
            throw CatalogError(error.kind, "'\(word)': \(error.message)", remedy: error.remedy)
        }
    }

    private static func nextKey(in lines: LineReader, _ notation: KeyNotation) throws(CatalogError) -> CodeKey? {
        while let line = try lines.next() {
            do {
                if let key = try notation.key(line: line) { return key }
            } catch {
                throw CatalogError(error.kind, error.message, remedy: error.remedy, at: lines.location)
            }
        }
        return nil
    }
}
