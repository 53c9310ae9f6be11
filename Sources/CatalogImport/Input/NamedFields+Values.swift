internal import CatalogModel

/// What the fields of our own CSV formats may hold besides text.
extension NamedFields {
    /// The days from those in two columns, either of which may be empty; the second is the first day no more.
    func period(_ first: String, _ end: String) throws(CatalogError) -> ValidityPeriod {
        let period = ValidityPeriod(effective: try day(first), terminated: try day(end))
        if let effective = period.effective, let terminated = period.terminated, terminated <= effective {
            throw rejection(
                "it is \(end) before it is \(first)", remedy: "correct the dates; \(end) is the first day no more",
                at: end)
        }
        return period
    }

    /// The day in a column, YYYY-MM-DD; nil where it is empty.
    func day(_ name: String) throws(CatalogError) -> CalendarDate? {
        let text = self[name]
        if text.isEmpty { return nil }
        guard let day = CalendarDate(text) else {
            throw rejection("'\(text.prefix(40))' is no date", remedy: "write YYYY-MM-DD", at: name)
        }
        return day
    }

    /// Yes or no, `true` or `false` in any case; an empty field is no.
    func flag(_ name: String) throws(CatalogError) -> Bool {
        let text = self[name].lowercased()
        guard let flag = text.isEmpty ? false : Bool(text) else {
            throw rejection("'\(text.prefix(40))' is neither true nor false", remedy: "write one of them", at: name)
        }
        return flag
    }

    /// The values in a column with semicolons between them, each once.
    func list(_ name: String) throws(CatalogError) -> [String] {
        let values = self[name].split(separator: ";").map { PageText.trimmed($0) }.filter { !$0.isEmpty }
        guard Set(values).count == values.count, !values.contains(where: { $0.contains("\n") }) else {
            throw rejection(
                "the list names a value twice, or holds a line end", remedy: "name each once on one line", at: name)
        }
        return values
    }
}
