import Testing

@testable import RPCTransport

@Suite("The lag of a loop")
struct LoopLagTests {
    private static let lagMax: UInt64 = 250
    private static let interval: UInt64 = 1000
    private let lag = LoopLag(lagMax: lagMax, interval: interval)

    @Test("A loop that keeps up is not overloaded, however long it works")
    mutating func busy() { expect(false, after: Array(repeating: 249, count: 100)) }

    @Test("One long wake-up is nothing to act on")
    mutating func burst() { expect(false, after: [10, 100_000, 10, 10]) }

    @Test("Long wake-ups without a break are, after the interval")
    mutating func standingQueue() {
        expect(false, after: [300, 300, 300])
        expect(true, after: [300, 300])
    }

    @Test("A short wake-up ends it at once")
    mutating func recovery() {
        expect(true, after: [300, 300, 300, 300, 300])
        expect(false, after: [10, 10])
        expect(false, after: [300, 300])
    }

    @Test("So does a pause, since nothing can have waited")
    mutating func pause() {
        expect(true, after: [300, 300, 300, 300, 300])
        now += 250
        let isOverloaded = lag.isOverloaded(wakeUp: now)
        #expect(!isOverloaded)
    }

    @Test("Long idleness behind a long wake-up is no overload")
    mutating func idle() {
        expect(false, after: [300])
        now += 1_000_000
        expect(false, after: [10])
    }

    @Test("Work of wake-ups in which no call was asked for does not add up")
    mutating func unaskedWork() {
        for _ in 0..<100 {
            lag.worked(at: now + 10, wakeUp: now)
            now += 20
        }
        let isOverloaded = lag.isOverloaded(wakeUp: now)
        #expect(!isOverloaded)
    }

    private var now: UInt64 = 5000

    /// Goes through wake-ups of these lengths, one behind the other, and looks whether the loop is overloaded in the next.
    private mutating func expect(
        _ expected: Bool, after lengths: [UInt64], at location: SourceLocation = #_sourceLocation
    ) {
        for length in lengths {
            _ = lag.isOverloaded(wakeUp: now)
            lag.worked(at: now + length, wakeUp: now)
            now += length
        }
        let isOverloaded = lag.isOverloaded(wakeUp: now)
        #expect(isOverloaded == expected, sourceLocation: location)
    }
}
