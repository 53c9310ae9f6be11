/// A connection to every address, and calls over each in turn (gRPC "Load Balancing Policies", `round_robin`).
///
/// Addresses that are not ready are passed over. A connection that is lost, or that its server wants to end, is replaced at
/// once; an address that fails is tried again as soon as it has rested.
struct RoundRobin: LoadBalancer {
    private var order: [Int] = []
    private var states: [Int: AddressState] = [:]
    /// The addresses that take calls, in the order of the list.
    private var ready: [Int] = []
    private var turn = 0
    private var isActive = false
    /// Those that have failed and not been ready since: beginning another attempt does not end the failure.
    private var failing: Set<Int> = []

    var state: RPCConnectivity {
        if !ready.isEmpty { return .ready }
        guard isActive else { return .idle }
        return order.allSatisfy(failing.contains) ? .transientFailure : .connecting
    }

    mutating func update(_ addresses: [Int]) -> [BalancerAction] {
        let gone = order.filter { !addresses.contains($0) && (states[$0] == .connecting || states[$0] == .ready) }
        states = states.filter { addresses.contains($0.key) }
        failing.formIntersection(addresses)
        order = addresses
        noteReady()
        return gone.map(BalancerAction.drop) + connectIdle()
    }

    mutating func connectionWanted() -> [BalancerAction] {
        guard !isActive, !order.isEmpty else { return [] }
        isActive = true
        return connectIdle()
    }

    mutating func connected(_ address: Int) -> [BalancerAction] {
        guard states[address] == .connecting else { return [.drop(address)] }
        states[address] = .ready
        failing.remove(address)
        noteReady()
        return []
    }

    mutating func failed(_ address: Int) -> [BalancerAction] {
        guard states[address] == .connecting else { return [] }
        states[address] = .resting
        failing.insert(address)
        return [.resolve]
    }

    mutating func rested(_ address: Int) -> [BalancerAction] {
        guard states[address] == .resting else { return [] }
        states[address] = .idle
        return connectIdle()
    }

    mutating func lost(_ address: Int) -> [BalancerAction] {
        guard states[address] == .ready else { return [] }
        states[address] = .idle
        noteReady()
        return [.resolve] + connectIdle()
    }

    mutating func timerFired() -> [BalancerAction] { [] }

    mutating func pick(hasRoom: (Int) -> Bool) -> Int? {
        for _ in ready {
            let address = ready[turn % ready.count]
            turn = (turn + 1) % ready.count
            if hasRoom(address) { return address }
        }
        return nil
    }

    private mutating func connectIdle() -> [BalancerAction] {
        guard isActive else { return [] }
        return order.filter { states[$0, default: .idle] == .idle }.map { address in
            states[address] = .connecting
            return .connect(address)
        }
    }

    private mutating func noteReady() { ready = order.filter { states[$0] == .ready } }
}
