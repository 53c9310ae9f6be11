internal import CatalogModel

/// Reads which kinds of anesthesia a procedure is done under.
enum AnesthesiaReader {
    /// The kinds named where the procedure, its preparation and the patient's experience are told.
    static func kinds(in statements: [Statement]) -> [AnesthesiaKind] {
        let told = statements.filter { sections.contains($0.section) || $0.label.hasPrefix("anesthesia") }
        var found: Set<AnesthesiaKind> = []
        for statement in told {
            let isAnswer = statement.label.hasPrefix("anesthesia") || statement.label.hasPrefix("anaesthesia")
            for sentence in statement.sentences { found.formUnion(kinds(in: sentence, isAnswer: isAnswer)) }
        }
        if found.count > 1 { found.remove(.none) }
        return AnesthesiaKind.allCases.filter(found.contains)
    }

    /// Whether `general`, `local` and the like stand for kinds is told by `anesthe…` within six words after them; under
    /// the label Anesthesia they need no such word.
    private static func kinds(in sentence: String, isAnswer: Bool) -> Set<AnesthesiaKind> {
        let words = sentence.replacing("anaesthe", with: "anesthe").split { !$0.isLetter && $0 != "'" && $0 != "’" }
        var found: Set<AnesthesiaKind> = []
        for (index, word) in words.enumerated() {
            let following = words[(index + 1)...].prefix(6)
            let names = isAnswer || following.contains { $0.hasPrefix("anesthe") || $0 == "block" || $0 == "blocks" }
            guard let kind = kind(word, next: following.first ?? "", names: names) else { continue }
            if !isDenied(words[..<index]) { found.insert(kind) }
        }
        if found.isEmpty, saysNone(words, isAnswer: isAnswer) { found.insert(.none) }
        return found
    }

    private static func kind(_ word: Substring, next: Substring, names: Bool) -> AnesthesiaKind? {
        switch word {
        case "general": names ? .general : nil
        case "regional", "spinal", "epidural", "caudal":
            names && !["cord", "surgery", "fusion"].contains(next) ? .regional : nil
        case "nerve": next.hasPrefix("block") ? .regional : nil
        case "local", "lidocaine": names || next == "numbing" ? .local : nil
        case "topical": names || next == "numbing" ? .topical : nil
        case "numbing":
            ["cream", "gel", "drops", "spray", "jelly"].contains(next) ? .topical : next == "injection" ? .local : nil
        case "sedation", "sedated", "sedative", "sedatives", "twilight": .sedation
        case "monitored": next.hasPrefix("anesthe") ? .sedation : nil
        default: nil
        }
    }

    /// Whether one of the three words before says no.
    private static func isDenied(_ head: ArraySlice<Substring>) -> Bool {
        head.suffix(3).contains { ["no", "not", "without", "rarely", "never", "nor"].contains($0) }
    }

    private static func saysNone(_ words: [Substring], isAnswer: Bool) -> Bool {
        if isAnswer, let first = words.first, ["none", "no", "not"].contains(first) { return true }
        guard let index = words.firstIndex(where: { $0.hasPrefix("anesthe") }) else { return false }
        let near = words[max(index - 2, 0)..<index] + words[(index + 1)...].prefix(4)
        return near.contains { ["no", "not", "without", "unnecessary"].contains($0) }
    }

    private static let sections: Set<SectionKind> = [.procedureDescription, .preparation, .patientExperience, .summary]
}
