import CatalogModel

/// A slow catalog that is easy to believe: it keeps every release file and looks into the one in force on the day.
struct ReferenceCatalog {
    var releases: [ReleaseFixture] = []

    /// The wording of a code on a day, or the reason why there is none.
    func answer(_ key: CodeKey, on day: CalendarDate) -> String {
        let loaded = releases.sorted { $0.release.effective < $1.release.effective }
        guard let first = loaded.first else { return AbsenceReason.codeSystemNotLoaded.rawValue }
        guard day >= first.release.effective else { return AbsenceReason.releaseNotLoaded.rawValue }
        let past = loaded.filter { $0.release.effective <= day }
        if let listed = past.last?.codes.first(where: { $0.key == key }) {
            return "\(listed.longDescriptor) in \(past.last?.release.label ?? "")"
        }
        if past.contains(where: { $0.lists(key) }) { return AbsenceReason.terminated.rawValue }
        if loaded.contains(where: { $0.lists(key) }) { return AbsenceReason.notYetEffective.rawValue }
        return AbsenceReason.unknownCode.rawValue
    }
}

extension ReleaseFixture {
    fileprivate func lists(_ key: CodeKey) -> Bool { codes.contains { $0.key == key } }
}

/// A reproducible source of random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
