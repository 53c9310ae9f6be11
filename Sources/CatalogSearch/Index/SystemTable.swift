internal import CatalogModel

/// The code systems in the index, numbered in catalog order; sets of them are bit masks.
struct SystemTable {
    /// The systems.
    private(set) var systems: [CodeSystem] = []

    /// Every system.
    static let all = UInt32.max

    /// So many systems have numbers of their own.
    static let countMax = 32

    /// The number of a system, which is added when it is new; systems from the 32nd on share the last number.
    mutating func insert(_ system: CodeSystem) -> Int {
        if let index = systems.firstIndex(of: system) { return min(index, 31) }
        systems.append(system)
        return min(systems.count - 1, 31)
    }

    /// The mask of one system; of all when nil, of none when no document is of it.
    func mask(of system: CodeSystem?) -> UInt32 {
        guard let system else { return Self.all }
        return systems.firstIndex(of: system).map { 1 << UInt32(min($0, 31)) } ?? 0
    }
}
