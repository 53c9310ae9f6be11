internal import CProtobufC
internal import CTestProtos
package import RPCCore
internal import WireMessages

/// What answers of `grpc.testing` say; each function throws INTERNAL for bytes that are no such message.
package enum TestReplies {
    /// The length of a SimpleResponse's payload, in bytes.
    ///
    /// - Throws: Also when the payload is not all zeros.
    package static func unaryPayloadByteCount(_ message: [UInt8]) throws(RPCError) -> Int {
        try read(Grpc__Testing__SimpleResponse.self, message) { zeroCount(of: $0.payload) }
    }

    /// The length of a StreamingOutputCallResponse's payload, in bytes.
    ///
    /// - Throws: Also when the payload is not all zeros.
    package static func outputPayloadByteCount(_ message: [UInt8]) throws(RPCError) -> Int {
        try read(Grpc__Testing__StreamingOutputCallResponse.self, message) { zeroCount(of: $0.payload) }
    }

    /// The sum in a StreamingInputCallResponse.
    package static func aggregatedPayloadByteCount(_ message: [UInt8]) throws(RPCError) -> Int {
        try read(Grpc__Testing__StreamingInputCallResponse.self, message) { Int($0.aggregated_payload_size) }
    }

    private static func read<Message: WireMessage>(
        _ type: Message.Type, _ bytes: [UInt8], _ value: (Message) -> Int?
    ) throws(RPCError) -> Int {
        let found: Int?
        do {
            found = try bytes.withUnsafeBytes { bytes in
                try Message.withUnpacked(bytes, limits: .reply, arena: MessageArena()) { value($0.pointee) }
            }
        } catch {
            throw RPCError(.internal, "the answer is no message of its type: \(error)")
        }
        guard let found else { throw RPCError(.internal, "the answer has a payload that is not zeros") }
        return found
    }

    private static func zeroCount(of payload: UnsafeMutablePointer<Grpc__Testing__Payload>?) -> Int? {
        guard let body = payload?.pointee.body else { return 0 }
        let bytes = UnsafeRawBufferPointer(start: body.data, count: body.len)
        return bytes.allSatisfy { $0 == 0 } ? bytes.count : nil
    }
}
