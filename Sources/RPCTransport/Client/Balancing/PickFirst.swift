/// One connection, to the first address that answers (gRPC "Load Balancing Policies", `pick_first`).
///
/// Attempts begin in the order of the addresses, the next one when the last has failed or has had its time, and go on side
/// by side; the first to succeed ends the others ("Happy Eyeballs", RFC 8305 section 5; gRPC proposal A61). When all have
/// failed, each is tried again as soon as it has rested. A lost connection is not replaced until a call wants one.
struct PickFirst: LoadBalancer {
    private(set) var state = RPCConnectivity.idle
    private var order: [Int] = []
    private var states: [Int: AddressState] = [:]
    private var current: Int?
    /// How many addresses of `order` the present pass has been through.
    private var tried = 0

    mutating func update(_ addresses: [Int]) -> [BalancerAction] {
        let gone = order.filter { !addresses.contains($0) && (states[$0] == .connecting || states[$0] == .ready) }
        states = states.filter { addresses.contains($0.key) }
        order = addresses
        var actions = gone.map(BalancerAction.drop)
        if let current, !addresses.contains(current) {
            self.current = nil
            state = .idle
        }
        if state == .connecting || state == .transientFailure {
            tried = 0
            actions += tryNext()
        }
        return actions
    }

    mutating func connectionWanted() -> [BalancerAction] {
        guard state == .idle, !order.isEmpty else { return [] }
        state = .connecting
        tried = 0
        return tryNext()
    }

    mutating func connected(_ address: Int) -> [BalancerAction] {
        guard states[address] == .connecting, current == nil else { return [.drop(address)] }
        let others = order.filter { $0 != address && states[$0] == .connecting }
        for other in others { states[other] = .idle }
        states[address] = .ready
        current = address
        state = .ready
        return others.map(BalancerAction.drop) + [.stopTimer]
    }

    mutating func failed(_ address: Int) -> [BalancerAction] {
        guard states[address] == .connecting else { return [] }
        states[address] = .resting
        // The pass is over, but the addresses may have changed.
        return state == .transientFailure && tried == order.count ? [.resolve] : tryNext()
    }

    mutating func rested(_ address: Int) -> [BalancerAction] {
        guard states[address] == .resting else { return [] }
        states[address] = .idle
        guard state == .transientFailure else { return [] }
        states[address] = .connecting
        return [.connect(address)]
    }

    mutating func lost(_ address: Int) -> [BalancerAction] {
        guard current == address else { return [] }
        current = nil
        states[address] = .idle
        state = .idle
        return [.resolve]
    }

    mutating func timerFired() -> [BalancerAction] { state == .ready || state == .idle ? [] : tryNext() }

    mutating func pick(hasRoom: (Int) -> Bool) -> Int? {
        guard let current, hasRoom(current) else { return nil }
        return current
    }

    /// Begins the next attempt of the pass. Addresses that rest are passed over.
    private mutating func tryNext() -> [BalancerAction] {
        while tried < order.count {
            let address = order[tried]
            tried += 1
            guard states[address, default: .idle] == .idle else { continue }
            states[address] = .connecting
            return [.connect(address), tried < order.count ? .startTimer : .stopTimer]
        }
        guard state == .connecting, !states.values.contains(.connecting) else { return [] }
        state = .transientFailure
        return [.stopTimer, .resolve] + connectRested()
    }

    /// Begins attempts to those addresses that came to rest, and have rested, during the pass.
    private mutating func connectRested() -> [BalancerAction] {
        order.filter { states[$0, default: .idle] == .idle }.map { address in
            states[address] = .connecting
            return .connect(address)
        }
    }
}
