internal import RPCCore

/// What was asked most of late, as a file keeps it for the next start.
///
/// ```
/// medcodes hot requests 1
/// GetCode CgkIARIFMjI4NDkYAg
/// ListPolicies CgkIARIFMjI4NDk
/// end 2
/// ```
///
/// Each line is a method and the request's message in Base64url; one without as-of date asks for the day on which it is asked
/// again. Searches are never among them: what people type is written to no file.
public struct HotRequests: Hashable, Sendable {
    /// A request of a unary method.
    struct Request: Hashable, Sendable {
        var method: String
        var message: [UInt8]
    }

    /// The most requests that are kept.
    public static let countMax = 4_096
    /// The longest text they are read from, in bytes.
    public static let textByteCountMax = 4 << 20

    /// The requests, the hottest first.
    var requests: [Request]

    private static let head = "medcodes hot requests 1"

    init(_ requests: some Sequence<Request>) { self.requests = Array(requests.prefix(Self.countMax)) }

    /// How many there are.
    public var count: Int { requests.count }

    /// Reads the text of a file; nil when it is not whole, or no such text.
    public init?(text: String) {
        guard text.utf8.count <= Self.textByteCountMax else { return nil }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, lines.removeFirst() == Self.head, lines.removeLast().isEmpty,
            lines.removeLast() == "end \(lines.count)", lines.count <= Self.countMax
        else { return nil }
        requests = []
        for line in lines {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 2, let message = Base64.decode(words[1].utf8, alphabet: .url) else { return nil }
            requests.append(Request(method: String(words[0]), message: message))
        }
    }

    /// The requests as the text of a file.
    public var text: String {
        var text = Self.head + "\n"
        for request in requests {
            text +=
                "\(request.method) \(String(decoding: Base64.encode(request.message, alphabet: .url), as: UTF8.self))\n"
        }
        return text + "end \(requests.count)\n"
    }
}
