/// What a load test came to, as a page that needs nothing from elsewhere: two plots and the table.
enum LoadReport {
    /// The page.
    static func html(of result: LoadResult) -> String {
        let title = HTML.escape("Load test of \(result.conditions.server)")
        let warnings = LoadTable.warnings(about: result).map { "<p class=\"warning\">\(HTML.escape($0))</p>" }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>
            \(style)
            </style>
            </head>
            <body>
            <main>
            <h1>\(title)</h1>
            <p>\(HTML.escape(result.conditions.pace))<br>\(HTML.escape(result.conditions.questions))</p>
            \(warnings.joined())
            <h2>Latency by percentile</h2>
            \(legend(of: result))
            \(latencyPlot(of: result).svg)
            <h2>Throughput over time</h2>
            \(throughputPlot(of: result).svg)
            <h2>Figures</h2>
            \(table(of: result))
            <p class="note">Seed \(result.conditions.seed), started \(HTML.escape(result.conditions.started)).\(arrivalNote(of: result))</p>
            </main>
            </body>
            </html>

            """
    }

    private static func arrivalNote(of result: LoadResult) -> String {
        result.conditions.ratePerSecond == nil
            ? "" : " Times count from when a request was due, whether or not the server let it be made then."
    }

    // MARK: Plots

    private static func latencyPlot(of result: LoadResult) -> Plot {
        let lines = result.methods.compactMap { row in
            row.latency.map { latency in
                Plot.Line(
                    name: row.method,
                    points: latency.distribution.map { point in
                        let time = Quantity.duration(microseconds: point.microseconds)
                        return (
                            point.percentile, max(point.microseconds, 1),
                            "\(row.method): \(percentile(point.percentile)) of calls within \(time)"
                        )
                    })
            }
        }
        let times = lines.flatMap { $0.points.map(\.y) }
        let last = lines.flatMap { $0.points.map(\.x) }.filter { $0 < 100 }.max() ?? 90
        return Plot(
            title: "Latency by percentile", horizontal: .nines(to: last),
            vertical: .logarithmic(from: times.min() ?? 1, to: times.max() ?? 10) {
                Quantity.duration(microseconds: $0).replacing(".00", with: "").replacing(".0", with: "")
            },
            horizontalTitle: "share of calls", verticalTitle: "answered within", lines: lines)
    }

    private static func percentile(_ value: Double) -> String {
        let text = Quantity.fixed(value, 3)
        return "\(text.replacing(/\.?0+$/, with: "")) %"
    }

    private static func throughputPlot(of result: LoadResult) -> Plot {
        let width = result.throughput.secondsPerSlot
        // The last stretch is shorter than the others.
        let whole =
            result.throughput.requests.count > 1
            ? result.throughput.requests.dropLast() : result.throughput.requests[...]
        let points = whole.enumerated().map { slot, count in
            let rate = Double(count) / width
            let time = Quantity.fixed(Double(slot) * width, 1)
            return (x: (Double(slot) + 0.5) * width, y: rate, note: "\(time) s: \(Quantity.fixed(rate, 0)) requests/s")
        }
        return Plot(
            title: "Throughput over time",
            horizontal: .linear(to: Double(whole.count) * width) { Quantity.fixed($0, $0 < 1 && $0 > 0 ? 1 : 0) },
            vertical: .linear(to: points.map(\.y).max() ?? 1) { Quantity.fixed($0, 0) },
            horizontalTitle: "seconds", verticalTitle: "requests per second",
            lines: [Plot.Line(name: "all", points: points)], isFilled: true)
    }

    private static func legend(of result: LoadResult) -> String {
        guard result.methods.count > 1 else { return "" }
        let names = result.methods.filter { $0.latency != nil }.enumerated().map { index, row in
            "<span><i class=\"key s\(index)\"></i>\(HTML.escape(row.method))</span>"
        }
        return "<p class=\"legend\">\(names.joined())</p>"
    }

    // MARK: Table

    private static func table(of result: LoadResult) -> String {
        let head = LoadTable.headings.map { "<th>\($0)</th>" }.joined()
        let rows = LoadTable.cells(of: result) { Quantity.duration(microseconds: $0) }
        let body = rows.map { "<tr>" + $0.map { "<td>\(HTML.escape($0))</td>" }.joined() + "</tr>" }
        return "<div class=\"scroll\"><table><thead><tr>\(head)</tr></thead><tbody>\(body.joined(separator: "\n"))"
            + "</tbody></table></div>"
    }

    private static let style = """
        :root {
          color-scheme: light dark;
          --page: #fcfcfb; --ink: #0b0b0b; --soft: #52514e; --grid: #e1e0d9; --alarm: #b3261e;
          --s0: #2a78d6; --s1: #eb6834; --s2: #1baf7a; --s3: #eda100; --s4: #4a3aa7;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #1a1a19; --ink: #ffffff; --soft: #c3c2b7; --grid: #2c2c2a; --alarm: #f2b8b5;
            --s0: #3987e5; --s1: #d95926; --s2: #199e70; --s3: #c98500; --s4: #9085e9;
          }
        }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        main { max-width: 860px; margin: 0 auto; padding: 32px 20px 48px; }
        h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 32px 0 8px; }
        p { margin: 4px 0; color: var(--soft); } .warning { color: var(--alarm); }
        svg { width: 100%; height: auto; display: block; }
        .grid { stroke: var(--grid); } .tick, .axis { fill: var(--soft); font-size: 12px; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; } .area { opacity: 0.14; }
        .dot { fill: var(--series); opacity: 0; } .dot:hover { opacity: 0.5; }
        .line { stroke: var(--series); } .area { fill: var(--series); } .key { background: var(--series); }
        .s0 { --series: var(--s0); } .s1 { --series: var(--s1); } .s2 { --series: var(--s2); }
        .s3 { --series: var(--s3); } .s4 { --series: var(--s4); }
        .legend span { margin-right: 18px; white-space: nowrap; }
        .key { display: inline-block; width: 14px; height: 3px; margin-right: 6px; vertical-align: middle; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
        th, td { text-align: right; padding: 5px 6px; border-bottom: 1px solid var(--grid); white-space: nowrap; }
        th { color: var(--soft); font-weight: 500; }
        th:first-child, td:first-child { text-align: left; }
        .note { margin-top: 20px; font-size: 13px; }
        """
}
