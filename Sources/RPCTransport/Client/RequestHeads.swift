internal import RPCCore

/// The fields that open the requests of a connection (gRPC over HTTP/2, "Requests"), prepared once for calls that are alike:
/// most are of few methods and have as much time.
struct RequestHeads {
    /// How many kinds of calls are remembered.
    private static let countMax = 16

    private struct Head {
        let path: String
        let timeout: UInt64?
        let isCompressed: Bool
        let fields: ReplyMetadata
    }

    private let authority: String
    private let userAgent: String
    private var heads: [Head] = []
    /// The one to be forgotten next.
    private var oldest = 0

    init(authority: String, userAgent: String) {
        self.authority = authority
        self.userAgent = userAgent
    }

    /// The header list of a request that is sent now.
    mutating func block(of request: ClientRequest, now: UInt64) -> HeaderBlock {
        let timeout = request.deadline == .never ? nil : Self.rounded(request.deadline.nanosecondsLeft(at: now))
        let isCompressed = request.options.allowsCompression
        for head in heads
        where head.timeout == timeout && head.isCompressed == isCompressed && head.path == request.path {
            return HeaderBlock(head.fields, request.metadata)
        }
        let fields = fields(path: request.path, timeout: timeout, isCompressed: isCompressed)
        remember(Head(path: request.path, timeout: timeout, isCompressed: isCompressed, fields: fields))
        return HeaderBlock(fields, request.metadata)
    }

    /// Rounded up by one hundredth at most, so that the server never gives up before its client does.
    private static func rounded(_ nanoseconds: UInt64) -> UInt64 {
        let step: UInt64 =
            switch nanoseconds {
            case 1_000_000_000...: 10_000_000
            case 100_000_000...: 1_000_000
            default: 1
            }
        let (sum, overflowed) = nanoseconds.addingReportingOverflow(step - 1)
        return overflowed ? nanoseconds : sum / step * step
    }

    private func fields(path: String, timeout: UInt64?, isCompressed: Bool) -> ReplyMetadata {
        var fields: [(name: String, value: String)] = [
            (":method", "POST"), (":scheme", "https"), (":path", path), (":authority", authority), ("te", "trailers"),
        ]
        if let timeout { fields.append(("grpc-timeout", TimeoutField.text(nanoseconds: timeout))) }
        fields.append(("content-type", "application/grpc"))
        if isCompressed { fields.append(("grpc-encoding", "gzip")) }
        fields += [("grpc-accept-encoding", MessageCompression.acceptedEncodings), ("user-agent", userAgent)]
        return ReplyMetadata(fields: fields.map { (Array($0.name.utf8), Array($0.value.utf8)) })
    }

    private mutating func remember(_ head: Head) {
        guard heads.count == Self.countMax else { return heads.append(head) }
        heads[oldest] = head
        oldest = (oldest + 1) % Self.countMax
    }
}
