internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import RPCCore
internal import WireMessages

extension CodeCatalogService {
    /// Answers LookupCodes: takes what requests have come, answers them from the cache and the rest with one read of the
    /// store, and sends the answers as few large pieces. While the caller does not read, nothing more is taken.
    func lookUpCodes(_ call: StreamingCall) async throws {
        var isFirst = true
        while true {
            let messages = try await call.requests.batch(countMax: Self.lookupCountMax)
            guard !messages.isEmpty else { break }
            var batch = LookupBatch(messages, today: today(), in: catalog.cache)
            if !batch.missing.isEmpty { batch.complete(with: try await catalog.lookUp(batch.missing)) }
            if isFirst {
                isFirst = false
                try await announce(batch.missing.isEmpty ? .hit : .miss, on: call)
            }
            for frame in batch.frames { try await call.send(frame) }
            if let error = batch.error { throw error }
        }
        if isFirst { try await announce(.hit, on: call) }
    }

    private func announce(_ outcome: CacheOutcome, on call: StreamingCall) async throws {
        // Waits until the store is open, so that there is a revision to tell.
        _ = try await catalog.store
        call.setMetadata(try labels.metadata(revision: catalog.cache.revision, outcome: outcome, stripe: 0))
    }

    /// How many lookups are answered at once.
    private static let lookupCountMax = 128
}

/// Some lookups of a stream on their way.
private struct LookupBatch {
    /// What the cache did not hold.
    private(set) var missing: [CodeLookup] = []
    /// What is wrong with the request behind the last one that is answered.
    private(set) var error: MessageError?

    private var indexes: [Int64] = []
    private var answers: [CachedAnswer?] = []

    /// About how many bytes of answers are sent as one piece.
    private static let frameByteCountMax = 64 << 10

    init(_ messages: [ReceivedMessage], today: CalendarDate, in cache: CachedCatalog.Cache) {
        indexes.reserveCapacity(messages.count)
        answers.reserveCapacity(messages.count)
        for message in messages {
            let quick = message.withBytes { CodeQuestion.reading(lookupCodesRequest: $0, today: today) }
            if let (index, question) = quick {
                indexes.append(index)
                answers.append(cache.find(.code(question))?.value)
                if answers[answers.count - 1] == nil {
                    missing.append(CodeLookup(key: question.key, day: question.day, view: question.view))
                }
                continue
            }
            do throws(MessageError) {
                let request = try message.withBytes { bytes throws(MessageError) in
                    try LookupCodesRequest(message: bytes)
                }
                indexes.append(request.index)
                answers.append(nil)
                missing.append(CodeLookup(key: request.key, day: request.asOf ?? today, view: request.view))
            } catch {
                self.error = error
                return
            }
        }
    }

    /// Puts in what was missing, in order.
    mutating func complete(with read: [CachedAnswer]) {
        var rest = read.makeIterator()
        for place in answers.indices where answers[place] == nil { answers[place] = rest.next() }
    }

    /// The answers as pieces of a bounded size, each of at least one answer.
    var frames: [MessageFrame] {
        var frames: [MessageFrame] = []
        var start = 0
        var byteCounts: [Int] = []
        var byteCount = 0
        for place in answers.indices {
            byteCounts.append(
                BatchReplyWriter.byteCount(lookupIndex: indexes[place]) + (answers[place]?.resultByteCount ?? 0))
            byteCount += byteCounts[byteCounts.count - 1]
            if byteCount >= Self.frameByteCountMax {
                frames.append(frame(from: start, byteCounts))
                start = place + 1
                (byteCounts, byteCount) = ([], 0)
            }
        }
        if !byteCounts.isEmpty { frames.append(frame(from: start, byteCounts)) }
        return frames
    }

    private func frame(from start: Int, _ byteCounts: [Int]) -> MessageFrame {
        MessageFrame(messageByteCounts: byteCounts) { offset, buffer in
            var writer = BatchReplyWriter(buffer, lookupIndex: indexes[start + offset])
            answers[start + offset]?.write(to: &writer)
        }
    }
}
