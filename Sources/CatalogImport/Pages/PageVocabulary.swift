internal import CatalogModel

/// The words procedure pages are built from: headings, group labels, banners, code-system lines, notations.
///
/// Phrases are compared ``folded(_:)``, so case, spacing, a final colon and markup around a heading do not matter.
enum PageVocabulary {
    /// The phrase in lower case with single spaces, straight apostrophes, `and` for `&`, and no final colon.
    static func folded(_ text: some StringProtocol) -> String {
        let marks = Set<Character>("#*_: \t")
        var phrase = text.lowercased()[...]
        while let first = phrase.first, "#*_".contains(first) || first.isWhitespace { phrase.removeFirst() }
        while let last = phrase.last, marks.contains(last) || last.isWhitespace { phrase.removeLast() }
        return phrase.replacing("’", with: "'").replacing("&", with: " and ")
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Whether the line belongs to the site around the page.
    static func isBanner(_ line: String) -> Bool {
        ["search all medical codes", "search medical codes", "all medical codes"].contains(folded(line))
    }

    /// The code system a line such as `CPT4 code` names; nil for any other line.
    static func system(namedBy line: String) -> CodeSystem? {
        var name = folded(line).filter { $0.isLetter || $0.isNumber }
        for tail in ["procedurecode", "diagnosiscode", "codes", "code"] where name.hasSuffix(tail) {
            name.removeLast(tail.count)
            break
        }
        return systems[name]
    }

    private static let systems: [String: CodeSystem] = [
        "cpt": .cpt, "cpt4": .cpt, "amacpt": .cpt, "hcpcs": .hcpcs, "hcpcslevelii": .hcpcs, "hcpcslevel2": .hcpcs,
        "hcpcsii": .hcpcs, "icd10pcs": .icd10PCS, "icd10cm": .icd10CM, "icd9pcs": .icd9PCS, "icd9cm": .icd9PCS,
    ]

    /// Whether a descriptor carries the notation of an add-on code: the CPT book's `(List separately in addition to
    /// code for primary procedure)` or `(Add-on: …)`, in round or square brackets.
    static func hasAddOnNotation(_ descriptor: String) -> Bool {
        descriptor.split { "([".contains($0) }.dropFirst().contains { part in
            let notation = folded(part.prefix { !")]".contains($0) })
            return notation.contains("list separately in addition")
                || ["add-on", "add on", "addon"].contains { notation.hasPrefix($0) }
        }
    }

    /// Whether a label is one of those under which these pages group text, in whatever section.
    static func isGroupLabel(_ label: some StringProtocol) -> Bool {
        let phrase = folded(label)
        return groupLabels.contains(phrase) || PageHeading.isInline(phrase)
    }

    private static let groupLabels: Set<String> = {
        let degrees = ["common", "rare", "serious", "possible", "potential", "minor", "major", "less common", "other"]
        let troubles = ["risks", "complications", "risks and complications", "side effects"]
        let pairs = ["pros", "cons", "pros and cons", "advantages", "disadvantages", "benefits", "risks"]
        let owners = ["", " of alternatives", " of the alternatives", " of each", " of this procedure"]
        return Set(degrees.flatMap { degree in troubles.map { "\(degree) \($0)" } })
            .union(pairs.flatMap { pair in owners.map { pair + $0 } })
            .union([
                "side effects", "management", "management of risks", "risk management", "management of complications",
                "tools", "equipment", "tools and equipment", "tools used", "equipment used", "instruments",
                "anesthesia", "anesthesia used", "anesthesia details", "steps", "goals", "goals/expected outcomes",
                "expected outcomes", "expected outcome", "expected benefits", "symptoms", "conditions",
                "symptoms or conditions", "patient criteria", "criteria", "pre-procedure instructions",
                "diagnostic tests", "diagnostic tests or assessments", "post-procedure care", "recovery time",
                "expected recovery time", "restrictions", "follow-up", "follow-up care", "follow-up appointments",
                "during the procedure", "after the procedure", "during procedure", "after procedure",
                "pain management", "pain management and comfort measures", "comfort measures", "alternative options",
                "timeline", "expected timeline", "medical condition/problem", "note",
            ])
    }()
}
