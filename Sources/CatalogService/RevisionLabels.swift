internal import CatalogCache
internal import RPCCore
internal import Synchronization

/// The metadata every reply carries: `medcodes-revision` and `medcodes-cache`.
///
/// Made once for each revision and outcome, then shared by all replies. Any thread may ask; the labels are held in a
/// few stripes, so that loops on different cores rarely meet at one lock.
final class RevisionLabels: Sendable {
    /// The labels of one revision, those of an outcome at its position.
    private struct Labels {
        var revision: Int64
        var byOutcome = [ReplyMetadata?](repeating: nil, count: CacheOutcome.allCases.count)
    }

    private final class Stripe: Sendable {
        let labels = Mutex(Labels(revision: .min))
    }

    private static let stripeCount: UInt64 = 16
    private let stripes = (0..<stripeCount).map { _ in Stripe() }

    /// The metadata of a reply. `stripe` is any number; callers that pass different ones rarely wait for each other.
    func metadata(revision: Int64, outcome: CacheOutcome, stripe: UInt64) throws(RPCError) -> ReplyMetadata {
        let stripe = stripes[Int(stripe % Self.stripeCount)]
        if let ready = stripe.labels.withLock({ $0.revision == revision ? $0.byOutcome[outcome.position] : nil }) {
            return ready
        }
        let made = ReplyMetadata(try Self.metadata(revision: revision, outcome: outcome))
        stripe.labels.withLock { labels in
            if labels.revision != revision { labels = Labels(revision: revision) }
            labels.byOutcome[outcome.position] = made
        }
        return made
    }

    /// The same as metadata for an error's trailers.
    static func metadata(revision: Int64, outcome: CacheOutcome) throws(RPCError) -> Metadata {
        var metadata = Metadata()
        try metadata.append("\(revision)", for: "medcodes-revision")
        try metadata.append(outcome.rawValue, for: "medcodes-cache")
        return metadata
    }
}

extension CacheOutcome {
    /// Its place among all outcomes. Their names, which hashing would read, are for people.
    fileprivate var position: Int {
        switch self {
        case .hit: 0
        case .miss: 1
        case .joined: 2
        case .negative: 3
        case .stale: 4
        }
    }
}
