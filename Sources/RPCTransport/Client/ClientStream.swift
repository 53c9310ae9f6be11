public import RPCCore

/// A call with any number of messages each way, as its caller sees it. May be used from any thread, and by several tasks;
/// one of them may read the replies at a time.
///
/// ```swift
/// let names = try await client.withStream(path: "/demo.Names/List") { stream in
///     try await stream.send(MessageFrame(message: request))
///     stream.finishSending()
///     var names: [String] = []
///     for try await reply in stream.replies { names.append(String(decoding: reply.bytes, as: UTF8.self)) }
///     return names
/// }
/// ```
/// Both directions hold back who is too fast: ``send(_:compressed:)`` waits while too many bytes wait to be sent, and
/// replies that nobody reads keep the server from sending more. A stream that nobody holds any more is cancelled.
///
/// When the call ends with an error, everything here throws it: the status that the server sent
/// (``RPCError/Origin/peer``), or what was found on this side, as ``RPCClient/unary(path:request:options:)`` lists it.
/// Replies that came before the server's status, and were not read, come first. Once this side gives the call up they are
/// dropped.
public final class ClientStream: Sendable {
    private let request: ClientRequest
    private let exchange: ClientExchange
    private let client: RPCClient
    private let replyByteCountMax: Int
    /// What the service configuration says about the method.
    private let method: RPCMethodConfiguration?

    init(
        _ request: ClientRequest, _ exchange: ClientExchange, of client: RPCClient, replyByteCountMax: Int,
        method: RPCMethodConfiguration?
    ) {
        self.request = request
        self.exchange = exchange
        self.client = client
        self.replyByteCountMax = replyByteCountMax
        self.method = method
    }

    deinit { cancel() }

    /// Sends a message; returns when it is on its way, after a wait while the server does not keep up.
    ///
    /// - Parameter compressed: Whether to compress it, where ``RPCCallOptions/allowsCompression`` has been set.
    /// - Returns: False when the server has ended the call with OK already, so that it wants no more; nothing is sent then.
    /// - Throws: What ended the call; CANCELLED when the task is cancelled while it waits; INTERNAL after
    ///   ``finishSending()``; RESOURCE_EXHAUSTED for a message over the method's limit
    ///   (``RPCMethodConfiguration/requestByteCountMax``), and the call goes on. Nothing is sent then.
    @discardableResult
    public func send(_ frame: MessageFrame, compressed: Bool = false) async throws(RPCError) -> Bool {
        try method?.checkRequest(frame)
        let isCompressed = compressed && request.options.allowsCompression
        do throws(RPCError) {
            try await exchange.requests.send(isCompressed ? MessageCompression.compress(frame) : frame)
            return true
        } catch {
            if exchange.hasSucceeded { return false }
            throw error
        }
    }

    /// Tells the server that no more messages come. Twice is once.
    public func finishSending() { exchange.requests.finish(()) }

    /// The server's messages, decompressed. Ends after the last one of a call that ends with OK, and throws the status of
    /// one that does not.
    public var replies: MessageSequence {
        MessageSequence { [self] () async throws(RPCError) in try await nextReply() }
    }

    /// Finishes sending, and waits for the one reply of a method that gives one.
    ///
    /// - Throws: UNIMPLEMENTED when the server sends none or more than one ("Status codes and their use": response
    ///   cardinality violation), and what ended the call.
    public func reply() async throws(RPCError) -> RPCClientReply {
        finishSending()
        let message = try await replies.single()
        return RPCClientReply(
            message: message.bytes, wasCompressed: message.wasCompressed, metadata: try await metadata,
            trailers: try await trailers)
    }

    /// The metadata before the replies, once it has come.
    ///
    /// - Throws: What ended the call before; CANCELLED when the task is cancelled while it waits.
    public var metadata: Metadata {
        get async throws(RPCError) { try await exchange.metadata.value() }
    }

    /// The metadata behind the replies, once the server has ended the call with OK, which it may do after somebody has
    /// read the replies only.
    ///
    /// - Throws: What ended the call otherwise; CANCELLED when the task is cancelled while it waits.
    public var trailers: Metadata {
        get async throws(RPCError) { try await exchange.trailers.value() }
    }

    /// Ends the call with CANCELLED, and tells the server. Does nothing once the call has ended.
    public func cancel() {
        // A call that is over needs no errand to the loop.
        if exchange.trailers.result == nil { client.cancel(request) }
    }

    private func nextReply() async throws(RPCError) -> ReceivedMessage? {
        guard let message = try await exchange.replies.next() else { return nil }
        do throws(RPCError) {
            return try MessageCompression.inflate(message, byteCountMax: replyByteCountMax)
        } catch {
            cancel()
            throw error
        }
    }
}
