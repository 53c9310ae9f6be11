import CatalogMessages
import CatalogModel

extension RandomCatalog {
    mutating func searchRequest() -> SearchCodesRequest {
        SearchCodesRequest(
            query: typedText(), systems: list { $0.key().system }.numberedFirst, asOf: maybe { $0.day() },
            filters: searchFilters(), facets: list { $0.element(FacetField.allCases) }, explains: bool(),
            pageSize: number(0...Int(Int32.max)), pageToken: text())
    }

    /// A text in the spelling that searches read it in.
    mutating func typedText() -> String {
        text().split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }

    mutating func searchFilters() -> SearchFilters {
        let kinds = Set(list { $0.element(CodeKind.allCases) })
        let statuses = Set(list { $0.element(CodeStatus.allCases) })
        return SearchFilters(
            kinds: kinds.isEmpty ? [.code] : kinds, statuses: statuses.isEmpty ? [.active] : statuses,
            isBillable: maybe { $0.bool() }, isAddOn: maybe { $0.bool() },
            axes: list { AxisFilter(axis: "a" + $0.text(), values: [$0.text()]) },
            settings: Set(list { $0.element(CareSetting.allCases) }),
            anesthesia: Set(list { $0.element(AnesthesiaKind.allCases) }),
            durationMinutesMax: maybe { $0.number(1...1_000) })
    }

    mutating func searchHit() -> SearchHit {
        SearchHit(
            key: key(), display: text(), score: Double(number(-1_000...1_000)) / 8, matchedTerm: text(),
            matchedField: maybe { $0.element(MatchField.allCases) },
            highlights: list { random in
                let start = random.number(0...100)
                return start..<start + random.number(1...100)
            },
            kind: element(CodeKind.allCases), status: element(CodeStatus.allCases), isBillable: bool(),
            isAddOn: bool(), familySize: number(0...1_000),
            explanation: maybe { random in
                random.list { ScorePart($0.text(), contribution: Double($0.number(-100...100)) / 4) }
            })
    }

    mutating func facet() -> Facet {
        Facet(
            element(FacetField.allCases), axis: text(),
            counts: list { FacetCount(value: $0.text(), label: $0.text(), hitCount: $0.number(0...Int.max)) })
    }
}

extension [CodeSystem] {
    /// The systems as a message keeps them: those with a number first.
    var numberedFirst: [CodeSystem] {
        filter { CodeSystem.known.contains($0) } + filter { !CodeSystem.known.contains($0) }
    }
}
