import CatalogModel
import CatalogSearch

/// A catalog small enough to know all of: codes that no release has, in the words of the real ones.
enum SmallCatalog {
    static let day = CalendarDate("2025-06-01") ?? CalendarDate(dayNumber: 0)!

    static let lexicon = Lexicon(entries: [
        LexiconEntry(
            term: "gallbladder removal", kind: .same, alternatives: ["resection gallbladder"], system: .icd10PCS),
        LexiconEntry(term: "cabg", kind: .abbr, alternatives: ["bypass coronary artery"], system: .icd10PCS),
        LexiconEntry(term: "heart attack", kind: .same, alternatives: ["myocardial infarction"], system: .icd10CM),
        LexiconEntry(term: "-ectomy", kind: .affix, alternatives: ["resection", "excision"], system: .icd10PCS),
        LexiconEntry(term: "cholecysto-", kind: .affix, alternatives: ["gallbladder"]),
        LexiconEntry(term: "nephro-", kind: .affix, alternatives: ["kidney"]),
        LexiconEntry(term: "gallblader", kind: .spell, alternatives: ["gallbladder"]),
        LexiconEntry(term: "chest attack", kind: .same, alternatives: ["myocardial infarction"], system: .icd10CM),
    ])

    static func key(_ system: CodeSystem, _ code: String) -> CodeKey { CodeKey(system: system, canonical: code) }

    static let documents: [SearchDocument] =
        [
            ("ZF1", true, "Hepatobiliary System, Test"),
            ("ZF10BBZ", false, "Bypass Coronary Artery, One Artery, Open Approach"),
            ("ZF11BBZ", false, "Bypass Coronary Artery, Two Arteries, Open Approach"),
            ("ZFB40ZZ", false, "Excision of Gallbladder, Open Approach"),
            ("ZFB44ZZ", false, "Excision of Gallbladder, Percutaneous Endoscopic Approach"),
            ("ZFT40ZZ", false, "Resection of Gallbladder, Open Approach"),
            ("ZFT44ZZ", false, "Resection of Gallbladder, Percutaneous Endoscopic Approach"),
            ("ZT0OIZZ", false, "Resection of Appendix, Open Approach"),
            ("ZTB00ZZ", false, "Excision of Right Kidney, Open Approach"),
            ("ZTB10ZZ", false, "Excision of Left Kidney, Open Approach"),
        ].map { SearchDocument(key: key(.icd10PCS, $0.0), kind: $0.1 ? .header : .code, longDescriptor: $0.2) }
        + [
            ("Z990", "Acute myocardial infarction, unspecified"),
            ("Z991", "Concussion without loss of consciousness"),
            ("Z992", "Concussion with loss of consciousness"),
            ("Z993", "Calculus of gallbladder"),
            ("Z994", "Tumor of oesophageal ring"),
        ].map { SearchDocument(key: key(.icd10CM, $0.0), longDescriptor: $0.1) }

    static let terms = [
        Term(text: "Gallstone", system: .icd10CM, termKind: .inclusion, target: .code(key(.icd10CM, "Z993"))),
        Term(text: "House word", system: .icd10PCS, termKind: .synonym, target: .prefix(key(.icd10PCS, "ZTB"))),
    ]

    static let axes = [("4", "Gallbladder"), ("0", "Kidney, Right"), ("1", "Kidney, Left")].flatMap { value, label in
        ["ZFB", "ZFT", "ZTB"].map { table in
            AxisValue(
                system: .icd10PCS, table: table, row: 1, position: 4, value: value, title: "Body Part", label: label)
        }
    }

    static func index(
        _ documents: [SearchDocument] = documents, terms: [Term] = terms, axes: [AxisValue] = axes
    ) throws -> SearchIndex {
        var builder = SearchIndexBuilder(lexicon: lexicon, terms: terms, axes: axes)
        for document in documents { try builder.add(document) }
        return builder.finish()
    }

    static func search(_ query: String, _ change: (inout SearchRequest) -> Void = { _ in }) throws -> SearchOutcome {
        var searcher = Searcher(index: try index())
        var request = SearchRequest(query: query, asOf: day)
        change(&request)
        return try searcher.search(request)
    }
}
