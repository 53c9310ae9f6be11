extension RPCServiceConfiguration {
    /// Reads the JSON form (`grpc/service_config/service_config.proto`): `methodConfig`, `retryThrottling` and
    /// `loadBalancingConfig`, of which the first policy known here counts. Members that are not known are passed over, as
    /// the proposal demands.
    ///
    /// - Throws: What is wrong with the text, with the path of the field.
    public init(json text: String) throws(RPCServiceConfigurationError) {
        let root = JSONField(value: try JSONReader.read(text), path: "")
        for element in try root.member("methodConfig")?.elements() ?? [] {
            methods.append(try RPCMethodConfiguration(element))
        }
        if let throttling = try root.member("retryThrottling") {
            retryThrottling = try RPCRetryThrottling(throttling)
        }
        if let list = try root.member("loadBalancingConfig") { loadBalancing = try RPCLoadBalancing(list) }
        try check()
    }
}

extension RPCLoadBalancing {
    /// The first policy of the list that is known here.
    fileprivate init(_ list: JSONField) throws(RPCServiceConfigurationError) {
        for element in try list.elements() {
            let names = try element.object().keys
            guard names.count == 1, let name = names.first else {
                throw RPCServiceConfigurationError(element.path, "must have one member, the policy's name")
            }
            if let policy = RPCLoadBalancing(name: name) {
                self = policy
                return
            }
        }
        throw RPCServiceConfigurationError(list.path, "names no policy that is known here: pick_first, round_robin")
    }
}

extension RPCRetryThrottling {
    fileprivate init(_ field: JSONField) throws(RPCServiceConfigurationError) {
        tokenCountMax = try field.required("maxTokens").integer()
        tokenRatio = try field.required("tokenRatio").number()
    }
}

extension RPCMethodConfiguration {
    fileprivate init(_ field: JSONField) throws(RPCServiceConfigurationError) {
        names = []
        for element in try field.member("name")?.elements() ?? [] {
            names.append(
                Name(
                    service: try element.member("service")?.string() ?? "",
                    method: try element.member("method")?.string() ?? ""))
        }
        timeout = try field.member("timeout")?.duration()
        waitsForReady = try field.member("waitForReady")?.bool()
        requestByteCountMax = try field.member("maxRequestMessageBytes")?.integer()
        replyByteCountMax = try field.member("maxResponseMessageBytes")?.integer()
        attempts = try Attempts(field)
    }
}

extension RPCMethodConfiguration.Attempts {
    /// The one policy that the field has; nil when it has none.
    fileprivate init?(_ field: JSONField) throws(RPCServiceConfigurationError) {
        let retry = try field.member("retryPolicy")
        let hedging = try field.member("hedgingPolicy")
        switch (retry, hedging) {
        case (nil, nil): return nil
        case (let retry?, nil): self = .retry(try RPCRetryPolicy(retry))
        case (nil, let hedging?): self = .hedge(try RPCHedgingPolicy(hedging))
        case (_?, let hedging?):
            throw RPCServiceConfigurationError(hedging.path, "cannot stand beside retryPolicy")
        }
    }
}

extension RPCRetryPolicy {
    fileprivate init(_ field: JSONField) throws(RPCServiceConfigurationError) {
        attemptCountMax = try field.required("maxAttempts").integer()
        initialBackoff = try field.required("initialBackoff").duration()
        longestBackoff = try field.required("maxBackoff").duration()
        backoffMultiplier = try field.required("backoffMultiplier").number()
        retryableCodes = try field.required("retryableStatusCodes").statusCodes()
    }
}

extension RPCHedgingPolicy {
    fileprivate init(_ field: JSONField) throws(RPCServiceConfigurationError) {
        attemptCountMax = try field.required("maxAttempts").integer()
        delay = try field.member("hedgingDelay")?.duration() ?? .zero
        nonFatalCodes = try field.member("nonFatalStatusCodes")?.statusCodes() ?? []
    }
}
