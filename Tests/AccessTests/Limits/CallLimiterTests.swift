import Testing

@testable import Access

@Suite("Limits of a caller")
struct CallLimiterTests {
    @Test("No limits need no limiter")
    func none() {
        #expect(CallLimiter(CallLimits()) == nil)
        #expect(CallLimiter(CallLimits(rate: .unlimited, concurrency: .unlimited)) == nil)
    }

    @Test("In any time, as many calls begin as the rate and the burst allow, and one more at no moment")
    func exactRate() throws {
        let limiter = try #require(CallLimiter(CallLimits(rate: .calls(perSecond: 100, burst: 20))))
        var begun = 0
        // A call each millisecond for ten seconds, beginning late in the clock's life.
        for millisecond in 0..<10_000 {
            let now = 1 << 60 + UInt64(millisecond) * 1_000_000
            if limiter.begin(now: now) == nil { begun += 1 }
            #expect(begun <= 20 + millisecond / 10)
        }
        #expect(begun == 20 + 999)
    }

    @Test("Who waits as long as told is let in, and not a moment earlier")
    func wait() throws {
        let limiter = try #require(CallLimiter(CallLimits(rate: .calls(perSecond: 0.5, burst: 1))))
        #expect(limiter.begin(now: 1000) == nil)
        guard case .rate(let wait)? = limiter.begin(now: 2000) else {
            Issue.record("the second call was let in")
            return
        }
        #expect(wait == 2_000_000_000 - 1000)
        #expect(limiter.begin(now: 2000 + wait - 1) != nil)
        #expect(limiter.begin(now: 2000 + wait) == nil)
    }

    @Test("A clock that goes back a little lets nobody in too often")
    func backwards() throws {
        let limiter = try #require(CallLimiter(CallLimits(rate: .calls(perSecond: 1, burst: 1))))
        #expect(limiter.begin(now: 10_000) == nil)
        #expect(limiter.begin(now: 9000) != nil)
    }

    @Test("Refusing for the rate takes no place among the calls in progress")
    func both() throws {
        let limits = CallLimits(rate: .calls(perSecond: 1, burst: 2), concurrency: .calls(1))
        let limiter = try #require(CallLimiter(limits))
        #expect(limiter.begin(now: 0) == nil)
        #expect(limiter.begin(now: 0) == .concurrency)
        limiter.end()
        // The refused call has not used up the rate.
        #expect(limiter.begin(now: 0) == nil)
        limiter.end()
        #expect(limiter.begin(now: 0) == .rate(waitNanoseconds: 1_000_000_000))
        #expect(limiter.begin(now: 1_000_000_000) == nil)
    }

    @Test("Threads together begin exactly as many calls as there may be")
    func threads() async throws {
        let limits = CallLimits(rate: .calls(perSecond: 0.001, burst: 500), concurrency: .calls(300))
        let limiter = try #require(CallLimiter(limits))
        let begun = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask { (0..<200).count { _ in limiter.begin(now: 1) == nil } }
            }
            return await group.reduce(0, +)
        }
        #expect(begun == 300)
        for _ in 0..<begun { limiter.end() }
        // Those that were refused have not used up the rate: 200 are left of it.
        var more = 0
        while limiter.begin(now: 1) == nil {
            limiter.end()
            more += 1
        }
        #expect(more == 200)
    }

    @Test("The table has one limiter for each caller, and makes room by forgetting who rests")
    func table() throws {
        let table = LimiterTable(countMax: 2)
        let limits = CallLimits(rate: .calls(perSecond: 1, burst: 1), concurrency: .calls(1))
        func limiter(_ name: String, now: UInt64) -> CallLimiter? {
            table.limiter(of: .init(kind: "token", name: name, limits: limits), now: now)
        }
        let first = try #require(limiter("a", now: 0))
        #expect(limiter("a", now: 0) === first)
        let second = try #require(limiter("b", now: 0))
        // Somebody holds both, though neither has been used: newcomers share a third one.
        var third = try #require(limiter("c", now: 0))
        #expect(third !== first && third !== second && limiter("d", now: 0) === third)
        // Nobody holds it any more, and it rests: there is room for one that is somebody's own.
        third = second
        let fourth = try #require(limiter("e", now: 0))
        #expect(fourth !== first && fourth !== second && limiter("e", now: 0) === fourth)
        #expect(limiter("a", now: 0) === first)
    }

    @Test(
        "Rates are read as they are written",
        arguments: [
            ("50", "50/50"), ("50/200", "50/200"), ("0.5", "0.5/1"), ("2.5", "2.5/3"), ("none", "none"),
            ("1000000/1000000", "1000000/1000000"), ("0.001", "0.001/1"),
        ])
    func rates(text: String, description: String) throws {
        let rate = try #require(RateLimit(text))
        #expect(rate.description == description)
        #expect(RateLimit(description) == rate)
    }

    @Test(
        "What is no rate is none",
        arguments: [
            "", "0", "-1", "1e3", "nan", "inf", "5/0", "5/", "/5", "5/2/1", "1000001", " 5", "5/1000001", "0x10",
        ])
    func noRates(text: String) { #expect(RateLimit(text) == nil) }

    @Test(
        "A number of calls is read as it is written", arguments: [("1", "1"), ("1000000", "1000000"), ("none", "none")])
    func concurrency(text: String, description: String) throws {
        #expect(try #require(ConcurrencyLimit(text)).description == description)
        for wrong in ["0", "-1", "", "1000001", "1.5"] { #expect(ConcurrencyLimit(wrong) == nil) }
    }
}
