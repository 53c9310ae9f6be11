internal import Synchronization

/// Finds the setting of the eviction policy that suits the questions that come: one small cache without values for each
/// setting, all asked what the real one is asked, and the setting of the one that answers most is in force.
///
/// One shard in sixteen plays the duel on its own keys for the whole cache, so most questions pay nothing for it.
/// Owned by that shard.
@usableFromInline
struct EvictionDuel {
    /// A cache that remembers only what it would hold.
    private struct Ghost {
        var directory = EntryDirectory()
        var policy: EvictionPolicy
        /// Hits, those of long ago counting less.
        var score = 0.0

        /// Whether a question would have been answered; it is held from now on, if the policy will.
        mutating func answers(hash: Int, byteCount: Int, sketch: FrequencySketch) -> Bool {
            if let index = directory.find(hash: hash) {
                directory.reweigh(index, byteCount: byteCount)
                policy.use(index, in: &directory)
                return true
            }
            _ = directory.insert(hash: hash, byteCount: byteCount, into: .window)
            var candidate = EntryDirectory.none
            while let victim = policy.nextVictim(in: &directory, by: sketch, candidate: &candidate) {
                directory.remove(victim)
            }
            return false
        }
    }

    /// For how many questions per entry a hit counts; its weight falls exponentially.
    private static let memory = 10.0

    private var ghosts: [Ghost]
    private var leader = EvictionPolicy.Setting.balanced

    init(byteCountMax: Int) {
        ghosts = EvictionPolicy.Setting.allCases.map { setting in
            Ghost(policy: EvictionPolicy(setting: setting, byteCountMax: byteCountMax))
        }
    }

    /// What they may take for an entry.
    static var entryCost: Int { EvictionPolicy.Setting.allCases.count * EntryDirectory.entryCost }

    /// What the answers of each ghost may weigh, in bytes.
    var byteCountMax: Int {
        get { ghosts[0].policy.byteCountMax }
        set { for index in ghosts.indices { ghosts[index].policy.byteCountMax = newValue } }
    }

    /// What the ghosts take, in bytes.
    var byteCount: Int { ghosts.reduce(0) { $0 + $1.directory.byteCount } }

    /// Puts a question for an answer of this weight to all, and says which setting leads.
    @usableFromInline mutating func ask(
        hash: Int, byteCount: Int, sketch: FrequencySketch
    ) -> EvictionPolicy.Setting {
        let span = Self.memory * Double(max(ghosts[leader.rawValue].directory.count, 32))
        var best = leader.rawValue
        for index in ghosts.indices {
            let isHit = ghosts[index].answers(hash: hash, byteCount: byteCount, sketch: sketch)
            ghosts[index].score += (isHit ? 1 : 0) - ghosts[index].score / span
            if ghosts[index].score > ghosts[best].score { best = index }
        }
        // A lead that chance could make is none: the standard deviation of a count of `span` is at most half its root.
        if ghosts[best].score - ghosts[leader.rawValue].score > span.squareRoot() {
            leader = ghosts[best].policy.setting
        }
        return leader
    }
}

/// The setting that all shards of a cache follow. Any thread may read and write it.
@usableFromInline
final class SettingInForce: Sendable {
    private let position = Atomic(EvictionPolicy.Setting.balanced.rawValue)

    init() {}

    @usableFromInline var setting: EvictionPolicy.Setting {
        get { EvictionPolicy.Setting(rawValue: position.load(ordering: .relaxed)) ?? .balanced }
        set { position.store(newValue.rawValue, ordering: .relaxed) }
    }
}
