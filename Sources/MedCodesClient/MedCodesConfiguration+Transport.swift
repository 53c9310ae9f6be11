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
        transport.keepalive = keepaliveInterval.map { RPCKeepalive(interval: $0) } ?? nearCache.map { _ in .forWatch }
        transport.service = serviceConfiguration
        transport.replyByteCountMax = replyByteCountMax
        return transport
    }

    /// What holds for the calls that only read.
    private var serviceConfiguration: RPCServiceConfiguration {
        var reads = RPCMethodConfiguration(
            names: [.init(service: ServiceMethod.catalogService), .init(service: ServiceMethod.healthService)],
            attempts: retries.map { .retry($0.policy) })
        reads.waitsForReady = waitsForReady
        var hedgedReads = RPCMethodConfiguration(names: Self.hedgedMethods, attempts: lookupAttempts)
        hedgedReads.waitsForReady = waitsForReady
        var service = RPCServiceConfiguration()
        service.methods = [reads, hedgedReads]
        service.retryThrottling = Self.throttling
        service.loadBalancing = balancing == .eachInTurn ? .roundRobin : .pickFirst
        return service
    }

    /// The look-ups whose answers are small and awaited by somebody.
    private static let hedgedMethods = [
        "GetCode", "SearchCodes", "SuggestCodes", "ValidateCodes", "TestSubsumption", "TranslateCode",
    ].map { RPCMethodConfiguration.Name(service: ServiceMethod.catalogService, method: $0) }

    /// What happens with a look-up beyond its first attempt.
    private var lookupAttempts: RPCMethodConfiguration.Attempts? {
        guard var policy = retries?.policy else {
            // Without retries the first failure is the call's, whichever attempt it is of.
            return hedging.map { .hedge(RPCHedgingPolicy(attemptCountMax: 2, delay: $0.delay)) }
        }
        policy.hedgingDelay = hedging?.delay
        return .retry(policy)
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

extension RPCKeepalive {
    /// A watch of the catalog that is lost without a word is noticed within 20 s.
    fileprivate static let forWatch = RPCKeepalive(interval: intervalMin, timeout: .seconds(10))
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
