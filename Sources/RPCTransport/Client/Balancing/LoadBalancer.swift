/// Which addresses are connected to, and which of the connections takes the next call. Pure: it is told what happens, and
/// says what to do. Addresses go by numbers that their owner gives them, and that never come twice.
protocol LoadBalancer {
    /// How the whole stands.
    var state: RPCConnectivity { get }

    /// The target has these addresses now, in the order to try them.
    mutating func update(_ addresses: [Int]) -> [BalancerAction]
    /// A call wants a connection.
    mutating func connectionWanted() -> [BalancerAction]
    /// The address takes calls.
    mutating func connected(_ address: Int) -> [BalancerAction]
    /// The attempt to connect to the address failed; it rests now.
    mutating func failed(_ address: Int) -> [BalancerAction]
    /// The address that rested may be tried again.
    mutating func rested(_ address: Int) -> [BalancerAction]
    /// The connection to the address takes calls no more.
    mutating func lost(_ address: Int) -> [BalancerAction]
    /// The timer went off.
    mutating func timerFired() -> [BalancerAction]

    /// The address whose connection takes the next call; nil when there is none.
    ///
    /// - Parameter hasRoom: Whether the connection to an address can take a call.
    mutating func pick(hasRoom: (Int) -> Bool) -> Int?
}

/// What a ``LoadBalancer`` wants done.
enum BalancerAction: Equatable {
    /// Begin an attempt to connect.
    case connect(Int)
    /// Give up the attempt, or let the connection end with its calls.
    case drop(Int)
    /// Set the timer for the delay between attempts (RFC 8305, "Connection Attempt Delay").
    case startTimer
    /// The timer is needed no more.
    case stopTimer
    /// The addresses may be out of date.
    case resolve
}

/// How one address stands, as balancers see it.
enum AddressState: Equatable {
    /// Not tried, or its connection has ended.
    case idle
    case connecting
    case ready
    /// The last attempt failed, and the next has to wait.
    case resting
}
