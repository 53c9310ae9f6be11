internal import CProtobufC
package import CTestProtos
internal import Glibc
package import WireMessages

extension Grpc__Testing__Payload {
    /// Ballast in the arena: zero bytes.
    package static func zeros(byteCount: Int, in arena: MessageArena) -> UnsafeMutablePointer<Grpc__Testing__Payload> {
        arena.make { payload in
            let bytes = arena.allocate(UInt8.self, count: byteCount)
            memset(bytes, 0, byteCount)
            payload.body = ProtobufCBinaryData(len: byteCount, data: bytes)
        }
    }
}
