import Foundation
import Testing

/// What the fuzzers start from and what they once found, without a fuzzer: the engines fed with bytes.
@Suite("Fuzz targets")
struct ReplayTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// The inputs in a folder of a target, in the order of their names.
    private static func files(_ kind: String, _ target: any FuzzTarget.Type) -> [URL] {
        let folder = folder.appending(path: kind).appending(path: target.name)
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).sorted { $0.path < $1.path }
    }

    @Test(
        "Whatever holds for a target holds for every seed and for all that once broke it",
        arguments: fuzzTargets.indices)
    func replay(index: Int) throws {
        let target = fuzzTargets[index]
        let files = Self.files("Corpora", target) + Self.files("Regressions", target)
        #expect(!files.isEmpty, "\(target.name) has no seeds")
        for file in files {
            let input = try Array(Data(contentsOf: file))
            #expect(throws: Never.self, "\(file.path)") { try input.withUnsafeBytes { try target.run($0) } }
        }
    }

    @Test("It holds for inputs made of the seeds by chance", arguments: fuzzTargets.indices)
    func mutated(index: Int) throws {
        let target = fuzzTargets[index]
        let rounds = ProcessInfo.processInfo.environment["FUZZ_ROUNDS"].flatMap { Int($0) } ?? 200
        var mutator = Mutator(seeds: try Array(target.seeds().sorted { $0.key < $1.key }.map(\.value)), seed: 1)
        for round in 0..<rounds {
            let input = mutator.next()
            #expect(throws: Never.self, "round \(round): \(input)") { try input.withUnsafeBytes { try target.run($0) } }
        }
    }

    @Test("The seeds in the repository are those that the targets make", arguments: fuzzTargets.indices)
    func seeds(index: Int) throws {
        let target = fuzzTargets[index]
        let folder = Self.folder.appending(path: "Corpora").appending(path: target.name)
        let isWriting = ProcessInfo.processInfo.environment["FUZZ_WRITE_SEEDS"] == "1"
        if isWriting { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
        for (name, bytes) in try target.seeds() {
            let file = folder.appending(path: "seed-\(name)")
            if isWriting { try Data(bytes).write(to: file) }
            let found = try? Array(Data(contentsOf: file))
            #expect(found == bytes, "FUZZ_WRITE_SEEDS=1 swift test --filter FuzzTests writes \(file.path)")
        }
    }
}
