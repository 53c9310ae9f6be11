import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("Starter catalog")
struct StarterCatalogTests {
    private func sourceFolder() -> String {
        let package = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        return package.appendingPathComponent("Sources/CatalogImport/StarterCatalog").path
    }

    @Test("It loads whole, with similar codes and policies, and again without a change")
    func load() async throws {
        let folder = try TestFolder()
        let store = try folder.store()
        let starter = StarterCatalog(folder: sourceFolder())
        let report = try await starter.load(into: store)
        #expect(report.written.added >= 40)
        #expect(report.notes.isEmpty, "\(report.notes)")
        let day = try #require(CalendarDate("2025-06-01"))
        let answer = try await store.lookUp([CodeKey(system: .cpt, code: "20931")], asOf: day, view: .full).answers[0]
        guard case .found(let code) = answer else { throw TestFailure() }
        #expect(code.isAddOn)
        #expect(code.notice == StarterCatalog.notice)
        #expect(code.similarCodes.contains { $0.key.code == "20930" && $0.reason == .addOnFamily })
        #expect(code.similarCodes.map(\.score) == code.similarCodes.map(\.score).sorted(by: >))
        #expect(code.policies.contains { $0.isSample })
        #expect(try await starter.load(into: store).written.outcome == .nothingToDo(Revision(rawValue: 1)))
    }

    @Test("It is found beside the program that runs")
    func installed() throws {
        _ = try StarterCatalog()
    }

    @Test("A folder without it says which file is missing")
    func missing() async throws {
        let folder = try TestFolder()
        let error = try await #require(throws: CatalogError.self) {
            try await StarterCatalog(folder: folder.path("none")).load(into: folder.store())
        }
        #expect(error.location?.file.hasSuffix("index.tsv") == true)
    }

    @Test(
        "Bad similar codes are refused at their line",
        arguments: [
            "cpt\t1\tcpt\t2\n", "cpt\t1\tcpt\t2\tbecause\n", "cpt\t1\tcpt\t1\tcurated\n",
            "cpt\t1\tcpt\t2\tcurated\ncpt\t1\tcpt\t2\tsibling\n",
        ])
    func badSimilar(text: String) throws {
        let path = try TestFolder().write(text, to: "similar.tsv")
        #expect(throws: CatalogError.self) { try SimilarTable(path: path) }
    }

    @Test(
        "Bad policies are refused at their line",
        arguments: [
            ("", "empty"), ("payer,number\n", "header"), ("P,1,T,cpt:1,maybe,,", "neither true nor false"),
            (",1,T,cpt:1,,,", "payer is empty"), ("P,1,T,cpt:1,,2024-13-01,", "no date"),
            ("P,1,T,cpt:1,,2024-02-01,2024-01-01", "retired"), ("P,1,T,22612,,,", "no code"),
            ("P,1,T,,,,", "names no code"), ("P,1,T,cpt:1,,", "6 fields"), ("P,1,T,\"cpt:1,,,", "no end"),
            ("P,1,T,\"cpt:1\"2,,,", "quoted"), ("P,1,T,cpt:1;cpt:1,,,", "twice"),
            ("P,1,T,cpt:1,,,\nP,1,T,cpt:2,,,", "listed already"),
        ])
    func badPolicies(row: String, words: String) throws {
        let header = "payer,number,title,codes,sample,effective,retired"
        let text = row.isEmpty || row == "payer,number\n" ? row : "\(header)\n\(row)\n"
        let folder = try TestFolder()
        let path = try folder.write(text, to: "policies.csv")
        let error = try #require(throws: CatalogError.self) { try PolicyTable(path: path) }
        #expect(error.description.contains(words), "\(error)")
    }
}
