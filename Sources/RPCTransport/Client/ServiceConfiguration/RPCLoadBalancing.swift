/// Which of a target's addresses calls go to (gRPC "Load Balancing Policies").
public enum RPCLoadBalancing: Hashable, Sendable {
    /// All to the first that answers: `pick_first`.
    case pickFirst
    /// To each in turn: `round_robin`.
    case roundRobin
}

extension RPCLoadBalancing {
    /// The policy with this name in a service configuration; nil for those not known here.
    init?(name: String) {
        switch name {
        case "pick_first": self = .pickFirst
        case "round_robin": self = .roundRobin
        default: return nil
        }
    }
}
