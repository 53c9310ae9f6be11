public import EventLoop
public import RPCCore

/// A client of one target. Connects when the first call needs it, carries any number of calls at once over one connection,
/// or over one to each address (``RPCLoadBalancing``), and connects anew when that is lost. All methods may be called from
/// any thread.
///
/// A call whose task is cancelled ends at once with CANCELLED, and the server is told. A call that the server says it has
/// not looked at, because it is going away, is made once more, unseen by the caller; so is one that was lost before it
/// was sent. Unary calls are made again, or several times at once, where the service configuration says so.
///
/// While no address answers, calls fail at once with the cause, save those that wait (``RPCCallOptions/waitsForReady``).
public final class RPCClient: Sendable {
    let channel: ClientChannel
    private let configuration: RPCClientConfiguration
    /// Bytes of streaming requests that wait to be sent.
    private let requestBudget: ByteBudget

    /// A client; nothing is sent yet.
    ///
    /// - Parameter loops: The loops to choose one of; by default two that all clients of this process share.
    /// - Throws: UNAVAILABLE when the process has no descriptors left; INVALID_ARGUMENT with an
    ///   ``RPCServiceConfigurationError`` as the cause.
    public init(_ configuration: RPCClientConfiguration, loops: EventLoopGroup? = nil) throws(RPCError) {
        do throws(RPCServiceConfigurationError) {
            try configuration.service.check()
        } catch {
            throw RPCError(.invalidArgument, "\(error)", cause: error)
        }
        self.configuration = configuration
        requestBudget = ByteBudget(byteCountMax: configuration.requestByteCountMax)
        do throws(SystemError) {
            let loop = if let loops { loops.next() } else { try Self.sharedLoops.get().next() }
            channel = ClientChannel(configuration, loop: loop)
        } catch {
            throw RPCError(.unavailable, "cannot start an event loop: \(error.reason)", cause: error)
        }
    }

    deinit { channel.close() }

    /// How the client stands to its target.
    public var connectivity: RPCConnectivity { channel.connectivity.state }

    /// How the client stands to its target now, and each change, until it is closed. Who does not look misses the oldest.
    public var connectivityUpdates: AsyncStream<RPCConnectivity> { channel.connectivity.updates() }

    /// Connects although no call needs it yet; ``connectivity`` tells what comes of it.
    public func connect() { channel.connect() }

    /// Calls a method with one request and one reply.
    ///
    /// - Parameter path: `/package.Service/Method`.
    /// - Throws: The status that the server sent (``RPCError/Origin/peer``) or what was found on this side: CANCELLED,
    ///   DEADLINE_EXCEEDED, UNAVAILABLE with the cause when there is no connection, RESOURCE_EXHAUSTED for a request or a
    ///   reply over the limit and when too many calls wait, and INTERNAL, UNKNOWN or UNIMPLEMENTED for an answer that
    ///   breaks the protocol. After several attempts, what the last one threw.
    nonisolated(nonsending) public func unary(
        path: String, request frame: MessageFrame, options: RPCCallOptions = RPCCallOptions()
    ) async throws(RPCError) -> RPCClientReply {
        let terms = channel.methods.terms(of: path)
        try terms?.configuration.checkRequest(frame)
        let options = options.completed(by: terms, now: channel.loop.clock.now())
        let frame = options.allowsCompression ? MessageCompression.compress(frame) : frame
        let replyByteCountMax = terms?.configuration.replyByteCountMax ?? .max
        var retries: RPCRetryPolicy?
        switch channel.keeps(frame) ? terms?.configuration.attempts : nil {
        case .retry(let policy): retries = policy
        case .hedge(let policy):
            return try await hedged(
                RepeatedCall(
                    path: path, frame: frame, options: options, replyByteCountMax: replyByteCountMax, hedging: policy,
                    over: channel))
        case nil: break
        }
        return try await single(
            ClientRequest(
                path: path, body: .message(frame), options: options, replyByteCountMax: replyByteCountMax,
                retries: retries))
    }

    nonisolated(nonsending) private func single(_ request: ClientRequest) async throws(RPCError) -> RPCClientReply {
        let channel = channel
        let outcome = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                request.whenComplete(resume: continuation)
                channel.start(request)
            }
        } onCancel: {
            channel.cancel(request)
        }
        return try outcome.get()
    }

    nonisolated(nonsending) private func hedged(_ call: RepeatedCall) async throws(RPCError) -> RPCClientReply {
        let outcome = await withTaskCancellationHandler {
            await withUnsafeContinuation { call.start(resuming: $0) }
        } onCancel: {
            call.cancel()
        }
        return try outcome.get()
    }

    /// Begins a call with any number of messages each way, which ends at the latest when nobody holds the stream any more.
    /// ``withStream(path:options:isolation:_:)`` ends it with a scope, and with the task.
    ///
    /// - Parameter path: `/package.Service/Method`.
    public func stream(path: String, options: RPCCallOptions = RPCCallOptions()) -> ClientStream {
        let exchange = ClientExchange(
            unsentByteCountMax: configuration.streamRequestByteCountMax, budget: requestBudget)
        let terms = channel.methods.terms(of: path)
        let method = terms?.configuration
        let options = options.completed(by: terms, now: channel.loop.clock.now())
        let replyByteCountMax = min(configuration.replyByteCountMax, method?.replyByteCountMax ?? .max)
        let request = ClientRequest(
            path: path, body: .stream(exchange), options: options, replyByteCountMax: replyByteCountMax)
        request.whenComplete { exchange.end($0) }
        channel.start(request)
        return ClientStream(
            request, exchange, of: self, replyByteCountMax: replyByteCountMax, method: method)
    }

    /// Makes a call with any number of messages each way: begins it, and ends it when the body has returned or thrown.
    ///
    /// A task that is cancelled ends the call at once. Either way the server is told, and both sides free what they kept.
    ///
    /// - Parameters:
    ///   - path: `/package.Service/Method`.
    ///   - body: Sends and reads, in one task or in several.
    /// - Throws: What the body throws; how the call ends is told by the stream's own methods.
    public func withStream<Value>(
        path: String, options: RPCCallOptions = RPCCallOptions(), isolation: isolated (any Actor)? = #isolation,
        _ body: (ClientStream) async throws -> Value
    ) async throws -> Value {
        let stream = stream(path: path, options: options)
        defer { stream.cancel() }
        return try await withTaskCancellationHandler {
            try await body(stream)
        } onCancel: {
            stream.cancel()
        }
    }

    /// Ends a call of this client.
    func cancel(_ request: ClientRequest) { channel.cancel(request) }

    /// Ends the client: calls in progress and later ones end with CANCELLED, and the server is told goodbye. Returns when
    /// the socket is closed; a second call does nothing.
    public func close() async {
        await withCheckedContinuation { continuation in channel.close { continuation.resume() } }
    }

    private static let sharedLoops = Result { () throws(SystemError) in
        try EventLoopGroup(label: "rpc.client", count: 2)
    }
}
