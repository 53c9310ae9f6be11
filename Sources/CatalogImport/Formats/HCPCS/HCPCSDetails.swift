internal import CatalogModel

/// What the first line of a code or modifier says beyond its long descriptor.
///
/// Columns: 92-119 short descriptor, 205-229 five cross references, 230 coverage, 257-259 BETOS, 269-276 day added,
/// 277-284 day of the latest action, 285-292 last day ("last date for which a procedure or modifier code may be used"),
/// 293 action. Dates are YYYYMMDD, blank or zeros for none.
struct HCPCSDetails {
    let short: String
    /// The cross references, in order.
    let references: [CodeKey]
    let coverage: String
    let betos: String
    /// From the day added up to the last day, which is one of them.
    let period: ValidityPeriod

    /// Reads the columns.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming the column.
    init(_ columns: FixedColumns) throws(CatalogError) {
        short = try columns.text(92...119)
        references = try Self.references(columns)
        coverage = try columns.text(230...230)
        betos = try columns.text(257...259)
        let added = try Self.day(269...276, of: columns)
        _ = try Self.day(277...284, of: columns)
        let last = try Self.day(285...292, of: columns)
        if let added, let last, last < added {
            throw columns.rejection("the last day lies before the day added", at: 285)
        }
        period = ValidityPeriod(effective: added, terminated: last?.advanced(by: 1))
        guard columns[293...293].allSatisfy(Self.actions.contains) else {
            throw columns.rejection("the action is none of A, B, C, D, F, N, P, R, S, T", at: 293)
        }
    }

    private static let actions = Set("ABCDFNPRST".utf8)

    private static func references(_ columns: FixedColumns) throws(CatalogError) -> [CodeKey] {
        var references: [CodeKey] = []
        for start in stride(from: 205, to: 230, by: 5) {
            let field = columns[start...start + 4]
            if field.isEmpty { continue }
            guard let key = ProcedureCode.key(field) else {
                throw columns.rejection("the cross reference is no code of letters and digits", at: start)
            }
            if !references.contains(key) { references.append(key) }
        }
        return references
    }

    private static func day(
        _ range: ClosedRange<Int>, of columns: FixedColumns
    ) throws(CatalogError) -> CalendarDate? {
        let field = columns[range]
        if field.allSatisfy({ $0 == UInt8(ascii: "0") }) { return nil }
        guard let day = CalendarDate(compact: String(decoding: field, as: UTF8.self)) else {
            throw columns.rejection("this is no date YYYYMMDD", at: range.lowerBound)
        }
        return day
    }
}
