internal import CatalogMessages
internal import EventLoop
internal import Logging
internal import RPCCore
internal import RPCTransport
internal import WireMessages

extension MedCodesClient {
    /// Makes a call.
    nonisolated(nonsending) func call<Reply: CatalogMessage>(
        _ method: ServiceMethod, _ request: some CatalogMessage, _ type: Reply.Type
    ) async throws(MedCodesError) -> Reply {
        try await callWithRevision(method, request, type).value
    }

    /// Makes a call, and tells the revision with which the near cache may hold the answer; nil when it may not.
    nonisolated(nonsending) func callWithRevision<Reply: CatalogMessage>(
        _ method: ServiceMethod, _ request: some CatalogMessage, _ type: Reply.Type
    ) async throws(MedCodesError) -> (value: Reply, revision: Revision?) {
        let reply = try await send(method, arenas.withArena { .framing(request, in: $0) })
        let value = try read(reply) { bytes throws(MessageError) in
            if let value = Reply.readDirectly(bytes) { return value }
            return try arenas.withArena { arena throws(MessageError) in try Reply(message: bytes, arena: arena) }
        }
        return (value, nearCache == nil ? nil : reply.metadata.heldRevision)
    }

    /// Sends a message and waits for the reply, within the time of the call.
    nonisolated(nonsending) func send(
        _ method: ServiceMethod, _ request: MessageFrame
    ) async throws(MedCodesError) -> RPCClientReply {
        let start = MonotonicClock.system.now()
        let timeout = options.timeout ?? configuration.timeout
        let callOptions = RPCCallOptions(
            metadata: requestMetadata, deadline: Deadline(nanosecondsLeft: timeout.nanoseconds, now: start),
            waitsForReady: options.waitsForReady)
        do throws(RPCError) {
            let reply = try await transport.unary(path: method.path, request: request, options: callOptions)
            log(method, .ok, reply.metadata, since: start)
            options.onReply?(ReplyDetails(method: method.name, reply.metadata, options: options))
            return reply
        } catch {
            log(method, error.code, error.metadata, since: start)
            throw MedCodesError(error, requestID: options.requestID)
        }
    }

    /// What is said of a stream: it ends with its reader, and with the time of the options only.
    var streamOptions: RPCCallOptions {
        let deadline = options.timeout.map {
            Deadline(nanosecondsLeft: $0.nanoseconds, now: MonotonicClock.system.now())
        }
        return RPCCallOptions(
            metadata: requestMetadata, deadline: deadline ?? .never, waitsForReady: options.waitsForReady)
    }

    /// Reads a reply, or tells why it cannot be read.
    func read<Value>(
        _ reply: RPCClientReply, _ body: (UnsafeRawBufferPointer) throws(MessageError) -> Value
    ) throws(MedCodesError) -> Value {
        do throws(MessageError) {
            return try reply.message.withUnsafeBufferPointer { bytes throws(MessageError) in
                try body(UnsafeRawBufferPointer(bytes))
            }
        } catch {
            throw MedCodesError(unreadableReply: error)
        }
    }

    private func log(_ method: ServiceMethod, _ code: StatusCode, _ metadata: Metadata, since start: UInt64) {
        configuration.logger.debug(
            "A call has ended",
            metadata: [
                "rpc.method": "\(method.path)", "rpc.status": "\(code)",
                "duration_us": "\((MonotonicClock.system.now() - start) / 1000)",
                "request_id": "\(metadata.text(for: Metadata.requestIDKey) ?? options.requestID ?? "")",
                "medcodes.revision": "\(metadata.revision?.rawValue.description ?? "")",
                "medcodes.cache": "\(metadata.text(for: Metadata.cacheKey) ?? "")",
            ])
    }
}
