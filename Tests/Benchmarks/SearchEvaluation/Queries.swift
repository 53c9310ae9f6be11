import Foundation

/// A query with the codes that answer it.
struct Query {
    var id: String
    var kind: String
    var text: String
    var relevantCount: Int
    var exact: Set<String>
    var patterns: [[UInt8]]

    /// Which half a query belongs to when word pairs are learned from one and judged on the other.
    var fold: Int { (Int(id.filter(\.isNumber)) ?? 0) % 2 }

    /// Reads `queries_dev.tsv` or a file of its columns.
    static func read(_ path: String) throws -> [Query] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 5, !line.hasPrefix("#") else { return nil }
            let gold = fields[4].split(separator: "|").map(String.init)
            let isPattern: (String) -> Bool = { $0.contains { "*?[".contains($0) } }
            return Query(
                id: fields[0], kind: fields[1], text: fields[2], relevantCount: Int(fields[3]) ?? 1,
                exact: Set(gold.filter { !isPattern($0) }), patterns: gold.filter(isPattern).map { Array($0.utf8) })
        }
    }

    func isRelevant(_ code: String) -> Bool {
        exact.contains(code) || patterns.contains { Self.matches($0[...], Array(code.utf8)[...]) }
    }

    /// `*` any rest, `?` one character, `[..]` a set.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ code: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return code.isEmpty }
        switch first {
        case UInt8(ascii: "*"):
            let rest = pattern.dropFirst()
            return (0...code.count).contains { matches(rest, code.dropFirst($0)) }
        case UInt8(ascii: "?"):
            return !code.isEmpty && matches(pattern.dropFirst(), code.dropFirst())
        case UInt8(ascii: "["):
            guard let end = pattern.firstIndex(of: UInt8(ascii: "]")), let have = code.first else { return false }
            return pattern[(pattern.startIndex + 1)..<end].contains(have)
                && matches(pattern[(end + 1)...], code.dropFirst())
        default:
            return code.first == first && matches(pattern.dropFirst(), code.dropFirst())
        }
    }
}

/// The metrics of `evaluate.py`, added up over queries.
struct Score {
    var count = 0
    var hit1 = 0.0
    var hit10 = 0.0
    var reciprocalRank = 0.0
    var gain = 0.0

    mutating func add(_ query: Query, _ codes: [String]) {
        let relevant = codes.prefix(10).map { query.isRelevant($0) }
        let first = relevant.firstIndex(of: true)
        let ideal = (0..<min(10, query.relevantCount)).reduce(0.0) { $0 + 1 / log2(Double($1) + 2) }
        let gained = relevant.enumerated().reduce(0.0) { $0 + ($1.element ? 1 / log2(Double($1.offset) + 2) : 0) }
        count += 1
        hit1 += first == 0 ? 1 : 0
        hit10 += first == nil ? 0 : 1
        reciprocalRank += first.map { 1 / Double($0 + 1) } ?? 0
        gain += ideal > 0 ? gained / ideal : 0
    }
}
