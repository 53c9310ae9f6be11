internal import CatalogModel
internal import GRDB

/// A stored row holds what no writer of ours stored; whoever knows which record it is makes it a `corrupt` error.
struct DamagedRow: Error {
    /// Where it is, e.g. `table revision`; empty when that is not known.
    var place = ""
}

extension Row {
    /// The text in a column. GRDB's own subscript would trap on a damaged column.
    func text(at index: Int) throws -> String {
        guard let value = String.fromDatabaseValue(self[index]) else { throw DamagedRow() }
        return value
    }

    /// The text in a column, or nil where it is null.
    func optionalText(at index: Int) throws -> String? {
        let value: DatabaseValue = self[index]
        return value.isNull ? nil : try text(at: index)
    }

    /// The integer in a column.
    func integer(at index: Int) throws -> Int64 {
        guard let value = Int64.fromDatabaseValue(self[index]) else { throw DamagedRow() }
        return value
    }

    /// The day in a column; nil for one of the two open ends.
    func day(at index: Int) throws -> CalendarDate? {
        let number = try integer(at: index)
        if number == Schema.openEnd || number == Schema.openStart { return nil }
        guard let dayNumber = Int32(exactly: number), let day = CalendarDate(dayNumber: dayNumber) else {
            throw DamagedRow()
        }
        return day
    }

    /// The columns from one index up to another, as they are stored.
    func values(_ indices: Range<Int>) -> [DatabaseValue] { indices.map { self[$0] } }
}
