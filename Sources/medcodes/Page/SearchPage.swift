internal import CatalogModel
internal import CommandLineSupport

/// Sets the answers to searches.
enum SearchPage {
    /// An answer for people: how the query was read, the hits, the counts.
    static func lines(of answer: SearchAnswer, columns: Int) -> [StyledText] {
        let hits = answer.page.elements
        var lines = correction(answer.correctedQuery) + answer.readings.flatMap { line(of: $0).wrapped(to: columns) }
        guard !hits.isEmpty else { return lines }
        lines += table(of: hits).lines(width: columns)
        for hit in hits where hit.explanation != nil { lines += explanation(of: hit, columns: columns) }
        for facet in answer.facets { lines += counts(of: facet, columns: columns) }
        return lines + ["", StyledText("\(hits.count) of \(answer.page.totalCount) codes", .faint)]
    }

    /// Completions for people.
    static func lines(of suggestions: Suggestions, columns: Int) -> [StyledText] {
        let lines = correction(suggestions.correctedPrefix)
        guard !suggestions.hits.isEmpty else { return lines }
        return lines + table(of: suggestions.hits).lines(width: columns)
    }

    /// Hits for programs: score, system, code, descriptor, matched term.
    static func rows(of hits: [SearchHit]) -> Table {
        var table = Table(columns: ["SCORE", "SYSTEM", "CODE", "DESCRIPTOR", "MATCHED"].map { .init($0) })
        for hit in hits {
            let cells = [
                // Servers count in single precision: in double, `3.2` would be `3.200000047683716`.
                String(Float(hit.score)), hit.key.system.name, hit.key.printedCode, hit.display, hit.matchedTerm,
            ]
            table.add(cells.map { StyledText($0) })
        }
        return table
    }

    /// Completions for programs: size, system, code, descriptor.
    static func rows(of suggestions: Suggestions) -> Table {
        var table = Table(columns: ["SIZE", "SYSTEM", "CODE", "DESCRIPTOR"].map { .init($0) })
        for hit in suggestions.hits {
            let cells = [String(hit.familySize), hit.key.system.name, hit.key.printedCode, hit.display]
            table.add(cells.map { StyledText($0) })
        }
        return table
    }

    private static func table(of hits: [SearchHit]) -> Table {
        var table = Table(columns: ["SYSTEM", "CODE", "DESCRIPTOR"].map { .init($0) })
        for hit in hits {
            table.add([
                StyledText(hit.key.system.name), StyledText(code(of: hit)), descriptor(of: hit),
            ])
        }
        return table
    }

    /// The code, with an ellipsis where it stands for a family.
    static func code(of hit: SearchHit) -> String { hit.key.printedCode + (hit.familySize > 0 ? "…" : "") }

    /// The descriptor with what matched in bold, and behind it what else is to be known of the code.
    static func descriptor(of hit: SearchHit) -> StyledText { highlighted(hit) + remarks(on: hit) }

    private static func highlighted(_ hit: SearchHit) -> StyledText {
        let scalars = Array(hit.display.unicodeScalars)
        func text(_ range: Range<Int>, _ style: TextStyle) -> StyledText {
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars[range])
            return StyledText(text, style)
        }
        var line = StyledText("")
        var end = 0
        for range in hit.highlights where range.lowerBound >= end && range.upperBound <= scalars.count {
            line += text(end..<range.lowerBound, .plain) + text(range, .strong)
            end = range.upperBound
        }
        return line + text(end..<scalars.count, .plain)
    }

    private static func remarks(on hit: SearchHit) -> StyledText {
        var remarks: [String] = []
        if hit.familySize > 0 { remarks.append("\(hit.familySize) codes") }
        if hit.isAddOn { remarks.append("add-on") }
        if hit.kind != .code { remarks.append(hit.kind.rawValue) }
        switch hit.status {
        case .active: break
        case .notYetEffective: remarks.append("not yet effective")
        case .terminated: remarks.append("terminated")
        }
        if [.synonym, .indexEntry, .inclusionTerm].contains(hit.matchedField), hit.matchedTerm != hit.display {
            remarks.append("“\(hit.matchedTerm)”")
        }
        return remarks.isEmpty ? "" : StyledText(" (\(remarks.joined(separator: ", ")))", .faint)
    }

    private static func correction(_ corrected: String) -> [StyledText] {
        corrected.isEmpty ? [] : [StyledText("Searched for ") + StyledText(corrected, .strong)]
    }

    private static func line(of reading: QueryReading) -> StyledText {
        StyledText("\(reading.typed): \(reading.reason.words) \(reading.readAs.joined(separator: ", "))", .faint)
    }

    private static func explanation(of hit: SearchHit, columns: Int) -> [StyledText] {
        var table = Table(columns: [.init("", isRightAligned: true), .init("")])
        for part in hit.explanation ?? [] {
            table.add([StyledText(thousandths(part.contribution)), StyledText(part.label)])
        }
        table.add([StyledText(thousandths(hit.score), .strong), StyledText("score", .strong)])
        let title = StyledText("Why \(hit.key.printedCode): ", .strong) + StyledText(hit.display)
        return ["", title.truncated(to: columns)] + table.lines(width: columns).dropFirst()
    }

    private static func counts(of facet: Facet, columns: Int) -> [StyledText] {
        var table = Table(columns: [
            .init((facet.axis.isEmpty ? Choice.name(of: facet.field) : facet.axis).uppercased()),
            .init("CODES", isRightAligned: true),
            .init("MEANING"),
        ])
        for count in facet.counts {
            table.add([
                StyledText(count.value), StyledText(String(count.hitCount)),
                StyledText(count.label == count.value ? "" : count.label),
            ])
        }
        return [""] + table.lines(width: columns)
    }

    /// The number with three digits behind the point; as it is where it is too large for that.
    private static func thousandths(_ number: Double) -> String {
        guard abs(number) < 1e12 else { return String(number) }
        let thousandths = Int((number * 1_000).rounded())
        let digits = String(abs(thousandths) % 1_000)
        let sign = thousandths < 0 ? "-" : ""
        return "\(sign)\(abs(thousandths) / 1_000).\(String(repeating: "0", count: 3 - digits.count))\(digits)"
    }
}

extension ReadingReason {
    /// The reason for people, before what the part was read as.
    fileprivate var words: String {
        switch self {
        case .spelling: "spelled"
        case .synonym: "also"
        case .abbreviation: "stands for"
        case .wordParts: "means"
        case .lookAlike: "read as"
        case .negation: "without"
        }
    }
}
