internal import CatalogModel
internal import CatalogStore

/// Which modifiers the catalog knows. Belongs to one read, and asks of each modifier and day once.
struct KnownModifiers {
    private let reader: any CodeStoreReader
    /// The systems of which the catalog has modifiers.
    private let systems: Set<CodeSystem>
    private var answers: [Question: Bool] = [:]

    private struct Question: Hashable {
        var modifier: String
        var day: CalendarDate
    }

    init(_ reader: any CodeStoreReader) throws(CatalogError) {
        self.reader = reader
        systems = Set(try reader.summary().systems.filter { $0.modifierCount > 0 }.map(\.system))
    }

    /// Whether a text is a modifier on a day, as far as the catalog can tell: where modifiers of its system are not
    /// loaded for the day, every text of the right form is.
    mutating func contains(_ modifier: String, on day: CalendarDate) throws(CatalogError) -> Bool {
        let question = Question(modifier: modifier, day: day)
        if let known = answers[question] { return known }
        let answer = try isKnown(modifier, on: day)
        answers[question] = answer
        return answer
    }

    private func isKnown(_ modifier: String, on day: CalendarDate) throws(CatalogError) -> Bool {
        guard let system = CodeSystem(ofModifier: modifier) else { return false }
        guard systems.contains(system) else { return true }
        guard let key = try? CodeKey(system: system, code: modifier) else { return false }
        switch try reader.answer(for: key, asOf: day, view: .basic) {
        case .found(let code): return code.kind == .modifier
        case .absent(let absence): return absence.reason == .releaseNotLoaded
        }
    }
}

extension CodeSystem {
    /// The system a modifier belongs to: those of two digits are CPT's, others HCPCS Level II's; nil for a text that is
    /// no modifier.
    fileprivate init?(ofModifier modifier: String) {
        let characters = modifier.utf8
        guard characters.count == 2, modifier.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            return nil
        }
        self = modifier.allSatisfy(\.isNumber) ? .cpt : .hcpcs
    }
}
