import CatalogModel
import Foundation
import Testing

@testable import CatalogImport

@Suite("The pages given as examples")
struct SeedPageTests {
    private func page(_ name: String) throws -> ProcedurePage? {
        guard let path = SharedFiles.path("seeds/\(name).txt") else { return nil }
        return try PageParser.parse(Data(contentsOf: URL(fileURLWithPath: path)), file: name)
    }

    private func section(_ kind: SectionKind, of page: ProcedurePage) throws -> Section {
        try #require(page.procedure.sections.first { $0.kind == kind })
    }

    @Test("A page with bullets and empty lines keeps groups that ran on apart")
    func allograft() throws {
        guard let page = try page("000_cbc0bf02fdfeb986") else { return }
        #expect(page.banner == ["Search all medical codes"])
        #expect(
            page.title
                == "Allograft, structural, for spine surgery only (List separately in addition to code for primary procedure)"
        )
        #expect(page.system == .cpt)
        #expect(page.isAddOn)
        #expect(page.remarks.isEmpty)
        #expect(
            page.procedure.sections.map(\.kind) == [
                .name, .summary, .purpose, .indications, .preparation, .procedureDescription, .duration, .setting,
                .personnel, .risks, .benefits, .recovery, .alternatives, .patientExperience, .policies, .policies,
                .similarCodes,
            ])
        let indications = try section(.indications, of: page)
        #expect(indications.blocks.count == 2)
        #expect(
            indications.blocks[1]
                == Block(
                    .paragraph(
                        "Patients considered for this procedure typically have not responded well to non-surgical treatments."
                    )))
        let risks = try section(.risks, of: page)
        #expect(risks.blocks.map(\.label) == ["Common risks", "Rare complications"])
        #expect(
            risks.blocks[0].body
                == .list(
                    ItemList(
                        items: ["Infection", "Blood clots", "Donor graft rejection", "Nerve damage"].map {
                            Item(text: $0)
                        })))
        let alternatives = try section(.alternatives, of: page)
        #expect(alternatives.blocks.map(\.label) == ["", "Pros of alternatives", "Cons"])
        let steps = try section(.procedureDescription, of: page)
        guard case .list(let list) = steps.blocks[0].body else { throw TestFailure() }
        #expect(list.ordered && list.items.count == 5)
        #expect(
            list.items[4].subItems == [
                "General anesthesia is administered to ensure the patient is unconscious and pain-free."
            ])
        #expect(
            page.procedure.facts
                == ProcedureFacts(
                    durationMinutes: 180...360, anesthesia: [.general], settings: [.hospital, .surgicalCenter],
                    recoveryDays: 180...360))
    }

    @Test("A page with labelled lines and a heading on the line of its text")
    func marrow() throws {
        guard let page = try page("001_2b2d1f4cf7407f0c") else { return }
        #expect(page.isAddOn)
        #expect(
            try section(.technicalTerms, of: page)
                == Section(
                    kind: .technicalTerms, heading: "Technical Terms",
                    blocks: [Block(.paragraph("Bone marrow aspiration, autograft, spinal surgery"))]))
        let steps = try section(.procedureDescription, of: page)
        #expect(steps.blocks.map(\.label) == ["", "Tools and Equipment", "Anesthesia"])
        #expect(try section(.risks, of: page).blocks.count == 2)
        #expect(
            page.procedure.facts
                == ProcedureFacts(
                    durationMinutes: 20...40, anesthesia: [.general], settings: [.hospital, .surgicalCenter],
                    hospitalDays: 1...3, recoveryDays: 180...360))
    }

    @Test("A page in the dialect without empty lines and with labelled dashes")
    func reinsertion() throws {
        guard let page = try page("004_e66130e4eb474bcd") else { return }
        #expect(page.title == "Reinsertion of spinal fixation device")
        #expect(!page.isAddOn)
        #expect(page.procedure.sections.map(\.kind).suffix(3) == [.recovery, .alternatives, .patientExperience])
        let steps = try section(.procedureDescription, of: page)
        guard case .list(let list) = steps.blocks[0].body else { throw TestFailure() }
        #expect(
            list.items.map(\.label) == ["Anesthesia", "Incision", "Removal of Old Hardware", "Reinsertion", "Closure"])
        #expect(steps.blocks.count == 2)
        #expect(
            page.procedure.facts
                == ProcedureFacts(
                    durationMinutes: 120...240, anesthesia: [.general], settings: [.hospital, .surgicalCenter]))
    }
}

/// A value did not have the case the test goes on from.
struct TestFailure: Error {}
