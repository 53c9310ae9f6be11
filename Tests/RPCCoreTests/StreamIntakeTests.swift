import Synchronization
import Testing

@testable import RPCCore

@Suite("Messages on their way to a reader", .timeLimit(.minutes(1)))
struct StreamIntakeTests {
    /// Both ends of a stream.
    private final class Stream {
        let messages: InboundMessages
        var intake: StreamIntake

        init(creditIsDue: @escaping @Sendable () -> Void = {}) {
            messages = InboundMessages(creditIsDue: creditIsDue)
            let assembler = MessageAssembler(messageByteCountMax: 1_000_000, allowsCompression: false)
            intake = StreamIntake(assembler, into: messages)
        }

        func receive(_ bytes: [UInt8]) throws(RPCError) -> Int {
            try bytes.withUnsafeBufferPointer { bytes throws(RPCError) in
                try intake.receive(UnsafeRawBufferPointer(bytes))
            }
        }
    }

    private static func message(_ byteCount: Int) -> [UInt8] {
        [0] + [24, 16, 8, 0].map { UInt8(byteCount >> $0 & 0xFF) } + [UInt8](repeating: 1, count: byteCount)
    }

    @Test("Come in order, then the end")
    func order() async throws {
        let stream = Stream()
        _ = try stream.receive([0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 2])
        stream.intake.finish()
        #expect(try await stream.messages.next()?.bytes == [1])
        #expect(try await stream.messages.next()?.bytes == [2])
        #expect(try await stream.messages.next() == nil)
        #expect(try await stream.messages.next() == nil)
    }

    @Test("Come in batches of what is there, which give their bytes back, then the end")
    func batches() async throws {
        let stream = Stream()
        let size = InboundMessages.creditStepByteCount
        for _ in 0..<3 { _ = try stream.receive(Self.message(size)) }
        stream.intake.finish()
        #expect(try await stream.messages.batch(countMax: 2).count == 2)
        #expect(stream.messages.takeCredit() == 2 * (size + MessageFrame.prefixByteCount))
        #expect(try await stream.messages.batch(countMax: 2).count == 1)
        #expect(try await stream.messages.batch(countMax: 2).isEmpty)
    }

    @Test("A batch waits for its first message, and comes before the error that ends the stream")
    func lateBatch() async throws {
        let stream = Stream()
        let messages = stream.messages
        async let batch = messages.batch(countMax: 10)
        _ = try stream.receive(Self.message(1) + Self.message(1))
        #expect(try await batch.isEmpty == false)
        stream.intake.finish(.failure(RPCError(.aborted, "done")))
        let thrown = await #expect(throws: RPCError.self) {
            while try await !messages.batch(countMax: 10).isEmpty {}
        }
        #expect(thrown?.code == .aborted)
    }

    @Test("Come before the error that ends the stream, unless the call is over")
    func errors() async throws {
        for isOver in [false, true] {
            let stream = Stream()
            _ = try stream.receive(Self.message(1))
            let error = RPCError(.aborted, "done")
            if isOver { stream.messages.abort(error) } else { stream.intake.finish(.failure(error)) }
            if !isOver { #expect(try await stream.messages.next()?.bytes == [1]) }
            let thrown = await #expect(throws: RPCError.self) { try await stream.messages.next() }
            #expect(thrown?.code == .aborted)
        }
    }

    @Test("Are given back to the peer as they are read, in steps")
    func credit() async throws {
        let announcements = Mutex(0)
        let stream = Stream { announcements.withLock { $0 += 1 } }
        let size = InboundMessages.creditStepByteCount / 2
        for _ in 0..<3 { #expect(try stream.receive(Self.message(size)) == 0) }
        _ = try await stream.messages.next()
        #expect(announcements.withLock { $0 } == 0)
        _ = try await stream.messages.next()
        #expect(announcements.withLock { $0 } == 1)
        #expect(stream.messages.takeCredit() == 2 * (size + 5))
        _ = try await stream.messages.next()
        #expect(stream.messages.takeCredit() == size + 5)
        #expect(stream.messages.takeCredit() == 0)
    }

    @Test("Are given back while they are incomplete only when no other waits, and never twice")
    func incomplete() async throws {
        let stream = Stream()
        let large = Self.message(1000)
        #expect(try stream.receive(Self.message(10)) == 0)
        #expect(try stream.receive(Array(large[..<400])) == 0)
        _ = try await stream.messages.next()
        #expect(stream.messages.takeCredit() == 15 + 400)
        #expect(try stream.receive(Array(large[400..<700])) == 300)
        #expect(try stream.receive(Array(large[700...])) == 0)
        _ = try await stream.messages.next()
        #expect(stream.messages.takeCredit() == 1005 - 700)
    }

    @Test("Are given back at once to a reader that waits for them")
    func waitingReader() async throws {
        let stream = Stream()
        let messages = stream.messages
        async let next = messages.next()
        // The reader may wait already or come later; either way it gets the message, and the credit is whole.
        let credit = try stream.receive(Self.message(10))
        #expect(try await next?.bytes.count == 10)
        #expect(credit + messages.takeCredit() == 15)
    }

    @Test("Leave a reader whose task is cancelled")
    func cancellation() async {
        let messages = Stream().messages
        let task = Task { () async -> StatusCode? in
            do throws(RPCError) { _ = try await messages.next() } catch { return error.code }
            return nil
        }
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test("End with INTERNAL inside a message")
    func cut() async throws {
        let stream = Stream()
        _ = try stream.receive([0, 0, 0, 0, 2, 1])
        stream.intake.finish()
        let error = await #expect(throws: RPCError.self) { try await stream.messages.next() }
        #expect(error?.code == .internal)
    }
}
