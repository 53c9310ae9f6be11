import CatalogModel
import CommandLineSupport
import Testing

@testable import medcodes

@Suite struct CodePickerTests {
    private static let hits = [
        SearchHit(
            key: CodeKey(system: .icd10PCS, canonical: "0SR"), display: "Lower Joints, Replacement", score: 2,
            familySize: 206),
        SearchHit(
            key: CodeKey(system: .cpt, canonical: "27447"), display: "Knee 漢字 joint resurfacing", score: 1,
            highlights: [0..<4]),
    ]
    private static let answer = CodePicker.Answer(hits: hits, totalCount: 207, corrected: "knee")

    /// A picker that shows the answer to `kne`.
    private static func answered() -> CodePicker {
        var picker = CodePicker()
        #expect(picker.ask() == .forget)
        #expect(picker.press(.text("kne")) == .ask("kne", number: 2))
        #expect(picker.receive(.success(answer), to: 2) == nil)
        return picker
    }

    private static func screen(_ picker: CodePicker, rows: Int = 8, columns: Int = 40) -> [String] {
        PickerScreen(of: picker, rows: rows, columns: columns).lines.map(\.plainText)
    }

    @Test("Keys ask anew; only the answer to the newest question counts")
    func newestWins() {
        var picker = CodePicker()
        #expect(picker.press(.text("k")) == .ask("k", number: 1))
        #expect(picker.press(.text("n")) == .ask("kn", number: 2))
        #expect(picker.receive(.success(Self.answer), to: 1) == nil)
        #expect(picker.answer.hits.isEmpty)
        #expect(picker.receive(.success(Self.answer), to: 2) == nil)
        #expect(picker.answer == Self.answer)
        // What was shown stays until there is something newer, and the line alone moves no question.
        #expect(picker.press(.left) == nil)
        #expect(picker.press(.backspace) == .ask("n", number: 3))
        #expect(picker.answer == Self.answer)
        #expect(picker.press(.deleteToEnd) == .forget)
        #expect(picker.answer.hits.isEmpty)
        #expect(picker.receive(.success(Self.answer), to: 3) == nil)
        #expect(picker.answer.hits.isEmpty)
    }

    @Test("The choice stays among the hits")
    func choosing() {
        var picker = Self.answered()
        for (key, place) in [(Key.up, 0), (.down, 1), (.down, 1), (.pageUp, 0), (.pageDown, 1)] {
            #expect(picker.press(key) == nil)
            #expect(picker.selection == place)
        }
        #expect(picker.press(.enter) == .open(Self.hits[1]))
    }

    @Test("Enter opens a family by typing its code, and then the code itself")
    func families() {
        var picker = Self.answered()
        #expect(picker.press(.enter) == .ask("0SR", number: 3))
        #expect(picker.line.text == "0SR")
        _ = picker.receive(.success(Self.answer), to: 3)
        #expect(picker.press(.enter) == .open(Self.hits[0]))
    }

    @Test("Enter before the answer opens what the answer brings, not what was shown")
    func hurry() {
        var picker = Self.answered()
        _ = picker.press(.text("e"))
        #expect(picker.press(.enter) == nil)
        #expect(
            picker.receive(.success(CodePicker.Answer(hits: [Self.hits[1]], totalCount: 1)), to: 3)
                == .open(Self.hits[1]))
    }

    @Test("A failure is shown, and Enter asks again")
    func failure() {
        var picker = Self.answered()
        _ = picker.press(.text("e"))
        let failure = CommandFailure(.unavailable, "cannot connect", remedy: "check --server")
        #expect(picker.receive(.failure(failure), to: 3) == nil)
        #expect(Self.screen(picker)[1] == "cannot connect; check --server")
        #expect(picker.press(.enter) == .ask("knee", number: 4))
    }

    @Test("Esc leaves, Ctrl-D too where nothing is typed, and Ctrl-C interrupts")
    func leaving() {
        var picker = Self.answered()
        #expect(picker.press(.endOfInput) == nil)
        #expect(picker.press(.escape) == .leave)
        #expect(picker.press(.interrupt) == .interrupt)
        _ = picker.press(.deleteToStart)
        #expect(picker.press(.endOfInput) == .leave)
        #expect(picker.press(.enter) == nil)
    }

    @Test("The screen fits the terminal, with the chosen hit in sight")
    func screens() {
        var picker = Self.answered()
        #expect(
            Self.screen(picker) == [
                "> kne",
                "207 codes\u{A0}· searched for knee",
                "▸ icd10pcs  0SR…   Lower Joints, Replac…",
                "  cpt       27447  Knee 漢字 joint resu…",
                "↑ ↓ choose · Enter open · Esc leave",
            ])
        _ = picker.press(.down)
        #expect(Self.screen(picker, rows: 4)[2].hasPrefix("▸ cpt "))
        for rows in 1...6 {
            for columns in 1...30 {
                let screen = PickerScreen(of: picker, rows: rows, columns: columns)
                #expect(screen.lines.count <= rows && screen.cursorColumn < columns)
                #expect(screen.lines.allSatisfy { $0.displayWidth <= columns })
            }
        }
        #expect(Self.screen(CodePicker())[1] == "Type words or a code.")
        _ = picker.press(.text("x"))
        _ = picker.receive(.success(CodePicker.Answer()), to: 3)
        #expect(Self.screen(picker)[1] == "No code answers.")
    }
}
