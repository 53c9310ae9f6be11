import Access
import RPCCore
import RPCServices
import Testing

@Suite("Callers with limits")
struct LimitedCallsTests {
    @Test("A caller has so many calls in progress, on all its connections and loops together")
    func concurrency() {
        let rules = AccessRules(
            identities: ["busy": Grant(limits: CallLimits(concurrency: .calls(2)))], otherIdentities: Grant())
        let authorization = CallAuthorization(rules, role: StubCall.role)
        let loops = (0..<2).map { _ in authorization.onLoop(StubCall.methods) }
        let calls = (0..<2).map { _ in StubCall(on: StubConnection("busy")) }
        #expect(loops[0].begin(calls[0]) == nil)
        #expect(loops[1].begin(calls[1]) == nil)
        let third = StubCall(on: StubConnection("busy"))
        let error = loops[0].begin(third)
        #expect(error?.code == .resourceExhausted)
        #expect(error?.cause as? AccessRefusal == .concurrencyLimited)
        // A call that was refused ends as well, and gives back what it has not taken: nothing.
        loops[0].end(third)
        #expect(loops[0].begin(third) != nil)
        #expect(loops[1].begin(StubCall(on: StubConnection("other"))) == nil)
        #expect(loops[0].begin(StubCall("Check", on: StubConnection("busy"))) == nil)
        loops[1].end(calls[1])
        loops[1].end(calls[1])
        #expect(loops[0].begin(third) == nil)
        #expect(loops[1].begin(calls[1]) != nil)
        #expect(authorization.refusalCounts[.concurrencyLimited] == 3)
    }

    @Test("A caller over its rate is told when to come back, and is let in then")
    func rate() throws {
        let rules = AccessRules(anonymous: Grant(), limits: CallLimits(rate: .calls(perSecond: 10, burst: 3)))
        let loop = CallAuthorization(rules, role: StubCall.role).onLoop(StubCall.methods)
        let start: UInt64 = 5_000_000_000
        func begin(at nanoseconds: UInt64) -> RPCError? {
            let call = StubCall(at: start + nanoseconds)
            defer { loop.end(call) }
            return loop.begin(call)
        }
        for _ in 0..<3 { #expect(begin(at: 0) == nil) }
        let error = try #require(begin(at: 0))
        #expect(error.code == .resourceExhausted && error.statusDetails?.reason == "RATE_LIMITED")
        #expect(error.statusDetails?.attachment == .retry(after: .milliseconds(128)))
        #expect(error.metadata.text(for: "grpc-retry-pushback-ms") == "128")
        #expect(begin(at: 128_000_000) == nil)
        #expect(begin(at: 128_000_000) != nil)
    }

    @Test("Tokens of one name share its limits; other names have theirs")
    func sharedLimits() {
        let tokens = (0..<3).map { _ in AccessToken() }
        let records = zip(tokens, ["app", "app", "other"]).map { token, name in
            TokenRecord(id: token.id, name: name, digest: token.digest, grant: Grant(), createdUnixSeconds: 0)
        }
        let rules = AccessRules(tokens: records, limits: CallLimits(concurrency: .calls(1)))
        let loop = CallAuthorization(rules, role: StubCall.role).onLoop(StubCall.methods)
        #expect(loop.begin(StubCall(token: tokens[0].text)) == nil)
        #expect(loop.begin(StubCall(token: tokens[1].text)) != nil)
        #expect(loop.begin(StubCall(token: tokens[2].text)) == nil)
    }

    @Test("A caller's own limits come before everybody's, and rules that stay the same keep the count")
    func ownLimits() {
        let rules = AccessRules(
            identities: ["free": Grant(limits: CallLimits(concurrency: .unlimited))],
            limits: CallLimits(concurrency: .calls(1)))
        let authorization = CallAuthorization(rules, role: StubCall.role)
        let loop = authorization.onLoop(StubCall.methods)
        for _ in 0..<5 { #expect(loop.begin(StubCall(on: StubConnection("free"))) == nil) }
        #expect(loop.begin(StubCall(on: StubConnection("other"))) == nil)
        authorization.replace(rules)
        #expect(loop.begin(StubCall(on: StubConnection("other"))) != nil)
    }
}
