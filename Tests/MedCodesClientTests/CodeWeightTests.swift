import CAllocationCounter
import CatalogModel
import Testing

@testable import MedCodesClient

@Suite("What codes weigh in memory")
struct CodeWeightTests {
    /// A code whose texts and lists are nobody else's.
    private static func page(_ number: Int, words: Int) -> Code {
        func text(_ count: Int) -> String { String(repeating: "w", count: count + number % 40) }
        let sections = (0..<words).map { _ in
            let items = (0..<words).map { _ in Item(text: text(30), subItems: [text(5), text(60)]) }
            let blocks = [Block(label: text(3), .paragraph(text(400))), Block(.list(ItemList(items: items)))]
            return Section(kind: .risks, heading: text(10), blocks: blocks)
        }
        return Code(
            key: CodeKey(system: .icd10CM, canonical: "X\(number)"), longDescriptor: text(80),
            shortDescriptor: text(20),
            clinicianDescriptors: (0..<words).map { _ in text(50) },
            procedure: words == 0
                ? nil : Procedure(sections: sections, facts: ProcedureFacts(anesthesia: [.general, .local])),
            similarCodes: (0..<words).map { _ in
                SimilarCode(
                    key: CodeKey(system: .cpt, canonical: "22849"), title: text(70), reason: .curated, score: 1)
            },
            policies: (0..<words).map { _ in Policy(payer: text(20), number: text(4), title: text(60)) })
    }

    @Test(
        "The sum is within a twentieth of what malloc gives out", .enabled(if: allocation_counter_works() != 0),
        arguments: [0, 4])
    func weight(words: Int) {
        var held: [HeldAnswer] = []
        held.reserveCapacity(100)
        let before = allocation_counter_byte_count()
        for number in 0..<100 { held.append(HeldAnswer(.found(Self.page(number, words: words)))) }
        let taken = Int(allocation_counter_byte_count() - before)
        let counted = held.reduce(0) { $0 + $1.answer.heldByteCount }
        #expect(abs(counted - taken) < taken / 20, "\(counted) bytes counted, \(taken) taken")
    }
}
