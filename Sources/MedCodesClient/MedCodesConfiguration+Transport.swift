internal import EventLoop
internal import RPCTransport

extension MedCodesConfiguration {
    /// The configuration as the transport takes it; reads the certificate files.
    func transportConfiguration() throws(MedCodesError) -> RPCClientConfiguration {
        guard let target = RPCTarget(server) else {
            throw MedCodesError(
                .invalidArgument, "'\(server)' is no server; give HOST:PORT, such as localhost:7443 or [::1]:7443",
                problem: .configuration)
        }
        var transport = RPCClientConfiguration(target: target, tls: try tlsContext())
        transport.serverName = serverName
        transport.connectTimeout = connectTimeout
        transport.idleTimeout = idleTimeout
        transport.keepalive = keepaliveInterval.map { RPCKeepalive(interval: $0) }
        transport.service = serviceConfiguration
        transport.replyByteCountMax = replyByteCountMax
        return transport
    }

    /// What holds for the calls of this client, all of which only read.
    private var serviceConfiguration: RPCServiceConfiguration {
        var reads = RPCMethodConfiguration(
            names: MedCodesClient.services.map { .init(service: $0) },
            attempts: hedging.map { .hedge($0.policy) } ?? retries.map { .retry($0.policy) })
        reads.waitsForReady = waitsForReady
        var service = RPCServiceConfiguration()
        service.methods = [reads]
        service.retryThrottling = Self.throttling
        service.loadBalancing = balancing == .eachInTurn ? .roundRobin : .pickFirst
        return service
    }

    /// Fifty failures in a row end retries and hedging; a success makes up for a tenth of a failure.
    private static let throttling = RPCRetryThrottling(tokenCountMax: 100, tokenRatio: 0.1)

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

extension MedCodesConfiguration.Retries {
    fileprivate var policy: RPCRetryPolicy {
        RPCRetryPolicy(
            attemptCountMax: attemptCountMax, initialBackoff: initialBackoff, longestBackoff: longestBackoff,
            backoffMultiplier: 2, retryableCodes: [.unavailable])
    }
}

extension MedCodesConfiguration.Hedging {
    fileprivate var policy: RPCHedgingPolicy {
        RPCHedgingPolicy(attemptCountMax: attemptCountMax, delay: delay, nonFatalCodes: [.unavailable])
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
