package import EventLoop
package import RPCCore
package import RPCTransport

// What load tests need: connections of their own, and calls over them.

extension MedCodesClient {
    /// A client of the transport that goes where this one goes and shows what this one shows, over a connection of its own;
    /// it makes no second attempts.
    ///
    /// - Parameter loops: Whose next loop the connection is to be on.
    /// - Throws: ``MedCodesError``, as ``init(_:)`` does.
    package func makeTransport(on loops: EventLoopGroup) throws(MedCodesError) -> RPCClient {
        var configuration = configuration
        configuration.retries = nil
        configuration.hedging = nil
        let transport = try configuration.transportConfiguration()
        do {
            return try RPCClient(transport, loops: loops)
        } catch {
            throw MedCodesError(error)
        }
    }

    /// The server or servers, as they were configured.
    package var server: String { configuration.server }
    /// How long a call may take.
    package var timeout: Duration { configuration.timeout }

    /// What every call says of its caller: the token, if there is one.
    package var callMetadata: Metadata { requestMetadata }

    /// Makes a unary call over such a transport; gives the reply's message.
    ///
    /// - Throws: ``MedCodesError``.
    package func answer(
        to request: MessageFrame, of path: String, over transport: RPCClient
    ) async throws(MedCodesError) -> [UInt8] {
        let now = MonotonicClock.system.now()
        let deadline = Deadline(nanosecondsLeft: configuration.timeout.nanoseconds, now: now)
        do throws(RPCError) {
            return try await transport.unary(
                path: path, request: request, options: RPCCallOptions(metadata: requestMetadata, deadline: deadline)
            ).message
        } catch {
            throw MedCodesError(error)
        }
    }
}
