internal import CatalogMessages
public import CatalogModel
internal import RPCCore
internal import RPCTransport
internal import WireMessages

/// One answer for each key of a sequence, in its order, as ``MedCodesClient/lookUp(_:asOf:view:)`` gives them.
///
/// Keys are taken as the server takes them, and the server answers as answers are taken, so that memory stays small
/// whatever their number. Fails with ``MedCodesError``, or with what the sequence of keys throws.
public struct CodeLookups<Keys: AsyncSequence & Sendable>: AsyncSequence where Keys.Element == CodeKey {
    /// A code, or why it is not there.
    public typealias Element = CodeAnswer

    /// Reads the answers.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let keys: Keys
        private let day: CalendarDate?
        private let view: CodeView
        private let client: MedCodesClient
        private var call: LookupCall?
        private var nextIndex: Int64 = 0

        fileprivate init(_ lookups: CodeLookups) {
            (keys, day, view, client) = (lookups.keys, lookups.day, lookups.view, lookups.client)
        }

        /// The next answer; nil after the last.
        public mutating func next() async throws -> CodeAnswer? {
            let call = call ?? LookupCall(client, keys, day: day, view: view)
            self.call = call
            guard let reply = try await call.next() else { return nil }
            guard reply.index == nextIndex else {
                throw MedCodesError(.internal, "the server answered lookup \(reply.index) in place of \(nextIndex)")
            }
            nextIndex += 1
            return reply.answer
        }
    }

    fileprivate let keys: Keys
    fileprivate let day: CalendarDate?
    fileprivate let view: CodeView
    fileprivate let client: MedCodesClient

    /// Begins a call of its own.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}

/// A call under way: a task sends the keys while the answers are read. Ends when nobody holds it any more.
private final class LookupCall: Sendable {
    private let stream: ClientStream
    private let sending: Task<Void, any Error>

    init<Keys: AsyncSequence & Sendable>(_ client: MedCodesClient, _ keys: Keys, day: CalendarDate?, view: CodeView)
    where Keys.Element == CodeKey {
        let stream = client.transport.stream(path: ServiceMethod.lookupCodes.path, options: client.streamOptions)
        self.stream = stream
        sending = Task {
            do {
                var index: Int64 = 0
                for try await key in keys {
                    let request = LookupCodesRequest(index: index, key: key, asOf: day, view: view)
                    // False: the server wants no more, and the answers tell why.
                    guard try await stream.send(.framing(request)) else { return }
                    index += 1
                }
                stream.finishSending()
            } catch {
                stream.cancel()
                throw error
            }
        }
    }

    deinit {
        sending.cancel()
        stream.cancel()
    }

    func next() async throws -> LookupCodesResponse? {
        do throws(RPCError) {
            guard let message = try await stream.replies.makeAsyncIterator().next() else { return nil }
            return try message.withBytes { bytes throws(RPCError) in try Self.read(bytes) }
        } catch {
            // A sequence of keys that fails ends the call; its error is the cause.
            if error.code == .cancelled, case .failure(let cause) = await sending.result, !(cause is RPCError) {
                throw cause
            }
            throw MedCodesError(error)
        }
    }

    private static func read(_ bytes: UnsafeRawBufferPointer) throws(RPCError) -> LookupCodesResponse {
        do throws(MessageError) {
            return try LookupCodesResponse(message: bytes)
        } catch {
            throw RPCError(.internal, "the server's reply cannot be read: \(error)", cause: error)
        }
    }
}

extension MedCodesClient {
    /// Looks up any number of keys over one call, one answer for each and in their order. A code that is not there is an
    /// answer too.
    ///
    /// - Parameters:
    ///   - keys: Taken by another task while the answers are read.
    ///   - day: The day the patient was treated; nil for today (UTC).
    ///   - view: How much of each code to fetch.
    public func lookUp<Keys: AsyncSequence & Sendable>(
        _ keys: Keys, asOf day: CalendarDate? = nil, view: CodeView = .basic
    ) -> CodeLookups<Keys> where Keys.Element == CodeKey {
        CodeLookups(keys: keys, day: day, view: view, client: self)
    }
}
