@testable import RPCTransport

/// Addresses that do by chance what addresses do, and carry out what a balancer wants.
struct BalancedWorld<Balancer: LoadBalancer> {
    private var balancer: Balancer
    private(set) var addresses: [Int]
    private(set) var connecting: Set<Int> = []
    private(set) var ready: Set<Int> = []
    private(set) var resting: Set<Int> = []
    private var isTimerSet = false
    private var nextAddress: Int
    /// Whether the balancer asked for anything that cannot be.
    private var isBroken = false

    init(_ balancer: Balancer, addresses: [Int]) {
        self.balancer = balancer
        self.addresses = addresses
        nextAddress = addresses.count
        apply(self.balancer.update(addresses))
        apply(self.balancer.connectionWanted())
    }

    /// Whether the balancer's state and picks are what the connections allow.
    var isConsistent: Bool {
        var copy = balancer
        let pick = copy.pick { _ in true }
        guard !isBroken, (balancer.state == .ready) == !ready.isEmpty, pick.map(ready.contains) ?? ready.isEmpty else {
            return false
        }
        switch balancer.state {
        case .connecting: return !connecting.isEmpty
        case .transientFailure: return !connecting.isEmpty || !resting.isEmpty
        case .idle, .ready, .shutdown: return true
        }
    }

    /// One event.
    mutating func step(using generator: inout some RandomNumberGenerator) {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0:
            take(from: \.connecting, using: &generator) { world, address in
                world.ready.insert(address)
                world.apply(world.balancer.connected(address))
            }
        case 1, 2:
            take(from: \.connecting, using: &generator) { world, address in
                world.resting.insert(address)
                world.apply(world.balancer.failed(address))
            }
        case 3, 4: take(from: \.resting, using: &generator) { $0.apply($0.balancer.rested($1)) }
        case 5: take(from: \.ready, using: &generator) { $0.apply($0.balancer.lost($1)) }
        case 6:
            if isTimerSet {
                isTimerSet = false
                apply(balancer.timerFired())
            }
            apply(balancer.connectionWanted())
        default: changeAddresses(using: &generator)
        }
        if balancer.state == .idle { apply(balancer.connectionWanted()) }
    }

    private mutating func changeAddresses(using generator: inout some RandomNumberGenerator) {
        addresses.append(nextAddress)
        nextAddress += 1
        if let gone = addresses.indices.randomElement(using: &generator) { addresses.remove(at: gone) }
        resting.formIntersection(addresses)
        apply(balancer.update(addresses))
    }

    private mutating func take(
        from set: WritableKeyPath<Self, Set<Int>>, using generator: inout some RandomNumberGenerator,
        _ body: (inout Self, Int) -> Void
    ) {
        guard let address = self[keyPath: set].sorted().randomElement(using: &generator) else { return }
        self[keyPath: set].remove(address)
        body(&self, address)
    }

    private mutating func apply(_ actions: [BalancerAction]) {
        for action in actions {
            switch action {
            case .connect(let address):
                isBroken =
                    isBroken || !addresses.contains(address) || connecting.contains(address)
                    || ready.contains(address) || resting.contains(address)
                connecting.insert(address)
            case .drop(let address):
                isBroken = isBroken || !(connecting.contains(address) || ready.contains(address))
                connecting.remove(address)
                ready.remove(address)
            case .startTimer: isTimerSet = true
            case .stopTimer: isTimerSet = false
            case .resolve: break
            }
        }
    }
}
