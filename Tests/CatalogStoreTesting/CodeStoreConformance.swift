internal import CatalogModel
public import CatalogStore

/// What every engine of ``CodeStore`` must do, as cases that an engine's tests run one by one against empty stores.
///
/// An engine's test target runs them all:
/// ```swift
/// @Test("The store keeps the protocol", arguments: CodeStoreConformance.cases)
/// func conforms(conformance: CodeStoreConformance) async throws {
///     try await conformance.run { try await makeEmptyStore() }
/// }
/// ```
public struct CodeStoreConformance: Sendable, CustomStringConvertible {
    /// Makes an empty store that nothing else uses.
    public typealias StoreFactory = @Sendable () async throws -> any CodeStore

    /// The behaviour, in a sentence.
    public let description: String

    private let body: @Sendable (StoreFactory) async throws -> Void

    init(_ description: String, _ body: @escaping @Sendable (StoreFactory) async throws -> Void) {
        self.description = description
        self.body = body
    }

    /// Runs the case.
    ///
    /// - Throws: ``ConformanceFailure`` for the first thing that is not as it must be, or what a store threw.
    public func run(_ makeStore: @escaping StoreFactory) async throws {
        try await body(makeStore)
    }

    /// All cases.
    public static let cases: [CodeStoreConformance] =
        lookupCases + rangeCases + releaseCases + pageCases + rejectionCases + recordCases + revisionCases + factCases
        + factEditionCases + historyCases + editCases
}

/// Something a store did that the protocol does not allow.
public struct ConformanceFailure: Error, CustomStringConvertible {
    /// What was expected, what was found, and in which line of the suite.
    public let description: String
}

/// Fails the case unless the condition holds.
func expect(
    _ condition: Bool, _ what: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) throws {
    guard !condition else { return }
    throw ConformanceFailure(description: "\(file):\(line): \(what())")
}

/// Fails the case unless the two are equal.
func expectEqual<Value: Equatable>(
    _ found: Value, _ wanted: Value, file: StaticString = #fileID, line: UInt = #line
) throws {
    try expect(found == wanted, "found \(found), wanted \(wanted)", file: file, line: line)
}

/// Fails the case unless the call throws an error of this kind that says what to do.
func expectError(
    _ kind: CatalogError.Kind, file: StaticString = #fileID, line: UInt = #line, _ call: () async throws -> Void
) async throws {
    do {
        try await call()
    } catch let error as CatalogError {
        try expect(error.kind == kind, "threw another kind: \(error)", file: file, line: line)
        try expect(!error.message.isEmpty && !error.remedy.isEmpty, "says too little: \(error)", file: file, line: line)
        return
    }
    throw ConformanceFailure(description: "\(file):\(line): nothing was thrown")
}
