internal import CTestProtos
package import RPCCore
internal import WireMessages

/// What UnaryCall is to do (`grpc.testing.SimpleRequest`).
package struct UnaryRequest: Sendable {
    /// The length of the answer's payload, in bytes.
    package var responseByteCount: Int
    /// The length of this message's payload, in bytes; it is zeros.
    package var payloadByteCount: Int
    /// Whether the answer is to come compressed; nil leaves it to the server.
    package var asksForCompression: Bool?
    /// Whether the server is to refuse this message unless it came compressed; nil says nothing.
    package var expectsCompression: Bool?
    /// How the call is to end; nil for well.
    package var status: StatusRequest?

    /// A request.
    package init(
        responseByteCount: Int = 0, payloadByteCount: Int = 0, asksForCompression: Bool? = nil,
        expectsCompression: Bool? = nil, status: StatusRequest? = nil
    ) {
        self.responseByteCount = responseByteCount
        self.payloadByteCount = payloadByteCount
        self.asksForCompression = asksForCompression
        self.expectsCompression = expectsCompression
        self.status = status
    }

    /// The message, ready to be sent.
    package func frame() -> MessageFrame {
        Grpc__Testing__SimpleRequest.frame { request, arena in
            request.response_size = Int32(clamping: responseByteCount)
            request.payload = Grpc__Testing__Payload.zeros(byteCount: payloadByteCount, in: arena)
            request.response_compressed = arena.flag(asksForCompression)
            request.expect_compressed = arena.flag(expectsCompression)
            request.response_status = arena.status(status)
        }
    }
}

/// What FullDuplexCall and StreamingOutputCall are to do (`grpc.testing.StreamingOutputCallRequest`).
package struct OutputRequest: Sendable {
    /// The lengths of the answers' payloads, in bytes, and whether each is to come compressed; nil leaves it to the server.
    package var answers: [(byteCount: Int, isCompressed: Bool?)]
    /// The length of this message's payload, in bytes; it is zeros.
    package var payloadByteCount: Int
    /// The wait before each answer, in microseconds.
    package var intervalMicroseconds: Int
    /// How the call is to end; nil for well.
    package var status: StatusRequest?

    /// A request.
    package init(
        answers: [(byteCount: Int, isCompressed: Bool?)] = [], payloadByteCount: Int = 0, intervalMicroseconds: Int = 0,
        status: StatusRequest? = nil
    ) {
        self.answers = answers
        self.payloadByteCount = payloadByteCount
        self.intervalMicroseconds = intervalMicroseconds
        self.status = status
    }

    /// The message, ready to be sent.
    package func frame() -> MessageFrame {
        Grpc__Testing__StreamingOutputCallRequest.frame { request, arena in
            request.n_response_parameters = answers.count
            request.response_parameters = arena.list(answers) { answer, parameters in
                fill(&parameters, answer, arena)
            }
            request.payload = Grpc__Testing__Payload.zeros(byteCount: payloadByteCount, in: arena)
            request.response_status = arena.status(status)
        }
    }

    private func fill(
        _ parameters: inout Grpc__Testing__ResponseParameters, _ answer: (byteCount: Int, isCompressed: Bool?),
        _ arena: MessageArena
    ) {
        parameters.size = Int32(clamping: answer.byteCount)
        parameters.interval_us = Int32(clamping: intervalMicroseconds)
        parameters.compressed = arena.flag(answer.isCompressed)
    }
}

/// One of the messages that StreamingInputCall adds up (`grpc.testing.StreamingInputCallRequest`).
package struct InputRequest: Sendable {
    /// The length of the payload, in bytes; it is zeros.
    package var payloadByteCount: Int
    /// Whether the server is to refuse this message unless it came compressed; nil says nothing.
    package var expectsCompression: Bool?

    /// A request.
    package init(payloadByteCount: Int, expectsCompression: Bool? = nil) {
        self.payloadByteCount = payloadByteCount
        self.expectsCompression = expectsCompression
    }

    /// The message, ready to be sent.
    package func frame() -> MessageFrame {
        Grpc__Testing__StreamingInputCallRequest.frame { request, arena in
            request.payload = Grpc__Testing__Payload.zeros(byteCount: payloadByteCount, in: arena)
            request.expect_compressed = arena.flag(expectsCompression)
        }
    }
}

/// The status that a call is to end with (`grpc.testing.EchoStatus`).
package struct StatusRequest: Sendable {
    /// The code.
    package var code: StatusCode
    /// The message.
    package var message: String

    /// A status.
    package init(_ code: StatusCode, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension MessageArena {
    fileprivate func flag(_ value: Bool?) -> UnsafeMutablePointer<Grpc__Testing__BoolValue>? {
        value.map { value in make { $0.value = value ? 1 : 0 } }
    }

    fileprivate func status(_ status: StatusRequest?) -> UnsafeMutablePointer<Grpc__Testing__EchoStatus>? {
        status.map { status in
            make { message in
                message.code = Int32(status.code.rawValue)
                message.message = copy(status.message)
            }
        }
    }
}
