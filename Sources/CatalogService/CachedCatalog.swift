internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore
internal import RPCCore

/// One of many questions about codes.
struct CodeLookup: Sendable {
    var key: CodeKey
    var day: CalendarDate
    var view: CodeView
}

/// The catalog as the handlers see it: the store, once it is open, behind the cache of ready replies.
///
/// Any thread may use it. It follows the store's revisions from the moment the store is open: what a revision changed is
/// out of the cache before the writer's call returns.
final class CachedCatalog: Sendable {
    typealias Cache = ReadThroughCache<CachedQuestion, CachedAnswer>

    let cache: Cache
    /// What is answered out of the store beside codes: lists about a code, hierarchies, crosswalks.
    let lists: ReplyCache
    /// Rings at each revision.
    let bell = RevisionBell()
    private let opening: Task<any CodeStore, any Error>

    /// A catalog over a store that may still be opening; questions wait for it.
    ///
    /// - Parameters:
    ///   - codeByteCountMax: What all cached answers about codes may weigh, in bytes.
    ///   - listByteCountMax: The same for lists.
    init(opening store: Task<any CodeStore, any Error>, codeByteCountMax: Int, listByteCountMax: Int) {
        var configuration = Cache.Configuration()
        configuration.byteCountMax = codeByteCountMax
        let cache = Cache(configuration: configuration)
        let lists = ReplyCache(byteCountMax: listByteCountMax)
        self.cache = cache
        self.lists = lists
        opening = Task { [bell] in
            let store = try await store.value
            // Observed before the first question is put to the store, so no change is missed.
            _ = store.observeRevisions { change in
                Self.follow(change, in: cache, lists)
                bell.ring(change.revision)
            }
            let revision = try await store.revision().rawValue
            cache.advance(to: revision, changed: nil)
            lists.advance(to: revision, changed: nil)
            return store
        }
    }

    /// The store, when it is open.
    ///
    /// - Throws: what opening it threw.
    var store: any CodeStore {
        get async throws { try await opening.value }
    }

    /// The answer to a question about one code, through the cache.
    func answer(_ question: CodeQuestion) async throws -> Cache.Answer {
        try await cache.answer(for: .code(question)) { [self] in
            let lookup = try await read([question.key], asOf: question.day, view: question.view)
            return Self.loaded(lookup.answers[0], at: lookup.revision)
        }
    }

    /// What the catalog holds, through the cache.
    func summary() async throws -> Cache.Answer {
        try await cache.answer(for: .catalog) { [self] in
            let summary = LicenceNotices.added(to: try await store.summary())
            return Self.loaded(.reply(.framing(summary)), at: summary.revision)
        }
    }

    /// Many codes read in one snapshot, past the cache, in which they are kept.
    func lookUp(
        _ keys: [CodeKey], asOf day: CalendarDate, view: CodeView
    ) async throws -> (revision: Int64, answers: [CachedAnswer]) {
        let lookup = try await read(keys, asOf: day, view: view)
        let answers = zip(keys, lookup.answers).map { key, answer in
            let loaded = Self.loaded(answer, at: lookup.revision)
            if let question = CodeQuestion(key: key, asOf: day, view: view) { cache.keep(loaded, for: .code(question)) }
            return loaded.value
        }
        return (lookup.revision.rawValue, answers)
    }

    /// Reads codes from the store in one snapshot; for the full view with the codes like them, the written ones and the
    /// computed ones.
    private func read(_ keys: [CodeKey], asOf day: CalendarDate, view: CodeView) async throws -> CatalogLookup {
        guard view == .full else { return try await store.lookUp(keys, asOf: day, view: view) }
        return try await store.read { reader throws(CatalogError) in
            let similarCodes = SimilarCodes(on: day, from: reader)
            var answers: [CodeAnswer] = []
            for key in keys { answers.append(try similarCodes.answer(for: key)) }
            return CatalogLookup(revision: reader.revision, answers: answers)
        }
    }

    /// The same for keys that differ in day and view, and that only fill what room the cache has: a stream of millions of
    /// lookups drives nothing out.
    func lookUp(_ lookups: [CodeLookup]) async throws -> [CachedAnswer] {
        try await store.read { [cache] reader throws(CatalogError) in
            var answers: [CachedAnswer] = []
            for lookup in lookups {
                let answer = try reader.wholeAnswer(for: lookup.key, asOf: lookup.day, view: lookup.view)
                let loaded = Self.loaded(answer, at: reader.revision)
                if let question = CodeQuestion(key: lookup.key, asOf: lookup.day, view: lookup.view) {
                    cache.keep(loaded, for: .code(question), evicting: false)
                }
                answers.append(loaded.value)
            }
            return answers
        }
    }

    private static func loaded(_ answer: CodeAnswer, at revision: Revision) -> Cache.Loaded {
        switch answer {
        case .found(let code): loaded(.reply(.framing(code)), at: revision)
        case .absent(let absence): loaded(.absent(AbsentCode(absence)), at: revision, isAbsence: true)
        }
    }

    private static func loaded(
        _ value: CachedAnswer, at revision: Revision, isAbsence: Bool = false
    ) -> Cache.Loaded {
        Cache.Loaded(value: value, revision: revision.rawValue, byteCount: value.byteCount, isAbsence: isAbsence)
    }

    private static func follow(_ change: RevisionChange, in cache: Cache, _ lists: ReplyCache) {
        // Whole systems are rare (a release came), so they empty the cache rather than make every hit check its system.
        let subjects = change.systems.isEmpty ? change.keys.flatMap(CodeQuestion.subjects(of:)) : nil
        cache.advance(to: change.revision.rawValue, changed: subjects)
        lists.advance(to: change.revision.rawValue, changed: subjects)
    }
}

extension CodeStoreReader {
    /// The answer for a key, in the full view with the codes like it, the written ones and the computed ones.
    func wholeAnswer(
        for key: CodeKey, asOf day: CalendarDate, view: CodeView
    ) throws(CatalogError) -> CodeAnswer {
        guard view == .full else { return try answer(for: key, asOf: day, view: view) }
        return try SimilarCodes(on: day, from: self).answer(for: key)
    }
}
