internal import CatalogModel
internal import GRDB

/// The codes of a system that begin with a prefix and are valid on a day: those a release lists on it, and those that
/// have a page alone.
struct CodeRange {
    let db: Database
    let system: LoadedSystem
    let prefix: String
    let day: CalendarDate

    /// The codes behind a text, in order.
    func codes(after code: String?, limit: Int) throws -> [Code] {
        // No code has a character below this one.
        let start = code.map { max(prefix, $0 + "\u{1}") } ?? prefix
        let listed = try StoredListing.codes(self, from: start, limit: limit)
        let unlisted = try StoredPage.codes(self, from: start, limit: limit)
        if unlisted.isEmpty { return listed }
        return Array((listed + unlisted).sorted { $0.key < $1.key }.prefix(limit))
    }

    /// How many codes there are, of one kind or of all.
    func count(of kind: CodeKind?) throws -> Int {
        func isKind(_ row: String) -> String { kind == nil ? "TRUE" : "\(row).kind = :kind" }
        let statement = try db.cachedStatement(
            sql: """
                SELECT (SELECT count(*) FROM listing l
                        WHERE \(Self.bounds("l")) AND \(Self.isListed("l")) AND \(isKind("l")))
                    + (SELECT count(*) FROM page p
                        WHERE \(Self.bounds("p")) AND \(Self.isUnlisted("p")) AND \(isKind("p")))
                """)
        var arguments = arguments(from: prefix) + ["day": day.dayNumber]
        if let kind { arguments += ["kind": kind.rawValue] }
        return try Int.fetchOne(statement, arguments: arguments) ?? 0
    }

    /// The arguments of ``bounds(_:)``, for codes from a text on.
    func arguments(from start: String) -> StatementArguments {
        ["system": system.id, "prefix": prefix, "start": start]
    }

    /// The condition that a row's code lies in the range. There is one lower bound, so that SQLite seeks to it.
    static func bounds(_ row: String) -> String {
        "\(row).system_id = :system AND \(row).code >= :start AND \(row).code < :prefix || char(1114111)"
    }

    /// The condition that a listing holds on the day.
    static func isListed(_ row: String) -> String { "\(row).effective <= :day AND \(row).terminated > :day" }

    /// The condition that no release lists a page's code, on any day.
    static func isUnlisted(_ row: String) -> String {
        "NOT EXISTS (SELECT 1 FROM listing o WHERE o.system_id = \(row).system_id AND o.code = \(row).code)"
    }
}
