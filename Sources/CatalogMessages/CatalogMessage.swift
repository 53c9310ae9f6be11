public import WireMessages

/// A domain value that has a message of its own in `medcodes.v1`.
///
/// The bytes are those of the message, without the prefix that gRPC puts before it. No generated type leaves this
/// module: messages exist only while `init(message:)` or `withMessage` runs.
public protocol CatalogMessage {
    /// Reads the message.
    ///
    /// - Parameters:
    ///   - bytes: The message; valid during the call.
    ///   - arena: Memory to unpack in; pass the caller's own to save the allocation.
    /// - Throws: ``MessageError`` naming the field when the bytes are no such message or a value cannot be right.
    init(message bytes: UnsafeRawBufferPointer, arena: MessageArena) throws(MessageError)

    /// Reads the message in no memory but the value's own, where its bytes are as nearly all are.
    ///
    /// - Returns: Nil where ``init(message:arena:)`` is to be asked, which also says what is wrong; for most types, always.
    static func readDirectly(_ bytes: UnsafeRawBufferPointer) -> Self?

    /// Builds the message and hands it, measured, to `body`, which writes it to where it has to go.
    ///
    /// - Parameter arena: Memory to build in; pass the caller's own to save the allocation.
    func withMessage<Result>(
        arena: MessageArena, _ body: (PackedMessage) throws -> Result
    ) rethrows -> Result

    /// The message as proto3 JSON: indented, or on one line; no line break at the end.
    func json(pretty: Bool) -> String
}

extension CatalogMessage {
    /// Reads the message in memory of its own.
    public init(message bytes: UnsafeRawBufferPointer) throws(MessageError) {
        try self.init(message: bytes, arena: MessageArena())
    }

    /// Builds the message in memory of its own.
    public func withMessage<Result>(_ body: (PackedMessage) throws -> Result) rethrows -> Result {
        try withMessage(arena: MessageArena(), body)
    }
}
