/// What a call has carried, on the wire but for the framing of HTTP/2: messages are counted as they are compressed, with
/// their prefixes.
public struct CallTraffic: Hashable, Sendable {
    /// Messages that have come whole.
    public var requestMessageCount = 0
    /// Bytes that have come, of messages whole or not.
    public var requestByteCount = 0
    /// Messages handed to the connection for sending.
    public var replyMessageCount = 0
    /// Their bytes.
    public var replyByteCount = 0

    /// A call that has carried nothing yet.
    public init() {}
}
