internal import RPCCore

/// The answer to a request that is none of gRPC's ("gRPC over HTTP2", Requests): an HTTP status, so that no other client
/// takes it for a success, and a line that tells people what stands here.
struct HTTPRefusal: Sendable {
    let headers: ReplyMetadata
    /// The line; none in answer to HEAD (RFC 9110 section 9.3.2).
    let body: MessageFrame?

    /// To a request whose content-type is not gRPC's.
    static let unsupportedMediaType = HTTPRefusal(.unsupportedMediaType, text)
    /// To a request whose method is not POST.
    static let methodNotAllowed = HTTPRefusal(.methodNotAllowed, text)
    /// To one whose method is HEAD.
    static let headNotAllowed = HTTPRefusal(.methodNotAllowed, nil)

    private static let text = MessageFrame(
        httpBody: "This is a gRPC server: it takes POST with content-type application/grpc.\n")

    private init(_ headers: ReplyMetadata, _ body: MessageFrame?) {
        self.headers = headers
        self.body = body
    }
}
