internal import EventLoop
internal import RPCTransport

extension MedCodesConfiguration {
    /// The configuration as the transport takes it; reads the certificate files.
    func transportConfiguration() throws(MedCodesError) -> RPCClientConfiguration {
        guard let endpoint = Endpoint(server), endpoint.port != 0 else {
            throw MedCodesError(
                .invalidArgument, "'\(server)' is no server; give HOST:PORT, such as localhost:7443 or [::1]:7443",
                problem: .configuration)
        }
        var transport = RPCClientConfiguration(target: endpoint, tls: try tlsContext())
        if let serverName { transport.serverName = serverName }
        transport.connectTimeout = connectTimeout
        transport.replyByteCountMax = replyByteCountMax
        return transport
    }

    private func tlsContext() throws(MedCodesError) -> TLSContext {
        do throws(TLSConfigurationError) {
            return try TLSContext.client(
                trust: trust.transportTrust,
                identity: identity.map {
                    TLSIdentity(certificate: .file($0.certificateFile), key: .file($0.keyFile))
                })
        } catch {
            throw MedCodesError(.invalidArgument, error.message, problem: .configuration, cause: error)
        }
    }
}

extension MedCodesConfiguration.Trust {
    fileprivate var transportTrust: TLSTrust {
        switch self {
        case .system: .system
        case .authorityFile(let path): .authorities(.file(path))
        case .authorityPEM(let text): .authorities(.text(text))
        }
    }
}
