internal import RPCCore

/// What the header lists of an answer say, by the rules of gRPC over HTTP/2 ("Responses"). Pure: fields in, metadata and
/// status out.
struct ReplyHead {
    /// The custom metadata before the messages.
    private(set) var metadata = Metadata()
    /// Whether messages may be compressed with gzip.
    private(set) var namesGzip = false

    private var httpStatus = 0
    /// Nil for the one that nearly all answers have, `application/grpc`.
    private var otherContentType: String? = ""
    private var unknownEncoding: String?
    private var status: StatusCode?
    private var statusMessage = ""
    private var details: [UInt8] = []
    private var trailers: Metadata?

    /// A field of the initial or of the trailing list.
    mutating func receive(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        // By their bytes: a string of each name would cost more than all the rest.
        if name.isText(":status") {
            httpStatus = Int(String(decoding: value, as: UTF8.self)) ?? 0
        } else if name.isText("content-type") {
            otherContentType = value.isText("application/grpc") ? nil : String(decoding: value, as: UTF8.self)
        } else if name.isText("grpc-status") {
            status = StatusCode(wireText: value)
        } else if name.isText("grpc-message") {
            statusMessage = StatusMessage.decode(value)
        } else if name.isText("grpc-encoding") {
            receiveEncoding(value)
        } else if name.isText("grpc-status-details-bin") {
            var field = Metadata()
            // Details that are no Base64 are left out: the status itself is worth more than an error about them.
            if field.append(fieldName: name, fieldValue: value) { details = field.bytes(for: Self.detailsKey) ?? [] }
        } else if !name.isText("grpc-accept-encoding") {
            // A binary value that is no Base64 is left out.
            if trailers == nil {
                _ = metadata.append(fieldName: name, fieldValue: value)
            } else {
                _ = trailers?.append(fieldName: name, fieldValue: value)
            }
        }
    }

    /// The initial list is complete: what follows is payload, then trailers.
    mutating func receivedInitialHeaders() { trailers = Metadata() }

    /// Whether the server has said how the call ended: in the initial list, that it is the only one ("Trailers-Only").
    var hasStatus: Bool { status != nil }

    /// Why payload cannot be understood; nil when it can.
    var refusal: RPCError? { notGRPC ?? unknownEncoding.map(Self.unsupported) }

    /// The server has sent everything: the trailers of a call that succeeded.
    ///
    /// - Throws: The status that the server sent, or what is wrong with its answer.
    func end() throws(RPCError) -> Metadata {
        // In a Trailers-Only response the one list is the trailers.
        let last = trailers.flatMap { $0.isEmpty ? nil : $0 } ?? (status != .ok ? metadata : Metadata())
        guard let status else {
            throw notGRPC ?? RPCError(.unknown, "the server ended the call without a status", metadata: last)
        }
        guard status == .ok else {
            throw RPCError(status, statusMessage, details: details, metadata: last, origin: .peer)
        }
        return trailers ?? Metadata()
    }

    private mutating func receiveEncoding(_ value: UnsafeRawBufferPointer) {
        namesGzip = value.isText("gzip")
        unknownEncoding = namesGzip || value.isText("identity") ? nil : String(decoding: value, as: UTF8.self)
    }

    /// The error of an answer that is not gRPC's ("HTTP to gRPC Status Code Mapping"); nil when it is.
    private var notGRPC: RPCError? {
        guard httpStatus == 200 else {
            return RPCError(
                StatusCode(httpStatus: httpStatus),
                "the server answered HTTP status \(httpStatus); is it a gRPC server?")
        }
        guard let contentType = otherContentType else { return nil }
        guard !contentType.hasPrefix("application/grpc+"), !contentType.hasPrefix("application/grpc;") else {
            return nil
        }
        return RPCError(
            .unknown,
            "the server answered with content-type '\(contentType)', not application/grpc; is it a gRPC server?")
    }

    /// "Status codes and their use": compression mechanism used by server not supported at client.
    private static func unsupported(encoding: String) -> RPCError {
        RPCError(.internal, "the server answered in the grpc-encoding '\(encoding)', which this client has not offered")
    }

    private static let detailsKey = "grpc-status-details-bin"
}
