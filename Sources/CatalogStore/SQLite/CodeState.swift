/// Whether the catalog has a code and whether its end is known, as an SQL expression: what tells the kinds of changes
/// apart.
enum CodeState {
    /// Neither listed nor described by a page.
    static let unknown = 0
    /// Listed, up to a last day.
    static let ended = 1
    /// Listed or described by a page, without an end.
    static let open = 2

    /// The state of a code, each given as an expression. The statement names ``Schema/openEnd`` as `:open`.
    static func of(system: String, code: String) -> String {
        """
        coalesce(
            (SELECT max(CASE q.terminated WHEN :open THEN \(open) ELSE \(ended) END) FROM main.listing q
                WHERE q.system_id = \(system) AND q.code = \(code)),
            (SELECT \(open) FROM main.page q WHERE q.system_id = \(system) AND q.code = \(code)),
            \(unknown))
        """
    }
}
