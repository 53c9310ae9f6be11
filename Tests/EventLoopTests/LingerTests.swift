import Dispatch
import Testing

@testable import EventLoop

@Suite("Lingering")
struct LingerTests {
    private let millisecond: UInt64 = 1_000_000

    private func linger() -> Linger {
        Linger(LingerPolicy(base: .milliseconds(1), longest: .milliseconds(4), stay: .milliseconds(10)))
    }

    @Test("The loop leaves when nothing came for the base time")
    func leaves() {
        let linger = linger()
        linger.arrived(at: 0)
        #expect(linger.wait(afterEvents: 1, at: 0) == 1)
        #expect(linger.wait(afterEvents: 1, at: millisecond / 2) == 1)
        #expect(linger.wait(afterEvents: 0, at: millisecond) == 1)
        #expect(linger.wait(afterEvents: 0, at: millisecond * 3 / 2) == nil)
    }

    @Test("The loop leaves after the longest stay though events keep coming")
    func stayEnds() {
        let linger = linger()
        linger.arrived(at: 0)
        for step in 0..<10 { #expect(linger.wait(afterEvents: 1, at: UInt64(step) * millisecond) == 1) }
        #expect(linger.wait(afterEvents: 1, at: 10 * millisecond) == nil)
    }

    @Test("Returning too early doubles the wait up to the longest, a quiet time brings it back")
    func adapts() {
        let linger = linger()
        var now: UInt64 = 0
        var waits: [Int32?] = []
        for gap: UInt64 in [0, 1, 1, 1, 1, 1000] {
            now += gap * millisecond
            linger.arrived(at: now)
            waits.append(linger.wait(afterEvents: 1, at: now))
            now += 20 * millisecond
            _ = linger.wait(afterEvents: 0, at: now)
        }
        #expect(waits == [1, 2, 4, 4, 4, 1])
    }
}

@Suite("The timer heap")
struct TimerHeapTests {
    @Test("Gives back what was put in and not removed, by deadline", arguments: 0..<20)
    func model(seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        let loop = try EventLoop(label: "test.heap")
        defer { loop.shutDown() }
        loop.queue.sync {
            let heap = TimerHeap()
            var model: [LoopTimer] = []
            for _ in 0..<500 {
                if model.isEmpty || generator.next() % 3 != 0 {
                    let timer = LoopTimer(on: loop, deadline: generator.next() % 100) {}
                    heap.insert(timer)
                    model.append(timer)
                } else {
                    heap.remove(model.remove(at: Int(generator.next() % UInt64(model.count))))
                }
                #expect(heap.earliest == model.map(\.deadline).min())
            }
            var due: [UInt64] = []
            while let timer = heap.popDue(at: 49) { due.append(timer.deadline) }
            #expect(due == model.map(\.deadline).filter { $0 <= 49 }.sorted())
            #expect(heap.earliest == model.map(\.deadline).filter { $0 > 49 }.min())
        }
    }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
