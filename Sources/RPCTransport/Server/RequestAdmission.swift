internal import RPCCore

/// Lets the large requests of a connection come a few at a time.
///
/// Every stream has a small window at first, in which most requests fit. One that does not fit is given a large one when
/// there is room for the length that it declares; until then it waits in its order with what has come of it, and holds up
/// no other. So a connection has the server keep what is admitted, and a small window for each other call that it may have
/// open, and no call is refused for being one of many.
struct RequestAdmission {
    private let byteCountMax: Int
    private var admittedByteCount = 0
    private var waiting = CallQueue()

    init(byteCountMax: Int) { self.byteCountMax = byteCountMax }

    /// Asks for room for a request, or has it wait.
    ///
    /// - Returns: Whether it may come now.
    mutating func ask(_ call: WaitingCall, byteCount: Int) -> Bool {
        guard waiting.isEmpty, hasRoom(byteCount) else {
            waiting.append(call)
            return false
        }
        admittedByteCount += byteCount
        return true
    }

    /// A request that was admitted is not kept any more.
    mutating func release(_ byteCount: Int) { admittedByteCount -= byteCount }

    /// The next request that may come.
    ///
    /// - Parameter byteCount: The length that a call's request declares; nil for a call that does not wait any more.
    mutating func next(_ byteCount: (WaitingCall) -> Int?) -> (call: WaitingCall, byteCount: Int)? {
        while let call = waiting.first {
            guard let count = byteCount(call) else {
                _ = waiting.popFirst()
                continue
            }
            guard hasRoom(count) else { return nil }
            admittedByteCount += count
            return waiting.popFirst().map { ($0, count) }
        }
        return nil
    }

    private func hasRoom(_ byteCount: Int) -> Bool {
        admittedByteCount == 0 || admittedByteCount + byteCount <= byteCountMax
    }
}
