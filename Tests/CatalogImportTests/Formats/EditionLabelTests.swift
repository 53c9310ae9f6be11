import CatalogModel
import Testing

@testable import CatalogImport

@Suite("Edition labels")
struct EditionLabelTests {
    private static let scope = FactScope(format: "f")

    private func edition(
        _ release: String?, _ effective: String? = nil, isDated: Bool = false
    ) throws -> FactEdition {
        let request = ImportRequest(
            format: "f", files: ["folder/a.txt", "b.zip"], release: release,
            effective: effective.flatMap { CalendarDate($0) })
        return isDated
            ? try EditionLabel.datedEdition(of: Self.scope, request) : try EditionLabel.edition(of: Self.scope, request)
    }

    @Test(
        "A quarter, a fiscal year and a year imply their first day; a day alone is the label, too",
        arguments: [
            ("2025Q1", nil, "2025Q1", "2025-01-01"), ("2025q4", nil, "2025q4", "2025-10-01"),
            ("2025-Q3", nil, "2025-Q3", "2025-07-01"), ("FY2025", nil, "FY2025", "2024-10-01"),
            ("2024", nil, "2024", "2024-01-01"), ("v31", nil, "v31", nil), (nil, nil, "", nil),
            (nil, "2025-02-03", "2025-02-03", "2025-02-03"), ("v31", "2025-02-03", "v31", "2025-02-03"),
            ("2025Q1", "2025-02-03", "2025Q1", "2025-02-03"), ("2025Q5", nil, "2025Q5", nil),
            ("0000", nil, "0000", nil),
            ("9999Q4", nil, "9999Q4", nil),
        ])
    func labels(release: String?, effective: String?, label: String, first: String?) throws {
        let edition = try edition(release, effective)
        #expect(edition.label == label)
        #expect(edition.effective?.description == first)
        #expect(edition.files == ["a.txt", "b.zip"])
    }

    @Test(
        "A day outside the label's days, an empty label, and a missing day are refused",
        arguments: [("2025Q1", "2025-04-01", false), ("", nil, false), (nil, nil, true), ("v31", nil, true)])
    func refusals(release: String?, effective: String?, isDated: Bool) {
        #expect { try edition(release, effective, isDated: isDated) } throws: { error in
            (error as? CatalogError)?.kind == .invalidArgument
        }
    }
}
