internal import RPCCore

/// What a case found that is not as it should be.
struct CaseFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// - Throws: ``CaseFailure`` when the value is another one.
func expect<Value: Equatable>(_ what: String, _ value: Value, _ expected: Value) throws(CaseFailure) {
    guard value != expected else { return }
    throw CaseFailure("\(what) is \(value), not \(expected)")
}

/// Expects the body to end with this status.
///
/// - Returns: The status, to look at more of it.
/// - Throws: ``CaseFailure`` when it ends well or with another one.
@discardableResult
func expectStatus(_ code: StatusCode, _ body: () async throws -> Void) async throws -> RPCError {
    do {
        try await body()
    } catch let error as RPCError {
        guard error.code == code else { throw CaseFailure("the status is \(error), not \(code)") }
        return error
    }
    throw CaseFailure("the status is OK, not \(code)")
}
