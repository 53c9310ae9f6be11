import TestSupport
import Testing

@testable import RPCTransport

@Suite("Each address in turn")
struct RoundRobinTests {
    private func ready(_ addresses: [Int]) -> RoundRobin {
        var balancer = RoundRobin()
        #expect(balancer.update(addresses) == [])
        #expect(balancer.connectionWanted() == addresses.map(BalancerAction.connect))
        #expect(balancer.state == .connecting)
        for address in addresses { #expect(balancer.connected(address) == []) }
        #expect(balancer.state == .ready)
        return balancer
    }

    private func picks(_ balancer: inout RoundRobin, _ count: Int, except full: Int? = nil) -> [Int?] {
        var picks: [Int?] = []
        for _ in 0..<count { picks.append(balancer.pick { $0 != full }) }
        return picks
    }

    @Test("Calls go to each connection in turn")
    func turns() {
        var balancer = ready([1, 2, 3])
        #expect(picks(&balancer, 6) == [1, 2, 3, 1, 2, 3])
    }

    @Test("Connections without room are passed over; when none has room the call waits")
    func full() {
        var balancer = ready([1, 2, 3])
        #expect(picks(&balancer, 4, except: 2) == [1, 3, 1, 3])
        #expect(balancer.pick { _ in false } == nil)
    }

    @Test("The first connection that is ready takes calls while others are made")
    func partial() {
        var balancer = RoundRobin()
        _ = balancer.update([1, 2])
        _ = balancer.connectionWanted()
        _ = balancer.connected(2)
        #expect(balancer.state == .ready)
        #expect(picks(&balancer, 2) == [2, 2])
    }

    @Test("A lost connection is replaced at once, and passed over until it is")
    func lost() {
        var balancer = ready([1, 2])
        #expect(balancer.lost(1) == [.resolve, .connect(1)])
        #expect(picks(&balancer, 2) == [2, 2])
        _ = balancer.connected(1)
        #expect(Set(picks(&balancer, 2)) == [1, 2])
    }

    @Test("Calls fail when all addresses have, until one is ready")
    func allFail() {
        var balancer = RoundRobin()
        _ = balancer.update([1, 2])
        _ = balancer.connectionWanted()
        #expect(balancer.failed(1) == [.resolve])
        #expect(balancer.state == .connecting)
        #expect(balancer.rested(1) == [.connect(1)])
        #expect(balancer.failed(2) == [.resolve])
        #expect(balancer.state == .transientFailure)
        _ = balancer.connected(1)
        #expect(balancer.state == .ready)
    }

    @Test("New addresses are connected to, and old ones let go")
    func update() {
        var balancer = ready([1, 2])
        #expect(balancer.update([2, 3]) == [.drop(1), .connect(3)])
        #expect(picks(&balancer, 2) == [2, 2])
    }

    @Test("Whatever comes in whatever order, every address that can be is connected to")
    func random() {
        var generator = SplitMix64(seed: 8)
        for _ in 0..<500 {
            var world = BalancedWorld(RoundRobin(), addresses: Array(0..<Int.random(in: 1...5, using: &generator)))
            for _ in 0..<100 { world.step(using: &generator) }
            #expect(world.isConsistent)
            #expect(
                world.addresses.allSatisfy { world.connecting.union(world.ready).union(world.resting).contains($0) })
        }
    }
}
