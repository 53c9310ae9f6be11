import RPCCore
import Testing

@testable import RPCTransport

@Suite("Service configurations")
struct RPCServiceConfigurationTests {
    /// A configuration with one method whose members these are.
    private func method(_ members: String) -> String { #"{"methodConfig":[{"name":[{}],\#(members)}]}"# }

    @Test("Everything that can be said is read")
    func whole() throws {
        let configuration = try RPCServiceConfiguration(
            json: #"""
                {
                  "loadBalancingConfig": [{"xds_cluster": {}}, {"round_robin": {}}, {"pick_first": {}}],
                  "methodConfig": [
                    {
                      "name": [{"service": "a.B", "method": "C"}, {"service": "a.D"}],
                      "timeout": "1.5s", "waitForReady": true,
                      "maxRequestMessageBytes": 1024, "maxResponseMessageBytes": "2048",
                      "retryPolicy": {
                        "maxAttempts": 3, "initialBackoff": "0.1s", "maxBackoff": "2s", "backoffMultiplier": 2,
                        "retryableStatusCodes": ["UNAVAILABLE", "aborted", 8]
                      }
                    },
                    {
                      "name": [{}],
                      "hedgingPolicy": {"maxAttempts": 4, "hedgingDelay": "0.005s", "nonFatalStatusCodes": ["INTERNAL"]}
                    }
                  ],
                  "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1234},
                  "healthCheckConfig": {"serviceName": "not known here"}
                }
                """#)
        var first = RPCMethodConfiguration(
            names: [.init(service: "a.B", method: "C"), .init(service: "a.D")],
            attempts: .retry(
                RPCRetryPolicy(
                    attemptCountMax: 3, initialBackoff: .milliseconds(100), longestBackoff: .seconds(2),
                    backoffMultiplier: 2, retryableCodes: [.unavailable, .aborted, .resourceExhausted])))
        first.timeout = .milliseconds(1500)
        first.waitsForReady = true
        first.requestByteCountMax = 1024
        first.replyByteCountMax = 2048
        let hedging = RPCHedgingPolicy(attemptCountMax: 4, delay: .milliseconds(5), nonFatalCodes: [.internal])
        var expected = RPCServiceConfiguration()
        expected.methods = [first, RPCMethodConfiguration(names: [.init()], attempts: .hedge(hedging))]
        expected.retryThrottling = RPCRetryThrottling(tokenCountMax: 10, tokenRatio: 0.1234)
        expected.loadBalancing = .roundRobin
        #expect(configuration == expected)
        #expect(configuration.retryThrottling?.thousandthsPerSuccess == 123)
    }

    @Test("An empty object leaves everything as it is")
    func empty() throws {
        #expect(try RPCServiceConfiguration(json: " {} ") == RPCServiceConfiguration())
        #expect(try RPCServiceConfiguration(json: #"{"methodConfig":null}"#) == RPCServiceConfiguration())
    }

    @Test(
        "What is wrong is told with its path",
        arguments: [
            (#"[]"#, "must be an object, not an array"),
            (#"{"methodConfig":{}}"#, "methodConfig: must be an array, not an object"),
            (#"{"methodConfig":[1]}"#, "methodConfig[0]: must be an object, not a number"),
            (
                #"{"methodConfig":[{"name":[{"method":"M"}]}]}"#,
                "methodConfig[0].name[0]: names the method 'M' without its service"
            ),
            (
                #"{"methodConfig":[{"name":[{"service":"a"}]},{"name":[{"service":"b"},{"service":"a"}]}]}"#,
                "methodConfig[1].name[1]: 'a/' is named twice"
            ),
            (
                #"{"retryThrottling":{"maxTokens":1001,"tokenRatio":1}}"#,
                "retryThrottling.maxTokens: must be 1 to 1000, not 1001"
            ),
            (#"{"retryThrottling":{"maxTokens":10}}"#, "retryThrottling.tokenRatio: is missing"),
            (
                #"{"retryThrottling":{"maxTokens":10,"tokenRatio":0.0001}}"#,
                "retryThrottling.tokenRatio: must be 0.001 to 1000, not 0.0001"
            ),
            (
                #"{"loadBalancingConfig":[{"grpclb":{}}]}"#,
                "loadBalancingConfig: names no policy that is known here: pick_first, round_robin"
            ),
            (#"{"loadBalancingConfig":[{}]}"#, "loadBalancingConfig[0]: must have one member, the policy's name"),
        ])
    func wrong(text: String, reason: String) {
        #expect(throws: expectedError(reason)) { try RPCServiceConfiguration(json: text) }
    }

    @Test(
        "What is wrong with a method is told with its path",
        arguments: [
            (#""timeout":"1""#, #"timeout: must be a duration such as "1.5s", not a text"#),
            (#""timeout":"-1s""#, "timeout: must not be negative"),
            (#""waitForReady":"yes""#, "waitForReady: must be true or false, not a text"),
            (#""maxRequestMessageBytes":-1"#, "maxRequestMessageBytes: must not be negative"),
            (#""maxResponseMessageBytes":1.5"#, "maxResponseMessageBytes: must be a whole number, not a number"),
            (#""hedgingPolicy":{"maxAttempts":1}"#, "hedgingPolicy.maxAttempts: must be 2 or more, not 1"),
            (#""hedgingPolicy":{},"retryPolicy":{}"#, "hedgingPolicy: cannot stand beside retryPolicy"),
            (#""retryPolicy":{"maxAttempts":3}"#, "retryPolicy.initialBackoff: is missing"),
            (retry(attempts: 1), "retryPolicy.maxAttempts: must be 2 or more, not 1"),
            (retry(initial: "0s"), "retryPolicy.initialBackoff: must be more than 0"),
            (retry(codes: "[]"), "retryPolicy.retryableStatusCodes: must name at least one status"),
            (retry(codes: #"["OK"]"#), "retryPolicy.retryableStatusCodes: must not name OK"),
            (retry(codes: #"["AWAY"]"#), "retryPolicy.retryableStatusCodes[0]: 'AWAY' is no status"),
            (retry(codes: #"[17]"#), "retryPolicy.retryableStatusCodes[0]: there is no status 17.0"),
        ])
    func wrongMethod(members: String, reason: String) {
        #expect(throws: expectedError("methodConfig[0].\(reason)")) {
            try RPCServiceConfiguration(json: method(members))
        }
    }

    @Test("The most exact name counts")
    func directory() throws {
        let configuration = try RPCServiceConfiguration(
            json: #"""
                {"methodConfig":[
                  {"name":[{"service":"a.B","method":"C"}],"timeout":"1s"},
                  {"name":[{"service":"a.B"}],"timeout":"2s"},
                  {"name":[{}],"timeout":"3s"}
                ]}
                """#)
        let directory = MethodDirectory(configuration)
        #expect(directory.terms(of: "/a.B/C")?.configuration.timeout == .seconds(1))
        #expect(directory.terms(of: "/a.B/D")?.configuration.timeout == .seconds(2))
        #expect(directory.terms(of: "/a.C/C")?.configuration.timeout == .seconds(3))
        #expect(directory.terms(of: "odd")?.configuration.timeout == .seconds(3))
        #expect(MethodDirectory(RPCServiceConfiguration()).terms(of: "/a.B/C") == nil)
    }

    private func expectedError(_ text: String) -> RPCServiceConfigurationError {
        let parts = text.split(separator: ": ", maxSplits: 1).map(String.init)
        return parts.count == 2 && !parts[0].contains(" ")
            ? RPCServiceConfigurationError(parts[0], parts[1]) : RPCServiceConfigurationError("", text)
    }
}

private func retry(attempts: Int = 3, initial: String = "1s", codes: String = #"["UNAVAILABLE"]"#) -> String {
    #""retryPolicy":{"maxAttempts":\#(attempts),"initialBackoff":"\#(initial)","maxBackoff":"2s","#
        + #""backoffMultiplier":2,"retryableStatusCodes":\#(codes)}"#
}
