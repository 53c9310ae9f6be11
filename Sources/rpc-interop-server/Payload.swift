internal import CProtobufC
internal import CTestProtos
internal import Glibc
internal import RPCCore
internal import WireMessages

/// The ballast of the answers: zero bytes.
enum Payload {
    /// The longest payload that can be asked for, in bytes; a request is small and must not take all memory.
    static let byteCountMax = 128 << 20

    /// - Throws: `invalidArgument` when a payload of this length cannot be made.
    static func check(byteCount: Int) throws(RPCError) {
        guard (0...byteCountMax).contains(byteCount) else {
            throw RPCError(.invalidArgument, "a payload has 0 to \(byteCountMax) bytes, not \(byteCount)")
        }
    }

    /// - Throws: `invalidArgument` when a message was to come compressed and has not.
    static func checkCompression(isExpected: Bool, wasCompressed: Bool) throws(RPCError) {
        guard isExpected, !wasCompressed else { return }
        throw RPCError(.invalidArgument, "the message was to be compressed and is not")
    }

    /// A payload in the arena.
    static func zeros(byteCount: Int, in arena: MessageArena) -> UnsafeMutablePointer<Grpc__Testing__Payload> {
        arena.make { payload in
            let bytes = arena.allocate(UInt8.self, count: byteCount)
            memset(bytes, 0, byteCount)
            payload.body = ProtobufCBinaryData(len: byteCount, data: bytes)
        }
    }
}
