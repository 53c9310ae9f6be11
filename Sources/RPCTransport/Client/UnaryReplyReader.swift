internal import RPCCore

/// Reads the answer to a unary call from header fields and payload, by the rules of gRPC over HTTP/2 ("Responses"). Pure:
/// fields and bytes in, a reply or an error out.
struct UnaryReplyReader {
    private var httpStatus = 0
    private var contentType = ""
    private var status: StatusCode?
    private var statusMessage = ""
    private var details: [UInt8] = []
    private var metadata = Metadata()
    private var trailers: Metadata?
    private var body: SingleMessage
    private let messageByteCountMax: Int

    /// - Parameter messageByteCountMax: The longest message that is accepted.
    init(messageByteCountMax: Int) {
        self.messageByteCountMax = messageByteCountMax
        body = SingleMessage(messageByteCountMax: messageByteCountMax)
    }

    /// A field of the initial or of the trailing header list.
    mutating func receive(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        switch String(decoding: name, as: UTF8.self) {
        case ":status": httpStatus = Int(String(decoding: value, as: UTF8.self)) ?? 0
        case "content-type": contentType = String(decoding: value, as: UTF8.self)
        case "grpc-status": status = StatusCode(wireText: value)
        case "grpc-message": statusMessage = StatusMessage.decode(value)
        case "grpc-status-details-bin":
            var field = Metadata()
            // Details that are no Base64 are left out: the status itself is worth more than an error about them.
            if field.append(fieldName: name, fieldValue: value) { details = field.bytes(for: Self.detailsKey) ?? [] }
        case "grpc-encoding", "grpc-accept-encoding": break
        default:
            // A binary value that is no Base64 is left out.
            if trailers == nil {
                _ = metadata.append(fieldName: name, fieldValue: value)
            } else {
                _ = trailers?.append(fieldName: name, fieldValue: value)
            }
        }
    }

    /// The initial header list is complete: what follows is payload, then trailers.
    mutating func receivedInitialHeaders() { trailers = Metadata() }

    /// A 1xx response is complete, and says nothing.
    mutating func receivedInformation() { self = UnaryReplyReader(messageByteCountMax: messageByteCountMax) }

    /// Payload.
    ///
    /// - Throws: What is wrong with it; the call is over then.
    mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(RPCError) {
        if let error = httpError { throw error }
        try body.receive(bytes)
        body.own()
    }

    /// The server has sent everything: the reply.
    ///
    /// - Throws: The status that the server sent, or what is missing in its answer.
    func finish() throws(RPCError) -> RPCClientReply {
        // In a Trailers-Only response the one list is the trailers.
        let last = trailers.flatMap { $0.isEmpty ? nil : $0 } ?? (status != .ok ? metadata : Metadata())
        guard let status else {
            throw httpError ?? RPCError(.unknown, "the server ended the call without a status", metadata: last)
        }
        guard status == .ok else {
            throw RPCError(status, statusMessage, details: details, metadata: last, origin: .peer)
        }
        let message = try body.withMessage { _, bytes throws(RPCError) in Array(bytes) }
        return RPCClientReply(message: message, metadata: metadata, trailers: trailers ?? Metadata())
    }

    /// The error of an answer that is not gRPC's ("HTTP to gRPC Status Code Mapping"); nil when it is.
    private var httpError: RPCError? {
        guard httpStatus == 200 else {
            return RPCError(
                StatusCode(httpStatus: httpStatus),
                "the server answered HTTP status \(httpStatus); is it a gRPC server?")
        }
        let isGRPC = contentType == "application/grpc" || contentType.hasPrefix("application/grpc+")
        guard !isGRPC, !contentType.hasPrefix("application/grpc;") else { return nil }
        return RPCError(
            .unknown,
            "the server answered with content-type '\(contentType)', not application/grpc; is it a gRPC server?")
    }

    private static let detailsKey = "grpc-status-details-bin"
}

extension RPCError {
    /// The error of a call whose stream the server has reset ("HTTP2 Transport Mapping, Errors").
    init(resetBy code: HTTP2ErrorCode) {
        switch code {
        case .refusedStream:
            let failure = ConnectionFailure(
                .closedByServer, "the server refused the call before it looked at it", isUnprocessed: true)
            self.init(.unavailable, failure.message, origin: .peer, cause: failure)
        case .cancel: self.init(.cancelled, "the server cancelled the call", origin: .peer)
        case .enhanceYourCalm:
            self.init(.resourceExhausted, "the server is overloaded by this client", origin: .peer)
        case .inadequateSecurity:
            self.init(.permissionDenied, "the server demands better encryption", origin: .peer)
        default: self.init(.internal, "the server reset the call (HTTP/2 error \(code.rawValue))", origin: .peer)
        }
    }
}
