/// What a page of the admin listener answers.
public struct AdminAnswer: Sendable {
    /// The HTTP status: 200, or 503 for "not now".
    public let status: Int
    /// The media type of the body.
    public let contentType: String
    /// The body.
    public let body: [UInt8]

    /// An answer.
    public init(status: Int = 200, contentType: String = "text/plain; charset=utf-8", body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// A text, which gets a line end.
    public init(status: Int = 200, _ text: String) { self.init(status: status, body: Array((text + "\n").utf8)) }

    /// The bytes that go over the wire; every answer closes its connection.
    ///
    /// - Parameter withBody: Whether the body follows; HEAD has the same header fields without it.
    func message(withBody: Bool, more fields: [String] = []) -> [UInt8] {
        let lines =
            [
                "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Error")", "Content-Type: \(contentType)",
                "Content-Length: \(body.count)", "Cache-Control: no-store", "Connection: close",
            ] + fields
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (withBody ? body : [])
    }

    private static let reasons = [
        200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout",
        431: "Request Header Fields Too Large", 503: "Service Unavailable", 505: "HTTP Version Not Supported",
    ]
}
