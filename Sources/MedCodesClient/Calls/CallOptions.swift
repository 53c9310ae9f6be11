internal import RPCCore

/// What is said of calls beside what they ask; see ``MedCodesClient/with(_:)``.
public struct CallOptions: Sendable {
    /// How long a call may take, streams included; nil for ``MedCodesConfiguration/timeout``, which does not end streams.
    public var timeout: Duration?
    /// Whether calls wait for a server to answer; nil for ``MedCodesConfiguration/waitsForReady``.
    public var waitsForReady: Bool?
    /// Names the request that calls belong to, in the logs of both sides; sent as `x-request-id`.
    public var requestID: String?
    /// The trace and span that calls belong to (W3C Trace Context); sent as `traceparent`.
    public var traceparent: String?
    /// Shown in place of ``MedCodesConfiguration/token``.
    public var token: BearerToken?
    /// More to send, as gRPC metadata: keys in lower case, values in printable ASCII.
    public var metadata: [String: String] = [:]
    /// Whether calls may be answered from the near cache, where the client has one. Yes by default.
    public var usesNearCache = true
    /// Told what came with the answer of each call that succeeds, before the call returns; of a stream, with its first
    /// answer. Runs in the task of the caller. Errors carry the same themselves.
    public var onReply: (@Sendable (ReplyDetails) -> Void)?

    /// Nothing said.
    public init() {}
}

extension CallOptions {
    /// What is sent with each call.
    ///
    /// - Throws: ``MedCodesError`` naming the key or value that cannot be sent.
    func requestMetadata(_ configuration: MedCodesConfiguration) throws(MedCodesError) -> Metadata {
        var sent = Metadata()
        do throws(RPCError) {
            if let requestID { try sent.append(requestID, for: Metadata.requestIDKey) }
            if let traceparent { try sent.append(traceparent, for: "traceparent") }
            for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { try sent.append(value, for: key) }
            if let token = token ?? configuration.token {
                try sent.append("Bearer \(token.text)", for: "authorization")
            }
        } catch {
            throw MedCodesError(.invalidArgument, error.message, problem: .configuration)
        }
        return sent
    }
}
