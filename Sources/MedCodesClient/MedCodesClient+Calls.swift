internal import CatalogMessages
internal import EventLoop
internal import Logging
internal import RPCCore
internal import RPCTransport
internal import WireMessages

extension MedCodesClient {
    /// Makes one call of the catalog service, or of another.
    func call<Reply: CatalogMessage>(
        _ method: String, of service: String = MedCodesClient.service, _ request: some CatalogMessage,
        _ type: Reply.Type
    ) async throws(MedCodesError) -> Reply {
        let reply = try await send("\(service)/\(method)", .framing(request))
        return try read(reply) { bytes throws(MessageError) in try Reply(message: bytes) }
    }

    /// Sends a message and waits for the reply, within the configured time.
    func send(_ path: String, _ request: MessageFrame) async throws(MedCodesError) -> RPCClientReply {
        let start = MonotonicClock.system.now()
        let deadline = Deadline(nanosecondsLeft: configuration.timeout.nanoseconds, now: start)
        do throws(RPCError) {
            let reply = try await transport.unary(
                path: path, request: request, options: RPCCallOptions(deadline: deadline))
            log(path, .ok, reply.metadata, since: start)
            return reply
        } catch {
            log(path, error.code, error.metadata, since: start)
            throw MedCodesError(error)
        }
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

    private func log(_ path: String, _ code: StatusCode, _ metadata: Metadata, since start: UInt64) {
        configuration.logger.debug(
            "A call has ended",
            metadata: [
                "rpc.method": "\(path)", "rpc.status": "\(code)",
                "duration_us": "\((MonotonicClock.system.now() - start) / 1000)",
                "medcodes.revision": "\(metadata.text(for: "medcodes-revision") ?? "")",
                "medcodes.cache": "\(metadata.text(for: "medcodes-cache") ?? "")",
            ])
    }
}
