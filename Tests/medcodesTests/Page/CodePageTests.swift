import CatalogModel
import CommandLineSupport
import Foundation
import Testing

@testable import medcodes

@Suite struct CodePageTests {
    /// A page with everything in it once.
    private static let code = Code(
        key: CodeKey(system: .cpt, canonical: "22849"),
        longDescriptor: "Putting back or exchanging spinal rods, screws, or hooks that have failed or come loose",
        shortDescriptor: "Spinal hardware reinsertion", descriptorOrigin: .ownWording,
        period: ValidityPeriod(effective: CalendarDate("2024-10-01"), terminated: CalendarDate("2025-10-01")),
        isAddOn: true, successors: [CodeKey(system: .cpt, canonical: "22850")],
        procedure: Procedure(
            sections: [
                Section(
                    kind: .name, heading: "Name of the Procedure:",
                    blocks: [
                        Block(.paragraph("Spinal Hardware Reinsertion")),
                        Block(label: "Technical Terms", .paragraph("rod replacement, fixation device")),
                    ]),
                Section(
                    kind: .summary, heading: "Summary",
                    blocks: [
                        Block(
                            .paragraph(
                                "Rods and screws are set again. The aim is a construct that once more holds still.")),
                        Block(.paragraph("A second paragraph.")),
                    ]),
                Section(
                    kind: .procedureDescription, heading: "Procedure Description",
                    blocks: [
                        Block(.list(ItemList(ordered: true, items: (1...10).map { Item(text: "Step \($0) is done.") })))
                    ]),
                Section(
                    kind: .risks, heading: "Risks and Complications",
                    blocks: [
                        Block(
                            label: "Common risks",
                            .list(
                                ItemList(items: [
                                    Item(text: "Infection, more frequent than in a first operation"),
                                    Item(
                                        label: "Pain", text: "from muscle dissection",
                                        subItems: ["in the back", "in the leg"]),
                                ]))),
                        Block(label: "Rare complications", .list(ItemList(items: [Item(text: "Nerve injury")]))),
                        Block(label: "Management", .paragraph("Cultures guide treatment.")),
                    ]),
                Section(
                    kind: .policies, heading: "Medical Policies", blocks: [Block(.paragraph("Told as data below."))]),
                Section(kind: .similarCodes, heading: "Similar Codes", blocks: []),
            ],
            facts: ProcedureFacts(
                durationMinutes: 120...240, anesthesia: [.general], settings: [.hospital, .inpatient],
                hospitalDays: 2...5, recoveryDays: 180...360)),
        similarCodes: [
            SimilarCode(
                key: CodeKey(system: .cpt, canonical: "22850"), title: "Removal of rods anchored only at their ends",
                reason: .curated, score: 1),
            SimilarCode(key: CodeKey(system: .icd10PCS, canonical: "0SG"), reason: .sharedText, score: 0.5),
        ],
        policies: [
            Policy(
                payer: "Sample Health Plan (fictitious)", number: "SAMPLE-SPINE-03",
                title: "Revision of spinal hardware",
                type: "medical policy", url: "https://example.org/sample-health-plan/policies/spine-03",
                jurisdictions: ["TX", "CA"], period: ValidityPeriod(effective: CalendarDate("2024-07-01")),
                coverage: "Covered for broken hardware shown by imaging.", priorAuthorization: "Required.",
                isSample: true)
        ])

    @Test("A page is set whole, 60 columns wide")
    func narrow() {
        let expected = """
            Putting back or exchanging spinal rods, screws, or hooks
            that have failed or come loose
            CPT 22849 · add-on code, billable with its primary
            procedure · effective 2024-10-01 · terminated 2025-10-01 ·
            replaced by 22850
            Our wording, not the official descriptor.

            Short: Spinal hardware reinsertion

            2–4 h · general anesthesia · hospital, inpatient · 2–5 days
            in hospital · full recovery in 6–12 months

            Name of the Procedure
              Spinal Hardware Reinsertion
              Technical Terms: rod replacement, fixation device

            Summary
              Rods and screws are set again. The aim is a construct that
              once more holds still.

              A second paragraph.

            Procedure Description
               1. Step 1 is done.
               2. Step 2 is done.
               3. Step 3 is done.
               4. Step 4 is done.
               5. Step 5 is done.
               6. Step 6 is done.
               7. Step 7 is done.
               8. Step 8 is done.
               9. Step 9 is done.
              10. Step 10 is done.

            Risks and Complications
              Common risks
                • Infection, more frequent than in a first operation
                • Pain: from muscle dissection
                  – in the back
                  – in the leg

              Rare complications
                • Nerve injury

              Management: Cultures guide treatment.

            Policies
              Sample Health Plan (fictitious) · SAMPLE-SPINE-03 ·
              sample, not a real policy
                Revision of spinal hardware (medical policy)
                Coverage: Covered for broken hardware shown by imaging.
                Prior authorization: Required.
                Applies in: TX, CA
                Effective: 2024-07-01
                https://example.org/sample-health-plan/policies/spine-03

            Similar codes
              CPT 22850       Removal of rods anchored only at their
                              ends (related)
              ICD-10-PCS 0SG  (similar text)
            """
        #expect(Self.text(of: Self.code, columns: 60) == expected)
    }

    private static func text(of code: Code, columns: Int) -> String {
        CodePage.lines(of: code, columns: columns).map { $0.rendered(inColor: false) }.joined(separator: "\n")
    }

    @Test("A wide terminal does not make lines longer than read well")
    func wide() {
        #expect(Self.text(of: Self.code, columns: 500) == Self.text(of: Self.code, columns: 96))
        #expect(Self.text(of: Self.code, columns: 500) != Self.text(of: Self.code, columns: 80))
    }

    @Test("Without similar codes as data the page's own sections are shown as they stand")
    func ownSections() {
        var code = Self.code
        code.policies = []
        let text = Self.text(of: code, columns: 60)
        #expect(text.contains("\n\nMedical Policies\n  Told as data below.\n"))
    }

    @Test("On a terminal titles and headings stand out and nothing else changes")
    func color() {
        let lines = CodePage.lines(of: Self.code, columns: 60)
        #expect(lines[0].rendered(inColor: true).hasPrefix("\u{1B}[1mPutting back"))
        let colored = lines.map { $0.rendered(inColor: true) }.joined(separator: "\n")
        #expect(colored.contains("\n\u{1B}[1mSummary\u{1B}[0m\n"))
        #expect(colored.contains("\u{1B}[31msample, not a real policy\u{1B}[0m"))
        #expect(colored.replacing(/\u{1B}\[[0-9]+m/, with: "") == Self.text(of: Self.code, columns: 60))
    }

    @Test("Escape sequences in any field of a code reach no terminal")
    func hostile() {
        let evil = "\u{1B}]0;x\u{07}\u{9B}2J"
        var code = Self.code
        code.longDescriptor += evil
        code.notice = evil
        code.consumerDescriptor = evil
        code.clinicianDescriptors = [evil]
        code.release = CalendarDate("2024-10-01").map { Release(label: evil, effective: $0) }
        code.procedure?.sections[0].heading = evil
        code.procedure?.sections[0].blocks[1].label = evil
        code.procedure?.sections[1].blocks = [
            Block(label: evil, .list(ItemList(items: [Item(label: evil, text: evil, subItems: [evil])])))
        ]
        code.similarCodes[0].title = evil
        code.policies[0].payer = evil
        code.policies[0].url = evil
        code.policies[0].jurisdictions = [evil]
        let text = Self.text(of: code, columns: 80)
        #expect(text.unicodeScalars.filter { $0.commandsTerminal && $0 != "\n" }.isEmpty)
        #expect(text.split(separator: "␛").count > 12)
    }
}
