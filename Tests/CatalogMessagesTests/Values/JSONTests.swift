import CatalogMessages
import CatalogModel
import Testing

@Suite("JSON of messages")
struct JSONTests {
    @Test("A code is written whole, with both names of its system and the code as printed")
    func code() throws {
        let code = Code(
            key: CodeKey(system: .icd10CM, canonical: "E119"),
            longDescriptor: "Type 2 diabetes mellitus without complications", shortDescriptor: "Type 2 diabetes",
            period: ValidityPeriod(effective: CalendarDate("2024-10-01")),
            release: Release(label: "FY2025", effective: try #require(CalendarDate("2024-10-01"))),
            parent: CodeKey(system: .icd10CM, canonical: "E11"))
        #expect(
            code.json(pretty: true) == """
                {
                  "key": {
                    "system": "CODE_SYSTEM_ICD10_CM",
                    "code": "E11.9",
                    "systemUri": "http://hl7.org/fhir/sid/icd-10-cm"
                  },
                  "kind": "CODE_KIND_CODE",
                  "longDescriptor": "Type 2 diabetes mellitus without complications",
                  "shortDescriptor": "Type 2 diabetes",
                  "descriptorOrigin": "DESCRIPTOR_ORIGIN_OFFICIAL",
                  "status": "CODE_STATUS_ACTIVE",
                  "effective": {
                    "year": 2024,
                    "month": 10,
                    "day": 1
                  },
                  "release": {
                    "label": "FY2025",
                    "effective": {
                      "year": 2024,
                      "month": 10,
                      "day": 1
                    }
                  },
                  "billable": true,
                  "parent": {
                    "system": "CODE_SYSTEM_ICD10_CM",
                    "code": "E11",
                    "systemUri": "http://hl7.org/fhir/sid/icd-10-cm"
                  }
                }
                """)
    }

    @Test("An answer is one line with the reason in words and by name")
    func absence() {
        let absence = CodeAbsence(key: CodeKey(system: .cpt, canonical: "99999"), reason: .unknownCode)
        #expect(
            CodeAnswer.absent(absence).json(pretty: false)
                == #"{"key":{"system":"CODE_SYSTEM_CPT","code":"99999","systemUri":"http://www.ama-assn.org/go/cpt"},"#
                + #""absence":{"reason":"ABSENCE_REASON_UNKNOWN_CODE","message":"\#(absence.message)"}}"#)
    }

    @Test("Counts and revisions are strings, as 64-bit integers are in JSON")
    func summary() {
        let summary = CatalogSummary(
            revision: Revision(rawValue: 7), committedAt: 1_700_000_000,
            systems: [
                SystemSummary(
                    system: .icd10PCS, codeCount: 78_638, headerCount: 615, modifierCount: 0, procedureCount: 0,
                    releases: [])
            ])
        #expect(
            summary.json(pretty: false)
                == #"{"revision":"7","committedAt":"1700000000","systems":[{"system":"CODE_SYSTEM_ICD10_PCS","#
                + #""systemUri":"http://www.cms.gov/Medicare/Coding/ICD10","title":"ICD-10-PCS","codeCount":"78638","#
                + #""headerCount":"615"}]}"#)
    }
}
