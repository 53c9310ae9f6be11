import Testing

@testable import CatalogImport

@Suite("Any page")
struct PagePropertyTests {
    /// Every scalar a reader sees, in order, step numbers included: all but white space, bullets, and the marks after
    /// step numbers and around labels.
    private func words(_ text: String) -> String {
        let structure = Set("•◦‣▪-*–—+:#_·●.)\u{FEFF}\u{200B}".unicodeScalars)
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { !$0.properties.isWhitespace && !structure.contains($0) }))
    }

    @Test("Nothing is lost, nothing moves, and rendering gives the same page back", arguments: 0..<1500)
    func nothingIsLost(seed: UInt64) {
        var generator = PageGenerator(seed: seed)
        let text = generator.page()
        let page = PageParser.parse(text: text)
        let rendered = PageRenderer.text(of: page)
        #expect(words(rendered) == words(text), "\(text.debugDescription)")
        var again = PageParser.parse(text: rendered)
        again.remarks = page.remarks
        #expect(again == page, "\(text.debugDescription)\n---\n\(rendered.debugDescription)")
        #expect(PageRenderer.text(of: again) == rendered)
    }
}

/// Makes pages of every shape: usual and odd parts in any order and spacing.
private struct PageGenerator {
    private var random: SeededGenerator
    private var step = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func page() -> String {
        var text = Bool.random(using: &random) ? "\u{FEFF}" : ""
        let lineEnd = pick(["\n", "\r\n", "\n\n", "\r", "\n \n"])
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            text +=
                line()
                + (Int.random(in: 0..<6, using: &random) == 0 ? pick(["\n", "\n\n", "\r\n", "\n\t\n"]) : lineEnd)
        }
        return text
    }

    private mutating func line() -> String {
        switch Int.random(in: 0..<12, using: &random) {
        case 0:
            return pick(["Search all medical codes", "CPT4 code", "Hip replacement (List separately)", "hcpcs code"])
        case 1, 2: return heading()
        case 3, 4, 5:
            return indent() + pick(["•", "-", "*", "–", "◦", "▪"]) + pick([" ", "  ", "\t", "\u{A0}"]) + phrase()
        case 6, 7: return indent() + number() + pick([". ", ") ", "."]) + phrase()
        case 8: return pick(labels) + pick([": ", ":", " : ", ":  "]) + pick(["", phrase()])
        case 9: return indent() + phrase() + " " + phrase()
        case 10: return noise()
        default: return phrase()
        }
    }

    private mutating func heading() -> String {
        let heading = pick([
            "Summary", "Name of the Procedure:", "TECHNICAL TERMS", "technical terms: a, b", "Duration", "Alternatives",
            "Risks & Complications", "## Recovery", "**Benefits:**", "Risks: few", "Similar Codes",
            "Purpose of the procedure",
            "Medical Policies and Guidelines for X (y)", "Related policies from health plans",
            "Frequently Asked Questions",
            "What does it cost?", "Setting:", "Patient Experience: Summary", "Preparation: - fasting",
        ])
        return Int.random(in: 0..<5, using: &random) == 0 ? indent() + heading.lowercased() : heading
    }

    private mutating func phrase() -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return "Nerve damage Rare complications:"
        case 1: return "Previously failed fusions Patients considered for this may not have responded."
        case 2: return "Synthetic materials Pros of alternatives: Avoids risk. Cons: May fail."
        case 3: return noise()
        case 4: return pick(labels) + ": " + pick(["1. x", "- y", "Infection, pain.", "a: b", "Summary", ""])
        case 5: return "a long line that was wrapped at a margin because it would not fit, and goes on"
        case 6: return "lower case rest of it"
        default:
            return pick([
                "Infection", "The site is closed.", "Home Care Visits", "It takes 2 to 3 hours (or so).",
                "“Quoted” text",
            ])
        }
    }

    private mutating func noise() -> String {
        let scalars = Array("aZé1.:)(- \u{301}\u{A0}•*#ßДж漢ا🙂\t?!½\u{200B}\u{2028}&".unicodeScalars)
        let count = Int.random(in: 0...12, using: &random)
        return String(String.UnicodeScalarView((0..<count).map { _ in pick(scalars) }))
    }

    private mutating func number() -> String {
        step = Int.random(in: 0..<8, using: &random) == 0 ? Int.random(in: 0...1200, using: &random) : step + 1
        if Int.random(in: 0..<5, using: &random) == 0 { step = 1 }
        return String(step)
    }

    private mutating func indent() -> String { pick(["", " ", "  ", "    ", "\t", "\u{A0}\u{A0}"]) }

    private mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &random)] }

    private let labels = [
        "Common risks", "Anesthesia", "Pros", "Follow-up", "Duration", "Note the following", "1", "x",
    ]
}
