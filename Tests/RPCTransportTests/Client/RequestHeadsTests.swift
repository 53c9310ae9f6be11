import EventLoop
import RPCCore
import Testing

@testable import RPCTransport

@Suite("What opens a request")
struct RequestHeadsTests {
    private var heads = RequestHeads(authority: "host:1", userAgent: "test")

    private mutating func fields(
        _ path: String = "/a/B", left: UInt64? = nil, compressed: Bool = false, metadata: Metadata = Metadata()
    ) -> [String] {
        let deadline = left.map { Deadline(nanosecondsLeft: $0, now: 1_000) } ?? .never
        let options = RPCCallOptions(metadata: metadata, deadline: deadline, allowsCompression: compressed)
        let block = heads.block(of: ClientRequest(path: path, body: .message(.empty), options: options), now: 1_000)
        return (block.own.fields + block.custom.fields).map {
            "\(String(decoding: $0.name, as: UTF8.self)) \(String(decoding: $0.value, as: UTF8.self))"
        }
    }

    private func timeout(_ fields: [String]) -> String? {
        fields.first { $0.hasPrefix("grpc-timeout ") }.map { String($0.dropFirst("grpc-timeout ".count)) }
    }

    @Test("The fields come in the protocol's order, the caller's own last")
    mutating func order() throws {
        var metadata = Metadata()
        try metadata.append("1", for: "x-own")
        #expect(
            fields(left: 5, compressed: true, metadata: metadata) == [
                ":method POST", ":scheme https", ":path /a/B", ":authority host:1", "te trailers", "grpc-timeout 5n",
                "content-type application/grpc", "grpc-encoding gzip",
                "grpc-accept-encoding \(MessageCompression.acceptedEncodings)", "user-agent test", "x-own 1",
            ])
        #expect(timeout(fields()) == nil)
    }

    @Test(
        "Time is rounded up by a hundredth at most, and short times not at all",
        arguments: [
            (0, "0n"), (99_999_999, "99999999n"), (100_000_001, "101000u"), (999_999_999, "1000000u"),
            (1_000_000_000, "1000000u"), (9_990_000_001, "10000000u"), (UInt64.max - 1_001, "5124096H"),
        ] as [(UInt64, String)])
    mutating func rounding(left: UInt64, text: String) {
        #expect(timeout(fields(left: left)) == text)
    }

    @Test("Calls that differ get heads of their own, however many kinds there are")
    mutating func kinds() {
        for _ in 0..<3 {
            for number in 0..<50 {
                let path = "/a/\(number)"
                #expect(fields(path).contains(":path \(path)"))
                #expect(timeout(fields(path, left: 2_000_000_000)) == "2000000u")
                #expect(fields(path, compressed: true).contains("grpc-encoding gzip"))
            }
        }
    }
}
