import Testing

@testable import AdminHTTP

@Suite("The head of an admin request")
struct RequestReaderTests {
    @Test(
        "Is a GET or HEAD of a path, or refused",
        arguments: [
            ("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n", .request(path: "/livez", isHead: false)),
            ("HEAD /metrics?x=/livez HTTP/1.0\r\n\r\nmore", .request(path: "/metrics", isHead: true)),
            ("POST /livez HTTP/1.1\r\n\r\n", .refused(status: 405)), ("GET /livez\r\n\r\n", .refused(status: 400)),
            ("GET  /livez HTTP/1.1\r\n\r\n", .refused(status: 400)), ("GET / HTTP/2.0\r\n\r\n", .refused(status: 505)),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .refused(status: 505)), ("\r\n\r\n", .refused(status: 400)),
            ("GET /\u{1} HTTP/1.1\r\n\r\n", .refused(status: 400)), ("GET / SIP/2.0\r\n\r\n", .refused(status: 400)),
            ("GET / HTTP/1.1\r\nHost: a\r\n", .incomplete), ("", .incomplete),
        ] as [(String, RequestReader.Verdict)])
    func verdicts(text: String, expected: RequestReader.Verdict) {
        var reader = RequestReader()
        #expect(read(text, &reader) == expected)
    }

    @Test("May come in any pieces")
    func pieces() {
        let text = "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n"
        for cut in text.indices {
            var reader = RequestReader()
            #expect(read(String(text[..<cut]), &reader) == .incomplete)
            #expect(read(String(text[cut...]), &reader) == .request(path: "/readyz", isHead: false))
        }
    }

    @Test("Is refused when it is too long, with and without an end")
    func long() {
        var reader = RequestReader()
        #expect(read("GET / HTTP/1.1\r\n" + String(repeating: "a", count: 9000), &reader) == .refused(status: 431))
        var slow = RequestReader()
        for _ in 0..<RequestReader.byteCountMax { #expect(read("a", &slow) == .incomplete) }
        #expect(read("a", &slow) == .refused(status: 431))
    }

    private func read(_ text: String, _ reader: inout RequestReader) -> RequestReader.Verdict {
        Array(text.utf8).withUnsafeBytes { reader.read($0) }
    }
}
