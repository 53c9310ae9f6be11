internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import RPCCore
internal import WireMessages

extension CodeCatalogService {
    /// Answers BatchGetCodes: on the loop when every key is in the cache, else with one read of the missing ones.
    func batchGetCodes(_ bytes: UnsafeRawBufferPointer, _ call: any ServerCall) throws(RPCError) -> UnaryAnswer {
        call.subject = CodeSystem.number(ofFirstKeyIn: bytes)
        let request = try read(BatchGetCodesRequest.self, bytes)
        let batch = Batch(request, asOf: request.asOf ?? today(), in: catalog.cache)
        if let whole = batch.whole(newest: catalog.cache.revision) {
            return .reply(try reply(to: whole))
        }
        return answerLater(call) { [self] in
            let missing = batch.missing
            let read = try await catalog.lookUp(missing, asOf: batch.day, view: batch.view)
            if let whole = batch.completed(with: read.answers, at: read.revision) { return try reply(to: whole) }
            // The catalog changed between the cached part and the part just read: read all of it at one revision.
            let all = try await catalog.lookUp(batch.keys, asOf: batch.day, view: batch.view)
            return try reply(to: Batch.Whole(answers: all.answers, revision: all.revision, outcome: .miss))
        }
    }

    private func reply(to batch: Batch.Whole) throws(RPCError) -> UnaryReply {
        UnaryReply(
            MessageFrame(results: batch.answers),
            metadata: try labels.metadata(revision: batch.revision, outcome: batch.outcome, stripe: 0))
    }
}

/// A batch on its way: the part of it that the cache held.
private struct Batch: Sendable {
    /// An answer for every key, all from one revision.
    struct Whole {
        var answers: [CachedAnswer]
        var revision: Int64
        var outcome: CacheOutcome
    }

    let keys: [CodeKey]
    let day: CalendarDate
    let view: CodeView
    private let held: [ReadThroughCache<CachedQuestion, CachedAnswer>.Answer?]

    init(_ request: BatchGetCodesRequest, asOf day: CalendarDate, in cache: CachedCatalog.Cache) {
        keys = request.keys
        self.day = day
        view = request.view
        held = keys.map { key in
            CodeQuestion(key: key, asOf: day, view: request.view).flatMap { cache.find(.code($0)) }
        }
    }

    /// The keys the cache did not hold, in order.
    var missing: [CodeKey] { zip(keys, held).filter { $0.1 == nil }.map(\.0) }

    /// The whole batch when the cache held all of it, at one revision.
    func whole(newest: Int64) -> Whole? {
        let answers = held.compactMap(\.self)
        guard answers.count == held.count else { return nil }
        let revision = answers.first?.revision ?? newest
        guard answers.allSatisfy({ $0.revision == revision }) else { return nil }
        return Whole(answers: answers.map(\.value), revision: revision, outcome: .hit)
    }

    /// The whole batch with what was read for the missing keys; nil when that is of another revision than the rest.
    func completed(with read: [CachedAnswer], at revision: Int64) -> Whole? {
        guard held.allSatisfy({ $0.map { $0.revision == revision } ?? true }) else { return nil }
        var rest = read.makeIterator()
        let answers = held.compactMap { $0?.value ?? rest.next() }
        guard answers.count == held.count else { return nil }
        return Whole(answers: answers, revision: revision, outcome: .miss)
    }
}

extension MessageFrame {
    /// The frame of a `BatchGetCodesResponse`, made of messages that stand ready.
    fileprivate convenience init(results: [CachedAnswer]) {
        let byteCount = results.reduce(0) { $0 + $1.resultByteCount }
        self.init(messageByteCount: byteCount) { buffer in
            var writer = BatchReplyWriter(buffer)
            for result in results { result.write(to: &writer) }
        }
    }
}

extension CachedAnswer {
    /// What the answer takes in a batch, in bytes.
    var resultByteCount: Int {
        switch self {
        case .reply(let frame): frame.withMessage { BatchReplyWriter.byteCount(code: $0) }
        case .absent(let absent): BatchReplyWriter.byteCount(resultByteCount: absent.result.count)
        }
    }

    /// Writes the answer as a result.
    func write(to writer: inout BatchReplyWriter) {
        switch self {
        case .reply(let frame): frame.withMessage { writer.write(code: $0) }
        case .absent(let absent): absent.result.withUnsafeBytes { writer.write(result: $0) }
        }
    }
}
