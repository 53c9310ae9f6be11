import Testing

@testable import CatalogSearch

struct AffixCorrectionTests {
    private static let table: AffixTable = {
        var table = AffixTable()
        let known = Alternative(words: [0], weight: 1, systems: SystemTable.all, kind: .affix)
        for part in ["capsulo-", "colo-", "angio-", "cardio-", "jejuno-", "-ectomy", "-pexy", "-graphy", "-ostomy"] {
            table.insert(part, alternatives: [known])
        }
        table.finish()
        return table
    }()

    @Test(
        "A part with one edit is corrected, wherever it stands",
        arguments: [
            ("capsuectomy", "capsulectomy"), ("cpasulectomy", "capsulectomy"), ("capsulectmy", "capsulectomy"),
            ("cloopexy", "colopexy"), ("nagiocardiography", "angiocardiography"),
            ("angiocardiogaphy", "angiocardiography"), ("colojejunostoy", "colojejunostomy"),
        ])
    func corrected(typed: String, meant: String) {
        let found = Self.table.correction(of: Array(typed.utf8)[...])
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == meant)
    }

    @Test("Other words are left alone", arguments: ["", "ectomy", "kidney", "capsuletcmoy", "xxxxectomy"])
    func unknown(typed: String) {
        #expect(Self.table.correction(of: Array(typed.utf8)[...]) == nil)
    }
}
