import Foundation
import MedCodesClient
import Testing

@Suite("The examples of the documentation", .timeLimit(.minutes(2)))
struct ExampleTests {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let articles = tests.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/MedCodesClient/Documentation.docc")

    @Test("They run against a service with the starter catalog")
    func run() async throws {
        let place = try ExampleServer()
        for example in [readme, overview, gettingStarted, nearCaching, errorsAndRetries] { try await example(place) }
        var configuration = MedCodesConfiguration(server: place.address)
        configuration.trust = .authorityFile(place.authority)
        // The first search waits until the index is built.
        configuration.timeout = .seconds(60)
        let client = try MedCodesClient(configuration)
        for example in [searching, batchesAndStreams] { try await example(client) }
        await client.close()
    }

    @Test("They stand in the articles as they stand in the code that runs")
    func text() throws {
        let code = try Self.contents(of: Self.tests, withExtension: "swift").map(\.text).joined(separator: "\n")
        let lines = Self.lines(code)
        var blockCount = 0
        for article in try Self.contents(of: Self.articles, withExtension: "md") {
            for block in article.text.components(separatedBy: "```swift\n").dropFirst() {
                let wanted = Self.lines(block.components(separatedBy: "```")[0])
                blockCount += 1
                #expect(
                    lines.contains(wanted),
                    "\(article.name) shows what does not run:\n\(wanted.joined(separator: "\n"))")
            }
        }
        #expect(blockCount > 10)
    }

    /// The lines, without indentation and empty ones.
    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func contents(of folder: URL, withExtension ending: String) throws -> [(name: String, text: String)]
    {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == ending }
            .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
    }
}
