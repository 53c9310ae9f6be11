public import CatalogModel

/// Where the catalog lives: what every engine answers, in what order, and what it does when it cannot.
///
/// **Two layers.** A code system's *releases* say which codes are listed on which days: a release is in force from its
/// effective date until the next loaded one of its system. *Pages* describe codes, are valid on every day and belong
/// to no release. A key that any release lists takes its wording, its kind and its days from the releases, and from
/// its page the procedure, the similar codes and the policies; whatever else the release leaves empty (notice aside)
/// is filled from the page too. A key with a page alone is valid on every day.
///
/// **Facts** stand beside the codes: edits, policies, crosswalks, terms. They come in *editions* of a *scope*, such as
/// the practitioner's pair edits; an edition is in force from its effective date until the next loaded one of its scope,
/// and says what the scope holds on those days. Each fact has, besides, the days its source prints. A fact may name
/// codes that are not loaded. Facts add to what is said of a code: whether it is an add-on code, and in the full view, up to
/// 50 each, the codes that lists call like it (best first, behind those of its page) and the policies about it.
///
/// **Revisions.** Every committed change makes one revision; what changes nothing makes none. Each answer comes from one
/// revision and names it.
///
/// **Absence** is an answer, not an error. A key no release lists and no page describes is unknown, except that nothing
/// can be known where the system is not loaded, or before its first release. A listed key is terminated once it has
/// been listed before the day asked for, and not yet effective if it is listed only later.
///
/// **Errors** are ``CatalogError``s: `unavailable` and `conflict` may pass, the others stay until somebody acts. A
/// record whose content does not match its stored digest is `corrupt`, and only the call that needed it fails.
///
/// All methods may be called from any task, any number at a time. Reads never wait for a writer; writers wait for each
/// other, and for a writer of another process as long as the engine's busy timeout.
public protocol CodeStore: Sendable {
    /// Looks keys up as they stand on one day, in one snapshot.
    ///
    /// Costs one indexed read for each key; the full view reads the descriptors of similar codes besides.
    ///
    /// - Parameters:
    ///   - keys: The keys, in canonical spelling; a key may occur more than once.
    ///   - day: The day of service. Policies that do not apply on it are left out.
    ///   - view: Whether procedures, similar codes and policies are wanted.
    /// - Returns: One answer for each key, in the order of the keys.
    func lookUp(
        _ keys: [CodeKey], asOf day: CalendarDate, view: CodeView
    ) async throws(CatalogError) -> CatalogLookup

    /// Asks several questions of one snapshot.
    ///
    /// `body` runs on a thread of the store's and may block it for as long as its questions take; its reader is good
    /// for the time of the call only. Reads run side by side, up to the engine's number of readers.
    ///
    /// - Parameter body: Asks; what it throws is thrown on.
    /// - Returns: What `body` returns.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any CodeStoreReader) throws(CatalogError) -> Value
    ) async throws(CatalogError) -> Value

    /// What is loaded: systems, releases, counts. Costs no scan; the counts are kept with each revision.
    ///
    /// Editions come by format, part and effective date. Systems come in catalog order, releases earliest first. Licence notices are left empty: they are no data.
    func summary() async throws(CatalogError) -> CatalogSummary

    /// The newest committed revision; 0 while nothing has been committed.
    func revision() async throws(CatalogError) -> Revision

    /// What changed after this revision, up to the newest.
    ///
    /// - Returns: A change from `revision` to the newest, empty when they are the same. The keys of recent revisions
    ///   are kept; a change that reaches further back names all loaded systems instead.
    func changes(since revision: Revision) async throws(CatalogError) -> RevisionChange

    /// What each revision behind one changed, one by one and in order.
    ///
    /// - Parameters:
    ///   - revision: The last revision known; one that is still to come has none behind it.
    ///   - limit: The most revisions to return, at least 1. Memory is bounded by about 10,000 changes, so there may be
    ///     fewer; there are none only when there are none.
    /// - Returns: The revisions; nil when it is no longer known what all of them changed.
    func history(after revision: Revision, limit: Int) async throws(CatalogError) -> [CatalogRevision]?

    /// The catalog as it is now, held still for a long read such as an export.
    ///
    /// Let go of it when done: while it is held, the engine cannot reuse the space of what has changed since.
    func snapshot() async throws(CatalogError) -> any CatalogSnapshot

    /// Calls a function at every revision committed from now on, until the observation ends.
    ///
    /// A commit through this store is told before ``write(source:dryRun:progress:_:)`` returns; a commit by another
    /// process within the engine's poll interval. Calls come one at a time, in the order of revisions, on a queue of
    /// the store's; they must be brief and must not call the store. Changes that come close together may be told as one.
    func observeRevisions(_ observer: @escaping @Sendable (RevisionChange) -> Void) -> RevisionObservation

    /// Runs one import as one transaction: stages what `body` streams in, checks it, and applies it at once or not at
    /// all.
    ///
    /// Nothing is changed while `body` runs, and reads go on with the old revision until the commit. Memory stays
    /// bounded whatever the number of rows. `body` runs on a thread of the store's, so it may block on files; its
    /// writer is good for the time of the call only.
    ///
    /// - Parameters:
    ///   - source: Where the rows come from, kept with what they become.
    ///   - dryRun: Whether to undo everything at the end; the report is the same.
    ///   - progress: Called on the store's thread as the import gets on.
    ///   - body: Streams the rows in. What it throws undoes everything and is thrown on.
    /// - Returns: What the import did to the catalog.
    /// - Throws: `rejected` for rows that contradict each other or the loaded releases; `outdated` for an edit of a code
    ///   that changed after the edit's basis; `conflict`, `full` or
    ///   `readOnly` when the engine cannot write. The catalog is then as it was before.
    func write(
        source: ImportSource, dryRun: Bool, progress: @escaping @Sendable (WriteProgress) -> Void,
        _ body: @escaping @Sendable (any CodeStoreWriter) throws(CatalogError) -> Void
    ) async throws(CatalogError) -> WriteReport

    /// Reads everything and checks it: the engine's structures, every stored digest, the rules between rows.
    ///
    /// Takes seconds to minutes. Reads and writes go on meanwhile.
    ///
    /// - Throws: `corrupt`, naming the first damage found and what to do.
    func checkIntegrity() async throws(CatalogError)

    /// Ends all work and closes the files or connections. Calls after it throw `unavailable`; closing twice is fine.
    func close() async throws(CatalogError)
}

extension CodeStore {
    /// Runs one import as one transaction, for callers that want no progress.
    public func write(
        source: ImportSource, dryRun: Bool = false,
        _ body: @escaping @Sendable (any CodeStoreWriter) throws(CatalogError) -> Void
    ) async throws(CatalogError) -> WriteReport {
        try await write(source: source, dryRun: dryRun, progress: { _ in }, body)
    }

    /// The revisions committed from now on, as a sequence that ends when its task does.
    ///
    /// Commits through this store are in the sequence before the writer's call returns. A reader that falls more than
    /// 256 changes behind loses the oldest: it sees a change whose ``RevisionChange/since`` is newer than what it knows,
    /// and asks ``changes(since:)``.
    public func watchRevisions() -> AsyncStream<RevisionChange> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: RevisionChange.self, bufferingPolicy: .bufferingNewest(256))
        let observation = observeRevisions { continuation.yield($0) }
        continuation.onTermination = { _ in observation.end() }
        return stream
    }
}
