/// Which answer goes when there is no room: W-TinyLFU with a setting.
///
/// An answer comes into the window. What the window has no room for goes on probation, where, when the cache is full,
/// it stays only if it is asked for more often than the one there that was used longest ago. Asked for again on
/// probation, an answer is protected. (Einziger, Friedman and Manes, 2017.) The settings differ in how large the
/// window is and in how much fame helps an answer that has not been used for long; ``EvictionDuel`` finds the right
/// one.
@usableFromInline
struct EvictionPolicy {
    /// A way to weigh use long ago against use just now.
    @usableFromInline enum Setting: Int, CaseIterable {
        /// For a popularity that is steady or moves slowly: whoever is asked for three times of late is let in.
        case balanced
        /// For loops and sweeps: the famous stay.
        case frequency
        /// For a popularity that moves fast: last used, last to go.
        case recency

        /// What the window may take of the whole.
        var windowShare: Double { self == .recency ? 0.99 : 0.01 }

        /// The most that the fame of an answer on probation counts against a newcomer's, 0...15.
        var famePreservedMax: Int { self == .balanced ? 2 : 15 }
    }

    /// What may be protected of what the window leaves.
    private static let protectedShare = 0.8
    /// How many answers change their segment for one that comes, so that a change of setting does not stop the world.
    private static let moveCountMax = 16

    var setting: Setting
    /// What all answers may weigh, in bytes.
    var byteCountMax: Int

    init(setting: Setting = .balanced, byteCountMax: Int) {
        self.setting = setting
        self.byteCountMax = byteCountMax
    }

    private var windowByteCountMax: Int { Int(Double(byteCountMax) * setting.windowShare) }

    /// Notes that an entry was used.
    @usableFromInline func use(_ index: Int32, in directory: inout EntryDirectory) {
        let segment = directory.entries[Int(index)].segment
        directory.move(index, to: segment == .probation ? .protected : segment)
        if segment == .probation { demote(in: &directory) }
    }

    /// The next answer to let go, until it returns nil; to be called after one has come.
    ///
    /// - Parameter candidate: Carries the newcomer who is being judged from one call to the next; at first `none`.
    func nextVictim(
        in directory: inout EntryDirectory, by sketch: FrequencySketch, candidate: inout Int32
    ) -> Int32? {
        for _ in 0..<Self.moveCountMax {
            if candidate != EntryDirectory.none, isOverweight(directory) {
                return loser(&candidate, in: directory, by: sketch)
            }
            guard directory[.window].byteCount > windowByteCountMax else { break }
            candidate = directory[.window].oldest
            directory.move(candidate, to: .probation)
        }
        demote(in: &directory)
        guard isOverweight(directory) else { return nil }
        if directory[.probation].count > 0 { return directory[.probation].oldest }
        return directory[.protected].count > 0 ? directory[.protected].oldest : directory[.window].oldest
    }

    /// What the answers weigh, in bytes.
    static func byteCount(_ directory: EntryDirectory) -> Int {
        directory[.window].byteCount + directory[.probation].byteCount + directory[.protected].byteCount
    }

    private func isOverweight(_ directory: EntryDirectory) -> Bool { Self.byteCount(directory) > byteCountMax }

    /// The newcomer or its rival, whoever is worth less; of two equals, the newcomer.
    private func loser(
        _ candidate: inout Int32, in directory: EntryDirectory, by sketch: FrequencySketch
    ) -> Int32 {
        let newcomer = candidate
        var rival = directory[.probation].oldest
        if rival == newcomer { rival = directory[.protected].oldest }
        if rival != EntryDirectory.none {
            let fame = min(sketch.estimate(directory.entries[Int(rival)].hash), setting.famePreservedMax)
            if sketch.estimate(directory.entries[Int(newcomer)].hash) > fame { return rival }
        }
        candidate = EntryDirectory.none
        return newcomer
    }

    private func demote(in directory: inout EntryDirectory) {
        let protectedMax = Int(Double(byteCountMax - windowByteCountMax) * Self.protectedShare)
        for _ in 0..<Self.moveCountMax where directory[.protected].byteCount > protectedMax {
            directory.move(directory[.protected].oldest, to: .probation)
        }
    }
}
