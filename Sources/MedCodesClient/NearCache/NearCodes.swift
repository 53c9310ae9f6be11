internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import Synchronization

/// The codes that a client has got and holds on to, until the server says that they changed.
///
/// Nothing is held on trust: answers are given only while a watch of the catalog is up (``NearCacheWatch``), and only those
/// that were got since it is. For that, revisions are counted here from a number of our own, which each new watch moves
/// beyond all that were used before: what was held until then is out of date by the cache's own rule, also when the new
/// server counts its revisions otherwise.
///
/// Any thread may use it. A look-up that finds something costs one shard's lock, an atomic load and no allocation.
final class NearCodes: Sendable {
    /// What a look-up found.
    enum Found {
        /// The answer, and the revision for which it holds.
        case held(HeldAnswer, Revision)
        /// Nothing, and where the answer is to be put once it has come; nil when it cannot be held.
        case nothing(Place?)
    }

    /// Where an answer belongs, and under which watch it was asked for.
    struct Place {
        fileprivate let question: NearQuestion
        fileprivate let offset: Int64
    }

    /// Revisions from which on a server's word is not believed: the sums below stay within their type.
    static let revisionLimit: Int64 = 1 << 48
    /// The ``offset`` while there is no watch.
    private static let untrusted = Int64.min

    private let cache: ReadThroughCache<NearQuestion, HeldAnswer>
    /// What is added to the server's revisions to get ours; ``untrusted`` while there is no watch.
    private let offset = Atomic(untrusted)

    /// - Parameter byteCountMax: What all answers together may weigh, in bytes.
    init(byteCountMax: Int) {
        var configuration = ReadThroughCache<NearQuestion, HeldAnswer>.Configuration()
        configuration.byteCountMax = byteCountMax
        // The watch says when an answer is out of date.
        configuration.freshTime = nil
        configuration.absenceFreshTime = nil
        cache = ReadThroughCache(configuration: configuration)
    }

    /// The answer for a code on a day, if it is held.
    func find(_ key: CodeKey, asOf day: CalendarDate, view: CodeView) -> Found {
        guard let place = place(of: key, asOf: day, view: view) else { return .nothing(nil) }
        // Under another watch than a moment ago, the revision would be told wrongly.
        guard let held = cache.find(place.question), offset.load(ordering: .acquiring) == place.offset else {
            return .nothing(place)
        }
        return .held(held.value, Revision(rawValue: held.revision &- place.offset))
    }

    /// Where the answer for a code on a day is to be put once it has come; nil when it cannot be held.
    func place(of key: CodeKey, asOf day: CalendarDate?, view: CodeView) -> Place? {
        let offset = offset.load(ordering: .acquiring)
        guard offset != Self.untrusted, let day, let question = NearQuestion(key, asOf: day, view: view) else {
            return nil
        }
        return Place(question: question, offset: offset)
    }

    /// Holds an answer that has come, unless it is from before the watch or has changed since.
    ///
    /// - Parameters:
    ///   - revision: The revision that the server says it is from; without, it is not held.
    ///   - evicting: Whether others may have to go for it.
    func keep(_ answer: CodeAnswer, at revision: Revision?, in place: Place, evicting: Bool) {
        guard let revision, (0..<Self.revisionLimit).contains(revision.rawValue) else { return }
        let isAbsence = if case .absent = answer { true } else { false }
        cache.keep(
            .init(
                value: HeldAnswer(answer), revision: revision.rawValue &+ place.offset,
                byteCount: answer.heldByteCount, isAbsence: isAbsence),
            for: place.question, evicting: evicting)
    }

    /// What is held, and how often it was of use.
    var statistics: NearCacheStatistics {
        let statistics = cache.statistics
        return NearCacheStatistics(
            isTrusted: offset.load(ordering: .acquiring) != Self.untrusted, entryCount: statistics.entryCount,
            byteCount: statistics.byteCount, hits: statistics.hits + statistics.negatives, misses: statistics.misses)
    }

    // MARK: Called by the watch, and by writes of this client

    /// A watch is up, and tells of everything after this revision.
    func trust(from revision: Revision) {
        let first = cache.revision &+ 1
        cache.advance(to: first, changed: nil)
        offset.store(first &- revision.rawValue, ordering: .releasing)
    }

    /// The watch is lost: nothing is answered until there is another.
    func distrust() { offset.store(Self.untrusted, ordering: .releasing) }

    /// A revision changed these codes; nil for anything.
    ///
    /// Once this has returned, no answer from before is given for them.
    func advance(to revision: Revision, changed keys: [CodeKey]?) {
        let offset = offset.load(ordering: .acquiring)
        guard offset != Self.untrusted else { return }
        guard (0..<Self.revisionLimit).contains(revision.rawValue) else { return distrust() }
        cache.advance(to: revision.rawValue &+ offset, changed: keys?.flatMap(CodeQuestion.subjects(of:)))
    }
}

/// An answer as it is held: one reference to count, whatever it consists of.
final class HeldAnswer: Sendable {
    /// The code; nil when it is not there.
    let code: Code?
    /// Why it is not there, held by itself: of a ``CodeAnswer`` both cases would be gone through with each copy.
    private let storedAbsence: CodeAbsence?

    init(_ answer: CodeAnswer) {
        switch answer {
        case .found(let code): (self.code, storedAbsence) = (code, nil)
        case .absent(let absence): (code, storedAbsence) = (nil, absence)
        }
    }

    /// Why there is no code; to be asked only then.
    var absence: CodeAbsence { storedAbsence! }

    /// The answer as it came.
    var answer: CodeAnswer { if let code { .found(code) } else { .absent(absence) } }
}

/// A question about a code, as the near cache knows it.
struct NearQuestion: CacheKey {
    private let question: CodeQuestion

    /// Nil when the system is none of the known ones, or the code too long.
    init?(_ key: CodeKey, asOf day: CalendarDate, view: CodeView) {
        guard let question = CodeQuestion(key: key, asOf: day, view: view) else { return nil }
        self.question = question
    }

    /// The full view shows codes like this one, which are found around it.
    var dependency: CacheDependency {
        question.view == .full
            ? .subjects(question.subject, question.neighbourhood) : .subject(question.subject)
    }

    var tableHash: Int { Int(truncatingIfNeeded: question.seededHash) }
}
