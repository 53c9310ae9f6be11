internal import RPCCore

// The header lists that the protocol itself asks for ("gRPC over HTTP2", Responses).

extension HeaderBlock {
    /// Closes a successful response that has no trailers of the user's.
    static let success = HeaderBlock(.successTrailers, encoded: EncodedHeaderList(.successTrailers))

    /// Closes a successful response.
    static func success(_ trailers: ReplyMetadata) -> HeaderBlock {
        trailers.fields.isEmpty ? success : HeaderBlock(.successTrailers, trailers)
    }
}

extension ReplyMetadata {
    /// Opens a successful response.
    static let responseHeaders = ReplyMetadata(fields: [
        field(":status", "200"), field("content-type", "application/grpc"),
    ])

    /// Opens a successful response whose messages may be compressed.
    static let gzipResponseHeaders = ReplyMetadata(fields: [
        field(":status", "200"), field("content-type", "application/grpc"), field("grpc-encoding", "gzip"),
    ])

    /// Closes a successful response.
    static let successTrailers = ReplyMetadata(fields: [field("grpc-status", "0")])

    /// Answers a request whose content-type is not gRPC's, so that other HTTP clients do not take it for a success.
    static let unsupportedMediaType = ReplyMetadata(fields: [
        field(":status", "415"), field("content-type", "text/plain"),
    ])

    /// Answers a request whose method is not POST.
    static let methodNotAllowed = ReplyMetadata(fields: [
        field(":status", "405"), field("allow", "POST"), field("content-type", "text/plain"),
    ])

    /// The one header list of a call that failed before any message ("Trailers-Only").
    convenience init(failure error: RPCError) {
        let opening = [Self.field(":status", "200"), Self.field("content-type", "application/grpc")]
        self.init(fields: opening + Self.statusFields(of: error))
    }

    /// Closes a call that failed after its first header list.
    convenience init(failureTrailers error: RPCError) { self.init(fields: Self.statusFields(of: error)) }

    private static func statusFields(of error: RPCError) -> [(name: [UInt8], value: [UInt8])] {
        var fields = [field("grpc-status", "\(error.code.rawValue)")]
        if !error.message.isEmpty { fields.append((Array("grpc-message".utf8), StatusMessage.encode(error.message))) }
        if !error.details.isEmpty { fields.append(field("grpc-status-details-bin", bytes: error.details)) }
        for entry in error.metadata.entries { fields.append((Array(entry.key.utf8), entry.fieldValue)) }
        return fields
    }

    private static func field(_ name: String, _ value: String) -> (name: [UInt8], value: [UInt8]) {
        (Array(name.utf8), Array(value.utf8))
    }

    private static func field(_ name: String, bytes: [UInt8]) -> (name: [UInt8], value: [UInt8]) {
        (Array(name.utf8), Metadata.Entry(key: name, value: .binary(bytes)).fieldValue)
    }
}

extension HeaderBlock {
    /// The same with the caller's name for the call, if it gave one.
    func echoing(_ requestID: [UInt8]?) -> HeaderBlock {
        guard let requestID else { return self }
        let fields = own.fields.map { (name: Array($0.name), value: Array($0.value)) }
        return HeaderBlock(
            ReplyMetadata(fields: fields + [(Array(RequestID.field.description.utf8), requestID)]), custom)
    }
}
