import CatalogStore
import CatalogStoreTesting
import Testing

@Suite("SQLite store: the protocol")
struct SQLiteConformanceTests {
    @Test("The store keeps the protocol", .timeLimit(.minutes(2)), arguments: CodeStoreConformance.cases)
    func conforms(conformance: CodeStoreConformance) async throws {
        let folders = Folders()
        // No tick comes to the aid of a writer that does not tell its observers.
        var configuration = SQLiteCodeStore.Configuration()
        configuration.pollInterval = .seconds(3_600)
        configuration.revisionsKeptMax = 100
        try await conformance.run { [configuration] in
            try SQLiteCodeStore(path: await folders.next().file(), configuration: configuration)
        }
    }

    /// Keeps each store's folder until the case is over.
    private actor Folders {
        private var folders: [TemporaryFolder] = []

        func next() throws -> TemporaryFolder {
            let folder = try TemporaryFolder()
            folders.append(folder)
            return folder
        }
    }
}
