import TestSupport
import Testing

@testable import RPCTransport

@Suite("The first address that answers")
struct PickFirstTests {
    private func balancer(_ addresses: [Int]) -> PickFirst {
        var balancer = PickFirst()
        #expect(balancer.update(addresses) == [])
        return balancer
    }

    @Test("Nothing is connected to before a call wants it")
    func idle() {
        var balancer = balancer([1, 2])
        #expect(balancer.state == .idle)
        #expect(balancer.pick { _ in true } == nil)
        #expect(balancer.connectionWanted() == [.connect(1), .startTimer])
        #expect(balancer.state == .connecting)
        #expect(balancer.connectionWanted() == [])
    }

    @Test("The next attempt begins when the last has had its time, and the first to succeed ends the others")
    func happyEyeballs() {
        var balancer = balancer([1, 2, 3])
        _ = balancer.connectionWanted()
        #expect(balancer.timerFired() == [.connect(2), .startTimer])
        #expect(balancer.timerFired() == [.connect(3), .stopTimer])
        #expect(balancer.timerFired() == [])
        #expect(balancer.connected(2) == [.drop(1), .drop(3), .stopTimer])
        #expect(balancer.state == .ready)
        #expect(balancer.pick { _ in true } == 2)
        #expect(balancer.pick { _ in false } == nil)
        #expect(balancer.connected(3) == [.drop(3)])
    }

    @Test("The next attempt begins at once when the last has failed")
    func failureMovesOn() {
        var balancer = balancer([1, 2])
        _ = balancer.connectionWanted()
        #expect(balancer.failed(1) == [.connect(2), .stopTimer])
        #expect(balancer.connected(2) == [.stopTimer])
        #expect(balancer.pick { _ in true } == 2)
    }

    @Test("When all have failed, calls fail until an address that has rested is ready")
    func allFail() {
        var balancer = balancer([1, 2])
        _ = balancer.connectionWanted()
        _ = balancer.failed(1)
        #expect(balancer.failed(2) == [.stopTimer, .resolve])
        #expect(balancer.state == .transientFailure)
        #expect(balancer.rested(1) == [.connect(1)])
        #expect(balancer.state == .transientFailure)
        #expect(balancer.failed(1) == [.resolve])
        #expect(balancer.rested(2) == [.connect(2)])
        _ = balancer.connected(2)
        #expect(balancer.state == .ready)
    }

    @Test("An address that rests during the pass is tried again after it")
    func restedDuringPass() {
        var balancer = balancer([1, 2])
        _ = balancer.connectionWanted()
        _ = balancer.failed(1)
        #expect(balancer.rested(1) == [])
        #expect(balancer.failed(2) == [.stopTimer, .resolve, .connect(1)])
        #expect(balancer.state == .transientFailure)
    }

    @Test("A lost connection is not replaced until a call wants one; the addresses are looked up anew")
    func lost() {
        var balancer = balancer([1, 2])
        _ = balancer.connectionWanted()
        _ = balancer.connected(1)
        #expect(balancer.lost(1) == [.resolve])
        #expect(balancer.state == .idle)
        #expect(balancer.connectionWanted() == [.connect(1), .startTimer])
    }

    @Test("New addresses end what is connected to the old ones, and keep what is still there")
    func update() {
        var balancer = balancer([1, 2])
        _ = balancer.connectionWanted()
        _ = balancer.connected(1)
        #expect(balancer.update([2, 1]) == [])
        #expect(balancer.state == .ready)
        #expect(balancer.update([2, 3]) == [.drop(1)])
        #expect(balancer.state == .idle)
        #expect(balancer.connectionWanted() == [.connect(2), .startTimer])
        #expect(balancer.update([3, 4]) == [.drop(2), .connect(3), .startTimer])
        _ = balancer.failed(3)
        _ = balancer.failed(4)
        #expect(balancer.state == .transientFailure)
        #expect(balancer.update([3, 4, 5]) == [.connect(5), .stopTimer])
        #expect(balancer.state == .transientFailure)
    }

    @Test("Whatever comes in whatever order, at most one connection is kept and the pass always ends")
    func random() {
        var generator = SplitMix64(seed: 7)
        for _ in 0..<500 {
            var world = BalancedWorld(PickFirst(), addresses: Array(0..<Int.random(in: 1...5, using: &generator)))
            for _ in 0..<100 { world.step(using: &generator) }
            #expect(world.ready.count <= 1)
            #expect(world.isConsistent)
        }
    }
}
