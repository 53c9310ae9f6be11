import RPCCore
import RPCServices
import Testing

@Suite("What an overloaded server says")
struct RPCErrorOverloadTests {
    @Test("Names the time to wait for programs and for clients that retry")
    func delay() {
        let error = RPCError.overloaded(retryAfter: .milliseconds(1500))
        #expect(error.code == .resourceExhausted)
        #expect(error.statusDetails?.reason == "OVERLOADED")
        #expect(error.statusDetails?.attachment == .retry(after: .milliseconds(1500)))
        #expect(error.metadata.text(for: "grpc-retry-pushback-ms") == "1500")
    }

    @Test("Spreads callers over the time around it")
    func spread() {
        let delays = RPCError.overloaded(retryAfterAbout: .seconds(1)).compactMap { error -> Duration? in
            guard case .retry(let delay) = error.statusDetails?.attachment else { return nil }
            return delay
        }
        #expect(delays.count == 8)
        #expect(Set(delays).count == 8)
        #expect(delays.min() == .milliseconds(500))
        #expect(delays.max() == .milliseconds(1500))
    }
}
