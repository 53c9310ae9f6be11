internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore

extension CodeTranslation {
    /// What the crosswalks in force on a day say of a code. Nothing is turned round: a crosswalk that leads from the
    /// target system to the code's says nothing of the way back.
    init(
        _ key: CodeKey, to target: CodeSystem, on day: CalendarDate, from reader: any CodeStoreReader
    ) throws(CatalogError) {
        let entries = try reader.facts(FactQuery<CrosswalkEntry>.of(key, in: target).on(day))
        var matches: [TranslationMatch] = []
        for entry in entries {
            guard let counterpart = entry.value.target else { continue }
            matches.append(
                TranslationMatch(
                    key: counterpart, display: try Self.display(of: counterpart, on: day, from: reader),
                    relation: entry.value.relation, scenario: entry.value.scenario,
                    choiceList: entry.value.choiceList, source: entry.provenance))
        }
        self.init(matches: matches)
        if result { return }
        if !entries.isEmpty {
            message = "\(key.title) is said to have no counterpart in \(target.title)"
        } else if try reader.facts(.from(key.system, to: target).on(day).limited(to: 1)).isEmpty {
            message = "no crosswalk from \(key.system.title) to \(target.title) is loaded for that day"
        } else {
            message = "the crosswalk from \(key.system.title) to \(target.title) does not have \(key.printedCode)"
        }
    }

    /// The descriptor of the day; else, since crosswalks outlive code sets, the last or first one there is.
    private static func display(
        of key: CodeKey, on day: CalendarDate, from reader: any CodeStoreReader
    ) throws(CatalogError) -> String {
        if case .found(let code) = try reader.answer(for: key, asOf: day, view: .basic) { return code.longDescriptor }
        let listings = try reader.listings(of: key)
        let earlier = listings.last { $0.period.terminated.map { $0 <= day } ?? false }
        return (earlier ?? listings.first)?.longDescriptor ?? ""
    }
}
