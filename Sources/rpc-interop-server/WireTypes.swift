internal import CTestProtos
internal import RPCCore
internal import WireMessages

// The generated types this server packs and unpacks.

extension Grpc__Testing__Empty: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { grpc__testing__empty__init(message) }
}

extension Grpc__Testing__SimpleRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { grpc__testing__simple_request__init(message) }
}

extension Grpc__Testing__SimpleResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { grpc__testing__simple_response__init(message) }
}

extension Grpc__Testing__Payload: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { grpc__testing__payload__init(message) }
}

extension Grpc__Testing__StreamingInputCallRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__testing__streaming_input_call_request__init(message)
    }
}

extension Grpc__Testing__StreamingInputCallResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__testing__streaming_input_call_response__init(message)
    }
}

extension Grpc__Testing__StreamingOutputCallRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__testing__streaming_output_call_request__init(message)
    }
}

extension Grpc__Testing__StreamingOutputCallResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__testing__streaming_output_call_response__init(message)
    }
}

extension Optional<UnsafeMutablePointer<Grpc__Testing__BoolValue>> {
    /// Whether the message is there and says so.
    var isTrue: Bool { self.map { $0.pointee.value != 0 } ?? false }
}

extension WireMessage {
    /// Reads a request; the message is valid until `body` returns.
    ///
    /// - Throws: `invalidArgument` when the bytes are no such message.
    static func read<Value>(_ bytes: UnsafeRawBufferPointer, _ body: (Self) -> Value) throws(RPCError) -> Value {
        do {
            return try withUnpacked(bytes, limits: .request, arena: MessageArena()) { body($0.pointee) }
        } catch {
            throw RPCError(.invalidArgument, "\(error)")
        }
    }

    /// Reads a request of a stream.
    ///
    /// - Throws: `invalidArgument` when the bytes are no such message.
    static func read<Value>(_ message: ReceivedMessage, _ body: (Self) -> Value) throws(RPCError) -> Value {
        try message.bytes.withUnsafeBufferPointer { bytes throws(RPCError) in
            try read(UnsafeRawBufferPointer(bytes), body)
        }
    }

    /// An answer, ready to be sent.
    static func frame(_ fill: (inout Self, MessageArena) -> Void) -> MessageFrame {
        withPacked(fill) { message in
            MessageFrame(messageByteCount: message.byteCount) { message.write(to: $0) }
        }
    }
}
