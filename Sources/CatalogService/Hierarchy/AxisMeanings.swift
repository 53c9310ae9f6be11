internal import CatalogModel
internal import CatalogStore

/// What the last characters of the leads below one place mean, by the tables in force on a day.
///
/// A value's meaning depends on its table and, from the fourth character on, on the row: the rows that allow the
/// characters before it say it. For a code that no row allows the table's first meaning of the value is taken, since
/// within a table one value of one position rarely means two things.
struct AxisMeanings {
    private let system: CodeSystem
    private let day: CalendarDate
    private let reader: any CodeStoreReader
    /// The values of the table that the place lies in; empty above the tables.
    private let values: [AxisValue]
    private let prefix: [Character]

    /// The length of a table's name.
    private static let tableLength = 3

    /// Reads the table that leading characters lie in, if they do.
    init(
        below prefix: String, of system: CodeSystem, on day: CalendarDate, from reader: any CodeStoreReader
    ) throws(CatalogError) {
        self.system = system
        self.day = day
        self.reader = reader
        self.prefix = Array(prefix)
        let table = String(prefix.prefix(Self.tableLength))
        values =
            prefix.count < Self.tableLength || !system.hasAxes
            ? [] : try reader.facts(FactQuery<AxisValue>.of(system, table: table).on(day)).map(\.value)
    }

    /// What the last character of a lead one step below the place means; nil when no table says it.
    func meaning(of lead: CodeKey) throws(CatalogError) -> AxisMeaning? {
        guard system.hasAxes, let last = lead.code.last else { return nil }
        let position = prefix.count + 1
        if position <= Self.tableLength {
            // What a table itself fixes stands first in it, and is the same in all tables that begin so.
            let query = FactQuery<AxisValue>.of(system, tablesFrom: lead.code).on(day).limited(to: Self.tableLength)
            let fixed = try reader.facts(query).map(\.value)
            return fixed.first { $0.position == position && $0.value == String(last) }.map(AxisMeaning.init)
        }
        let candidates = values.filter { $0.position == position && $0.value == String(last) }
        return (candidates.first { allows(row: $0.row) } ?? candidates.first).map(AxisMeaning.init)
    }

    /// Whether a row allows the characters of the place.
    private func allows(row: Int) -> Bool {
        prefix.enumerated().dropFirst(Self.tableLength).allSatisfy { index, character in
            values.contains { $0.row == row && $0.position == index + 1 && $0.value == String(character) }
        }
    }
}
