/// One way for bytes from outside into the program, and what must hold there whatever the bytes are.
protocol FuzzTarget: SendableMetatype {
    /// The target's name, which is also that of its folders below `Corpora` and `Regressions`.
    static var name: String { get }

    /// Inputs to start from, by name; they are the files in `Corpora/<name>`.
    static func seeds() throws -> [String: [UInt8]]

    /// Feeds the input to the code under test.
    ///
    /// - Throws: ``Violation`` when something does not hold that must. A trap or a sanitizer's report says so too.
    static func run(_ input: UnsafeRawBufferPointer) throws
}

/// All targets.
let fuzzTargets: [any FuzzTarget.Type] = [
    TLSTarget.self, HTTP2ServerTarget.self, HTTP2ClientTarget.self, ServerCallsTarget.self, FramingTarget.self,
    FieldsTarget.self, GzipTarget.self, ProtobufTarget.self, CatalogMessagesTarget.self,
    StreamMessagesTarget.self, SearchTarget.self, ImportTarget.self, XMLTarget.self,
]

/// Something did not hold that must.
struct Violation: Error, CustomStringConvertible {
    /// What did not hold.
    let description: String

    init(_ description: String) { self.description = description }
}

/// Demands a condition.
///
/// - Throws: ``Violation`` with the message when it does not hold.
func demand(_ condition: Bool, _ message: @autoclosure () -> String) throws {
    if !condition { throw Violation(message()) }
}
