import Synchronization

/// Which cached answers a revision made out of date.
///
/// An answer read at revision *r* is current as long as nothing it depends on changed after *r*. So instead of looking
/// for entries to throw out, a change writes its revision at the place of each changed subject, in a fixed table, and
/// an entry is checked against that place when it is found. Invalidation then costs one store for each changed
/// subject whatever the cache holds, a load that was under way when the change came can never slip an old answer in,
/// and an answer that is absent for now is covered like any other.
///
/// Any thread may call any method. Reads are two or three atomic loads.
@usableFromInline
final class RevisionStamps: Sendable {
    /// Places for subjects; two subjects sharing one cost each other a reload, nothing else.
    @usableFromInline static let placeCount = 4096

    /// What the table takes, in bytes.
    static var byteCount: Int { placeCount * MemoryLayout<Atomic<Int64>>.stride }

    private let places: Places
    private let floor: Atomic<Int64>
    private let newest: Atomic<Int64>

    init(revision: Int64) {
        places = Places()
        floor = Atomic(revision)
        newest = Atomic(revision)
    }

    /// The newest revision made known.
    @usableFromInline var latest: Int64 { newest.load(ordering: .acquiring) }

    /// Whether an answer read at this revision still holds.
    @usableFromInline func isCurrent(_ revision: Int64, for dependency: CacheDependency) -> Bool {
        switch dependency {
        case .everything: revision >= latest
        case .subject(let hash):
            revision >= floor.load(ordering: .acquiring) && revision >= places[hash].load(ordering: .acquiring)
        case .subjects(let a, let b):
            revision >= floor.load(ordering: .acquiring) && revision >= places[a].load(ordering: .acquiring)
                && revision >= places[b].load(ordering: .acquiring)
        }
    }

    /// Makes a revision known that changed these subjects; nil for "anything may have changed".
    ///
    /// Once this has returned, no answer older than the revision is current for a changed subject.
    func advance(to revision: Int64, changed subjects: [UInt64]?) {
        if let subjects {
            for hash in subjects { Self.raise(places[hash], to: revision) }
        } else {
            Self.raise(floor, to: revision)
        }
        Self.raise(newest, to: revision)
    }

    private static func raise(_ stamp: borrowing Atomic<Int64>, to revision: Int64) {
        var seen = stamp.load(ordering: .relaxed)
        while seen < revision {
            let (exchanged, original) = stamp.weakCompareExchange(
                expected: seen, desired: revision, ordering: .acquiringAndReleasing)
            if exchanged { return }
            seen = original
        }
    }

    /// The table of places.
    ///
    /// Sendable although it holds a pointer: the memory is allocated once, never moved, freed with the table, and every
    /// access to it is an atomic operation.
    private final class Places: @unchecked Sendable {
        private let stamps: UnsafeMutablePointer<Atomic<Int64>>

        init() {
            stamps = .allocate(capacity: RevisionStamps.placeCount)
            for index in 0..<RevisionStamps.placeCount { (stamps + index).initialize(to: Atomic(Int64.min)) }
        }

        deinit {
            stamps.deinitialize(count: RevisionStamps.placeCount)
            stamps.deallocate()
        }

        subscript(hash: UInt64) -> Atomic<Int64> {
            _read { yield stamps[Int(hash % UInt64(RevisionStamps.placeCount))] }
        }
    }
}
