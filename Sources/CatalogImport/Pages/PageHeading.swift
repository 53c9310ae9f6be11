internal import CatalogModel

/// A section heading of a procedure page, recognised in a line of text.
struct PageHeading: Hashable {
    /// What the section under it is about.
    var kind: SectionKind
    /// The heading as printed, without markup and final colon.
    var text: String
    /// What follows the heading's colon on the same line; empty when it stands alone.
    var remainder: String

    /// The longest heading, in bytes; the ones that repeat the procedure's name are long.
    private static let byteCountMax = 2000

    /// The heading this line is (`Duration`, `DURATION:`) or starts with (`Technical Terms: allograft`); nil for
    /// other lines, and for those that go on with a list entry.
    init?(_ line: String) {
        if line.utf8.count <= Self.byteCountMax, let kind = Self.kind(ofPhrase: PageVocabulary.folded(line)) {
            self.init(kind: kind, text: Self.withoutMarkup(line), remainder: "")
            return
        }
        guard let (label, value) = PageText.split(line, atColonAfter: { Self.isInline(PageVocabulary.folded($0)) }),
            let kind = Self.kind(ofPhrase: PageVocabulary.folded(label))
        else { return nil }
        let remainder = PageText.trimmed(value[...], also: "*_")
        guard !PageLine.isListEntry(remainder) else { return nil }
        self.init(kind: kind, text: Self.withoutMarkup(label), remainder: remainder)
    }

    private init(kind: SectionKind, text: String, remainder: String) {
        self.kind = kind
        self.text = text
        self.remainder = remainder
    }

    /// The kind of section a folded phrase heads; nil when it is no heading of the vocabulary.
    static func kind(ofPhrase phrase: String) -> SectionKind? {
        if let kind = kinds[phrase] { return kind }
        if let kind = kinds[withoutTail(phrase)] { return kind }
        guard phrase.last != ".", let (_, kind) = openings.first(where: { phrase.hasPrefix($0.phrase) }) else {
            return nil
        }
        return kind
    }

    /// `risks of the procedure` asks for what `risks` asks for.
    private static func withoutTail(_ phrase: String) -> String {
        for tail in [" procedure", " surgery", " operation"] where phrase.hasSuffix(tail) {
            for link in [" of the", " of this", " of", " for the", " for this", " for", " to the", " to this"]
            where phrase.hasSuffix(link + tail) {
                return String(phrase.dropLast(link.count + tail.count))
            }
        }
        return phrase
    }

    /// Whether a folded phrase heads a section also where text follows its colon; some are too common as labels for that.
    static func isInline(_ phrase: String) -> Bool { kinds[phrase] != nil && !onlyAlone.contains(phrase) }

    private static func withoutMarkup(_ text: String) -> String {
        PageText.trimmed(text[...], also: "#*_:")
    }

    /// Headings that go on with the procedure's own name.
    private static let openings: [(phrase: String, kind: SectionKind)] = [
        ("medical policies and guidelines for ", .policies), ("policies and guidelines for ", .policies),
        ("medical policies for ", .policies), ("related policies from ", .policies),
        ("similar codes to ", .similarCodes), ("similar codes for ", .similarCodes),
        ("codes similar to ", .similarCodes),
    ]

    private static let onlyAlone: Set<String> = [
        "name", "procedure", "steps", "technique", "goal", "goals", "criteria", "time", "team", "location",
        "recovery time", "aftercare", "post-procedure care", "expected benefits", "expected outcomes", "comfort",
        "potential risks", "possible risks", "complications", "potential complications", "description",
        "what to expect", "alternative options", "other options", "symptoms or conditions", "patient criteria",
        "pre-procedure instructions", "facility", "staff", "during recovery",
    ]

    private static let kinds: [String: SectionKind] = {
        var kinds: [String: SectionKind] = [:]
        for (kind, phrases) in phrasesByKind {
            for phrase in phrases { kinds[phrase] = kind }
        }
        return kinds
    }()

    private static let phrasesByKind: [(SectionKind, [String])] = [
        (.name, ["name of the procedure", "name of procedure", "procedure name", "name"]),
        (
            .technicalTerms,
            [
                "technical terms", "technical term", "technical names", "medical terms", "clinical terms",
                "terminology",
                "technical terminology", "medical terminology", "also known as", "other names", "alternative names",
                "synonyms",
            ]
        ),
        (.summary, ["summary", "brief summary", "procedure summary", "overview", "introduction", "at a glance"]),
        (
            .purpose,
            [
                "purpose", "purposes", "purpose and goals", "goal", "goals", "objective", "objectives",
                "medical purpose", "why it is done", "why it's done", "why is it done", "reason for the procedure",
            ]
        ),
        (
            .indications,
            [
                "indications", "indication", "indications and criteria", "who needs it", "who is a candidate",
                "candidates",
                "symptoms or conditions", "patient criteria", "criteria", "when it is needed",
            ]
        ),
        (
            .preparation,
            [
                "preparation", "preparations", "pre-procedure preparation", "preoperative preparation",
                "pre-operative preparation", "how to prepare", "preparing for the procedure", "patient preparation",
                "pre-procedure instructions", "before the procedure", "before surgery",
            ]
        ),
        (
            .procedureDescription,
            [
                "procedure description", "description of the procedure", "description", "procedure",
                "procedure details",
                "procedure steps", "steps", "steps of the procedure", "technique", "how it is done", "how it's done",
                "how it is performed", "how the procedure is performed", "how the procedure is done",
                "step-by-step description", "what happens during the procedure",
            ]
        ),
        (
            .duration,
            [
                "duration", "procedure duration", "duration of the procedure", "length of the procedure",
                "length of procedure", "procedure time", "time", "time required", "how long it takes",
                "how long does it take", "how long does it take?", "estimated duration", "typical duration",
            ]
        ),
        (
            .setting,
            [
                "setting", "settings", "location", "place of service", "procedure setting", "facility",
                "where it is performed",
                "where it is done", "where performed", "where it's done", "where the procedure is performed",
            ]
        ),
        (
            .personnel,
            [
                "personnel", "who performs", "who performs it", "who performs the procedure",
                "who performs this procedure",
                "staff", "medical personnel", "personnel involved", "healthcare team", "healthcare professionals",
                "healthcare professionals involved", "care team", "medical team", "surgical team", "team", "providers",
            ]
        ),
        (
            .risks,
            [
                "risks", "risk", "risks and complications", "risks/complications", "risks and side effects",
                "complications", "complications and risks", "potential risks", "possible risks",
                "potential complications", "possible complications", "potential risks and complications",
                "possible risks and complications",
            ]
        ),
        (
            .benefits,
            [
                "benefits", "benefit", "expected benefits", "potential benefits", "benefits and outcomes",
                "expected outcomes",
            ]
        ),
        (
            .recovery,
            [
                "recovery", "recovery time", "recovery process", "recovery and aftercare", "recovery and follow-up",
                "recovery and aftercare instructions", "aftercare", "after care", "post-procedure care",
                "post-operative care", "postoperative care", "recovery and post-procedure care", "during recovery",
            ]
        ),
        (
            .alternatives,
            [
                "alternatives", "alternative", "alternative treatments", "alternative options",
                "alternative procedures",
                "alternatives to the procedure", "alternative therapies", "treatment alternatives", "other options",
                "other treatment options",
            ]
        ),
        (
            .patientExperience,
            [
                "patient experience", "patient's experience", "the patient experience",
                "patient experience and comfort",
                "what to expect", "what the patient experiences", "patient perspective", "what patients experience",
            ]
        ),
        (
            .policies,
            [
                "medical policies and guidelines", "medical policies", "policies and guidelines", "policies",
                "related policies", "related policies from health plans", "health plan policies", "coverage policies",
                "payer policies",
            ]
        ),
        (
            .similarCodes,
            ["similar codes", "similar code", "similar medical codes", "related codes", "similar procedures"]
        ),
    ]
}
