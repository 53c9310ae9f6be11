import RPCCore
import Testing

@testable import RPCTransport

@Suite("Compressed messages")
struct MessageCompressionTests {
    @Test(
        "gzip is found in a list of encodings",
        arguments: [
            ("gzip", true), ("identity,gzip", true), ("identity, gzip , br", true), ("", false), ("identity", false),
            ("gzipx", false), ("x-gzip", false), ("GZIP", false), (",,gzip", true),
        ])
    func acceptsGzip(field: String, accepts: Bool) {
        #expect(Array(field.utf8).withUnsafeBytes { MessageCompression.acceptsGzip($0) } == accepts)
    }

    @Test(
        "A message that is compressed and inflated is the same, and its prefix says so", arguments: [0, 1, 10, 100_000])
    func roundTrip(byteCount: Int) throws {
        let message = (0..<byteCount).map { UInt8($0 % 7) }
        let frame = MessageCompression.compress(MessageFrame(message: message))
        let flags = withExtendedLifetime(frame) { frame.bytes[0] }
        #expect(flags == 1)
        let received = ReceivedMessage(bytes: frame.withMessage { Array($0) }, wasCompressed: true)
        let inflated = try MessageCompression.inflate(received, byteCountMax: byteCount)
        #expect(inflated == ReceivedMessage(bytes: message, wasCompressed: true))
    }

    @Test("A message that inflates beyond the limit is RESOURCE_EXHAUSTED, one that is no gzip INTERNAL")
    func refused() {
        let bomb = MessageCompression.compress(MessageFrame(message: [UInt8](repeating: 0, count: 10_001)))
        #expect(code(bomb.withMessage { Array($0) }) == .resourceExhausted)
        #expect(code([1, 2, 3]) == .internal)
        #expect(code([]) == .internal)
    }

    private func code(_ bytes: [UInt8]) -> StatusCode? {
        do throws(RPCError) {
            _ = try MessageCompression.inflate(
                ReceivedMessage(bytes: bytes, wasCompressed: true), byteCountMax: 10_000)
            return nil
        } catch {
            return error.code
        }
    }
}
