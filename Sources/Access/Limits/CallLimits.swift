/// How much a caller may ask for. What is nil is not said.
public struct CallLimits: Hashable, Sendable {
    /// Calls as time goes by.
    public var rate: RateLimit?
    /// Calls at once, on all its connections together.
    public var concurrency: ConcurrencyLimit?

    /// Limits.
    public init(rate: RateLimit? = nil, concurrency: ConcurrencyLimit? = nil) {
        self.rate = rate
        self.concurrency = concurrency
    }

    /// These limits, and where they say nothing, those.
    public func otherwise(_ others: CallLimits) -> CallLimits {
        CallLimits(rate: rate ?? others.rate, concurrency: concurrency ?? others.concurrency)
    }
}

/// A number of calls in progress, as people write it: `20`, or `none` for any number.
public enum ConcurrencyLimit: Hashable, Sendable {
    /// As many as the server takes.
    case unlimited
    /// So many, at least one.
    case calls(Int)

    /// The largest number.
    public static let countMax = 1_000_000

    /// Reads a number from 1 to ``countMax``, or `none`; nil for anything else.
    public init?(_ text: String) {
        if text == "none" {
            self = .unlimited
        } else if let count = Int(text), (1...Self.countMax).contains(count) {
            self = .calls(count)
        } else {
            return nil
        }
    }
}

extension ConcurrencyLimit: CustomStringConvertible {
    /// As it can be read back.
    public var description: String { if case .calls(let count) = self { "\(count)" } else { "none" } }
}
