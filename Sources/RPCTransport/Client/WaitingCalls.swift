/// Calls that wait for a connection with room, first come, first served. Taking one out costs as much wherever it stands.
struct WaitingCalls {
    private var calls: [UInt64: ClientCall] = [:]
    private var front: UInt64 = 0
    private var end: UInt64 = 0

    /// How many wait.
    var count: Int { calls.count }

    /// Whether none does.
    var isEmpty: Bool { calls.isEmpty }

    /// Adds a call at the end.
    mutating func append(_ call: ClientCall) {
        calls[end] = call
        call.waitingTicket = end
        end += 1
    }

    /// Takes the call whose turn is next; nil when there is none.
    mutating func popFirst() -> ClientCall? {
        while front < end {
            defer { front += 1 }
            guard let call = calls.removeValue(forKey: front) else { continue }
            call.waitingTicket = nil
            return call
        }
        return nil
    }

    /// Takes out a call that may wait.
    ///
    /// - Returns: Whether it did.
    @discardableResult
    mutating func remove(_ call: ClientCall) -> Bool {
        guard let ticket = call.waitingTicket else { return false }
        call.waitingTicket = nil
        return calls.removeValue(forKey: ticket) != nil
    }

    /// Takes out all calls for which the condition holds, in order.
    mutating func removeAll(where isMeant: (ClientCall) -> Bool) -> [ClientCall] {
        let meant = calls.values.filter(isMeant).sorted { ($0.waitingTicket ?? 0) < ($1.waitingTicket ?? 0) }
        for call in meant { remove(call) }
        return meant
    }
}
