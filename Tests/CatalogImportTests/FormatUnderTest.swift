import CatalogModel
import CatalogStore
import Testing

@testable import CatalogImport

/// A format, and an empty catalog to import its files into.
struct FormatUnderTest {
    let name: String
    let folder: TestFolder
    let store: SQLiteCodeStore

    init(_ name: String) throws {
        self.name = name
        folder = try TestFolder()
        store = try folder.store()
    }

    /// Imports a text as a file.
    func run(
        _ text: String, file: String = "file.txt", _ change: (inout ImportRequest) -> Void = { _ in }
    ) async throws -> ImportReport {
        var request = ImportRequest(format: name, files: [try folder.write(text, to: file)])
        change(&request)
        return try await CatalogImporter(store: store).run(request)
    }

    /// The error that importing a text ends with; the catalog must then be as empty as before.
    func failure(_ text: String, file: String = "file.txt") async throws -> CatalogError {
        let error = try await #require(throws: CatalogError.self) { try await run(text, file: file) }
        #expect(error.kind == .rejected)
        #expect(error.location?.file == folder.path(file))
        #expect(try await store.revision() == Revision(rawValue: 0))
        return error
    }

    func facts<Value>(_ query: FactQuery<Value>, on date: String = "2030-01-01") async throws -> [SourcedFact<Value>] {
        let day = try #require(CalendarDate(date))
        return try await store.read { reader throws(CatalogError) in try reader.facts(query.on(day)) }
    }
}
