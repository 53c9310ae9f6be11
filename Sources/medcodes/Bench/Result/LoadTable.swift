internal import CommandLineSupport
internal import Foundation

/// What a load test came to, as a table.
enum LoadTable {
    /// The table for people, and what else they should know.
    static func lines(of result: LoadResult, columns: Int) -> [StyledText] {
        let table = table(of: result) { Quantity.duration(microseconds: $0) }
        let volume =
            "\(Quantity.fixed(result.seconds, 1)) s · \(Quantity.bytes(result.total.requestBytes)) of requests, "
            + "\(Quantity.bytes(result.total.replyBytes)) of replies"
        return table.lines(width: columns) + ["", StyledText(volume, .faint)]
            + warnings(about: result).map { StyledText($0, .alarm) }
    }

    /// The rows for programs: times are microseconds.
    static func rows(of result: LoadResult) -> Table { table(of: result) { Quantity.fixed($0, 1) } }

    /// What makes the figures mean less than they seem to.
    static func warnings(about result: LoadResult) -> [String] {
        var warnings: [String] = []
        if result.isInterrupted { warnings.append("interrupted: these are the calls made until then") }
        if result.overdue > 0 {
            warnings.append(
                "\(result.overdue) requests were due and not made: the rate is more than these connections and streams, "
                    + "or the server, can do")
        }
        return warnings
    }

    /// What stands above the cells.
    static let headings = ["method", "requests", "req/s", "mean", "p50", "p90", "p99", "p99.9", "max", "errors"]

    /// A row of cells for each method, and one for all when there are several.
    static func cells(of result: LoadResult, time: (Double) -> String) -> [[String]] {
        (result.methods + (result.methods.count > 1 ? [result.total] : [])).map { row in
            let times = row.latency.map { [$0.mean, $0.p50, $0.p90, $0.p99, $0.p999, $0.max].map(time) }
            let errors = row.errors.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            return [row.method, "\(row.requests)", Quantity.fixed(row.requestsPerSecond, 0)]
                + (times ?? [String](repeating: "–", count: 6)) + [errors.isEmpty ? "0" : errors]
        }
    }

    private static func table(of result: LoadResult, time: (Double) -> String) -> Table {
        var table = Table(columns: headings.map { Table.Column($0, isRightAligned: $0 != "method" && $0 != "errors") })
        for cells in cells(of: result, time: time) {
            let errors = cells.last ?? ""
            table.add(cells.dropLast().map { StyledText($0) } + [StyledText(errors, errors == "0" ? .plain : .alarm)])
        }
        return table
    }
}

/// Numbers as people read them.
enum Quantity {
    /// A time in its best unit: `41.2 µs`, `1.84 ms`, `2.10 s`.
    static func duration(microseconds: Double) -> String {
        switch microseconds {
        case ..<1_000: "\(fixed(microseconds, 1)) µs"
        case ..<1_000_000: "\(fixed(microseconds / 1_000, 2)) ms"
        default: "\(fixed(microseconds / 1_000_000, 2)) s"
        }
    }

    /// A count of bytes in its best unit: `512 B`, `3.2 MiB`.
    static func bytes(_ count: Int) -> String {
        guard count >= 1024 else { return "\(count) B" }
        var (value, unit) = (Double(count) / 1024, 0)
        let units = ["KiB", "MiB", "GiB", "TiB"]
        while value >= 1024, unit < units.count - 1 { (value, unit) = (value / 1024, unit + 1) }
        return "\(fixed(value, 1)) \(units[unit])"
    }

    /// A number with so many digits behind the point.
    static func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
