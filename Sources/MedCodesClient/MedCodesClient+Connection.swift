internal import RPCTransport

extension MedCodesClient {
    /// How the client stands to its server or servers.
    public var connectionState: RPCConnectivity { transport.connectivity }

    /// How the client stands to its server now, and each change, until it is closed. Who does not look misses the oldest.
    ///
    /// ```swift
    /// for await state in client.connectionStates where state == .transientFailure { print("no server answers") }
    /// ```
    public var connectionStates: AsyncStream<RPCConnectivity> { transport.connectivityUpdates }

    /// Connects although no call needs it yet, so that the first one need not wait; ``connectionState`` tells what comes
    /// of it.
    public func connect() { transport.connect() }
}
