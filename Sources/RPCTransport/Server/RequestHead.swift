internal import RPCCore

/// What a request's header list says, collected field by field. Allocates nothing for the fields that the protocol knows.
///
/// A class, used again with its stream: small writes to its properties cost no run-time check of exclusivity.
final class RequestHead {
    /// What a field that has a form of its own turned out to be.
    private enum Reading<Value> {
        case absent
        case malformed
        case value(Value)
    }

    /// The method called, once the path has come; nil when there is none by that name.
    private(set) var method: RPCMethod?
    /// Where it stands among the server's methods.
    private(set) var methodIndex: Int?
    /// Custom metadata as it came.
    let metadata = RawMetadata()

    /// The caller's name for the call, which goes back with the answer; nil without one, or when it is malformed.
    private(set) var requestID: [UInt8]?

    /// Whether messages may be compressed with gzip, because the request names that encoding.
    private(set) var namesGzip = false
    /// Whether the caller understands gzip.
    private(set) var acceptsGzip = false

    private var isPost = false
    private var isHead = false
    private var isGRPC = false
    private var timeout = Reading<UInt64>.absent
    /// The path, kept when it names no method.
    private var unknownPath = ""
    /// Whether messages may be compressed in a way that is not one of ours.
    private var hasUnknownEncoding = false
    private var hasMalformedMetadata = false

    /// Takes the next field.
    func receive(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, methods: MethodTable) {
        if name.first == UInt8(ascii: ":") {
            receivePseudo(name: name, value: value, methods: methods)
        } else if name.isText("content-type") {
            isGRPC = Self.isGRPC(contentType: value)
        } else if name.isText("grpc-timeout") {
            timeout = TimeoutField.nanoseconds(value).map { .value($0) } ?? .malformed
        } else if name.isText("grpc-encoding") {
            namesGzip = value.isText("gzip")
            hasUnknownEncoding = !namesGzip && !value.isText("identity")
        } else if name.isText("grpc-accept-encoding") {
            acceptsGzip = MessageCompression.acceptsGzip(value)
        } else if !Self.isProtocolField(name) {
            if !metadata.append(name: name, value: value) { hasMalformedMetadata = true }
            if name.isText(RequestID.field), RequestID.isWellFormed(value) { requestID = Array(value) }
        }
    }

    /// When the caller stops waiting.
    func deadline(now: UInt64) -> Deadline {
        if case .value(let nanoseconds) = timeout { Deadline(nanosecondsLeft: nanoseconds, now: now) } else { .never }
    }

    /// The answer to a request that is none of gRPC's; nil for one that is.
    var httpRefusal: HTTPRefusal? {
        guard isPost else { return isHead ? .headNotAllowed : .methodNotAllowed }
        return isGRPC ? nil : .unsupportedMediaType
    }

    /// Whether the call can be served, as far as its header list tells; if not, ``refusal(methods:)`` says why.
    var isServable: Bool {
        if case .malformed = timeout { return false }
        return !hasMalformedMetadata && method != nil && !hasUnknownEncoding
    }

    /// Why the call cannot be served, whatever its message; nil when it can.
    func refusal(methods: MethodTable) -> RPCError? {
        if case .malformed = timeout { return RPCError(.internal, "the grpc-timeout is malformed") }
        if hasMalformedMetadata { return RPCError(.internal, "a -bin header field is no Base64") }
        if method == nil { return Self.unknown(path: unknownPath, methods: methods) }
        if hasUnknownEncoding { return Self.unsupportedEncoding }
        return nil
    }

    /// The path called, as far as it is kept.
    var path: String { method.map { String(decoding: $0.path, as: UTF8.self) } ?? unknownPath }

    /// Forgets everything, and keeps the memory for the next request.
    func removeAll() {
        method = nil
        methodIndex = nil
        metadata.removeAll()
        isPost = false
        isHead = false
        isGRPC = false
        timeout = .absent
        namesGzip = false
        acceptsGzip = false
        if !unknownPath.isEmpty { unknownPath = "" }
        hasUnknownEncoding = false
        if requestID != nil { requestID = nil }
        hasMalformedMetadata = false
    }

    private func receivePseudo(
        name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, methods: MethodTable
    ) {
        if name.isText(":path") {
            methodIndex = methods.index(path: value)
            method = methodIndex.map { methods.methods[$0] }
            if method == nil { unknownPath = String(decoding: value.prefix(256), as: UTF8.self) }
        } else if name.isText(":method") {
            isPost = value.isText("POST")
            isHead = value.isText("HEAD")
        }
    }

    /// `application/grpc`, alone or followed by `+proto`, `+json` … or parameters.
    private static func isGRPC(contentType: UnsafeRawBufferPointer) -> Bool {
        let type: StaticString = "application/grpc"
        let count = type.utf8CodeUnitCount
        guard contentType.hasPrefix(type) else { return false }
        return contentType.count == count || contentType[count] == UInt8(ascii: "+")
            || contentType[count] == UInt8(ascii: ";")
    }

    /// Fields that are the protocol's and not the user's metadata.
    private static func isProtocolField(_ name: UnsafeRawBufferPointer) -> Bool {
        name.isText("te") || name.isText("grpc-message-type")
    }

    /// What the caller has sent is not repeated: errors end up in logs, and a path may hold anything.
    private static func unknown(path: String, methods: MethodTable) -> RPCError {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty else {
            return RPCError(.unimplemented, "the path names no method: it has the form /service/method")
        }
        let service = String(parts[1])
        return methods.offers(service: service)
            ? RPCError(.unimplemented, "the service \(service) has no such method")
            : RPCError(.unimplemented, "there is no such service here")
    }

    private static var unsupportedEncoding: RPCError {
        var metadata = Metadata()
        metadata.appendProtocolField("grpc-accept-encoding", MessageCompression.acceptedEncodings)
        return RPCError(.unimplemented, "the grpc-encoding is not supported", metadata: metadata)
    }
}
