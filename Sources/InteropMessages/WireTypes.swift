package import CTestProtos
package import RPCCore
package import WireMessages

// The generated types of grpc.testing, as the server and the client pack and unpack them.

extension Grpc__Testing__Empty: WireMessage {
    package static func initialize(_ message: UnsafeMutablePointer<Self>) { grpc__testing__empty__init(message) }
}

extension Grpc__Testing__SimpleRequest: WireMessage {
    package static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__testing__simple_request__init(message)
    }
}

extension Grpc__Testing__SimpleResponse: WireMessage {
    package static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__testing__simple_response__init(message)
    }
}

extension Grpc__Testing__Payload: WireMessage {
    package static func initialize(_ message: UnsafeMutablePointer<Self>) { grpc__testing__payload__init(message) }
}

extension Grpc__Testing__StreamingInputCallRequest: WireMessage {
    package static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__testing__streaming_input_call_request__init(message)
    }
}

extension Grpc__Testing__StreamingInputCallResponse: WireMessage {
    package static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__testing__streaming_input_call_response__init(message)
    }
}

extension Grpc__Testing__StreamingOutputCallRequest: WireMessage {
    package static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__testing__streaming_output_call_request__init(message)
    }
}

extension Grpc__Testing__StreamingOutputCallResponse: WireMessage {
    package static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__testing__streaming_output_call_response__init(message)
    }
}

extension Grpc__Testing__ResponseParameters: WireMessage {
    package static func initialize(_ message: UnsafeMutablePointer<Self>) {
        grpc__testing__response_parameters__init(message)
    }
}

extension Grpc__Testing__EchoStatus: WireMessage {
    package static func initialize(_ message: UnsafeMutablePointer<Self>) { grpc__testing__echo_status__init(message) }
}

extension Grpc__Testing__BoolValue: WireMessage {
    package static func initialize(_ message: UnsafeMutablePointer<Self>) { grpc__testing__bool_value__init(message) }
}

extension Optional<UnsafeMutablePointer<Grpc__Testing__BoolValue>> {
    /// Whether the message is there and says so.
    package var isTrue: Bool { self.map { $0.pointee.value != 0 } ?? false }
}

extension WireMessage {
    /// Reads a request; what it points to is valid until `body` returns.
    ///
    /// - Throws: `invalidArgument` when the bytes are no such message.
    package static func read<Value>(_ bytes: UnsafeRawBufferPointer, _ body: (Self) -> Value) throws(RPCError) -> Value
    {
        do {
            return try withUnpacked(bytes, limits: .request, arena: MessageArena()) { body($0.pointee) }
        } catch {
            throw RPCError(.invalidArgument, "\(error)")
        }
    }

    /// Reads a request of a stream.
    ///
    /// - Throws: `invalidArgument` when the bytes are no such message.
    package static func read<Value>(_ message: ReceivedMessage, _ body: (Self) -> Value) throws(RPCError) -> Value {
        try message.bytes.withUnsafeBufferPointer { bytes throws(RPCError) in
            try read(UnsafeRawBufferPointer(bytes), body)
        }
    }

    /// A message, ready to be sent.
    package static func frame(_ fill: (inout Self, MessageArena) -> Void) -> MessageFrame {
        withPacked(fill) { message in
            MessageFrame(messageByteCount: message.byteCount) { message.write(to: $0) }
        }
    }
}
