internal import CatalogMessages
internal import CatalogModel
internal import Synchronization

/// Turns many small look-ups into few calls: those made within a short time of each other, for the same day and view, travel
/// as one BatchGetCodes, and each gets its own answer.
///
/// ```swift
/// let batcher = client.batcher()
/// async let first = batcher.code(CodeKey(system: .cpt, code: "22849"))
/// async let second = batcher.code(CodeKey(system: .cpt, code: "20931"))
/// print(try await first.longDescriptor, try await second.longDescriptor)
/// ```
///
/// For code that looks codes up one by one in many places, such as resolvers of a GraphQL server. Who has the keys in hand
/// asks for them together with ``MedCodesClient/codes(_:asOf:view:)``. Answers of one batch are of one revision; look-ups
/// that merely follow each other may not be. May be used from any task.
public final class CodeBatcher: Sendable {
    /// How look-ups are gathered.
    public struct Configuration: Hashable, Sendable {
        /// How long a look-up waits for others. 1 ms by default.
        public var window = Duration.milliseconds(1)
        /// The keys that make a batch full, so that it leaves at once; at most ``MedCodesClient/batchKeyCountMax``. 250 by
        /// default.
        public var keyCountMax = 250
        /// Look-ups that may be gathered or under way; one more fails with RESOURCE_EXHAUSTED. 20,000 by default.
        public var waitingCountMax = 20_000

        /// The defaults.
        public init() {}
    }

    private struct State {
        /// The batches that are being gathered.
        var open: [CodeBatch.Subject: CodeBatch] = [:]
        var waitingCount = 0
    }

    private let client: MedCodesClient
    private let configuration: Configuration
    private let state = Mutex(State())

    init(_ client: MedCodesClient, _ configuration: Configuration) {
        self.client = client
        self.configuration = configuration
    }

    /// The code as it stands on a day.
    ///
    /// - Parameters:
    ///   - day: The day the patient was treated; nil for today (UTC).
    ///   - view: How much of it to fetch.
    /// - Throws: ``MedCodesError``; NOT_FOUND, with ``MedCodesError/absence``, when the code is not valid on that day.
    public func code(
        _ key: CodeKey, asOf day: CalendarDate? = nil, view: CodeView = .basic
    ) async throws(MedCodesError) -> Code {
        switch try await answer(for: key, asOf: day, view: view) {
        case .found(let code): return code
        case .absent(let absence): throw MedCodesError(absence)
        }
    }

    /// The code as it stands on a day, or why it is not there. Parameters are those of ``code(_:asOf:view:)``.
    ///
    /// - Throws: ``MedCodesError``, what the whole batch failed with; CANCELLED when the task is cancelled, which leaves
    ///   the batch to the others in it.
    public func answer(
        for key: CodeKey, asOf day: CalendarDate? = nil, view: CodeView = .basic
    ) async throws(MedCodesError) -> CodeAnswer {
        let day = client.lookupDay(day)
        if case .held(let held, let revision) = client.findNear(key, asOf: day, view: view) {
            client.tell(.batchGetCodes, revision)
            return held.answer
        }
        try enter()
        defer { leave() }
        let waiter = BatchWaiter()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard waiter.wait(continuation) else { return }
                join(waiter, CodeBatch.Subject(day: day, view: view), key)
            }
        } onCancel: {
            waiter.resume(.failure(MedCodesError(.cancelled, "the task was cancelled")))
        }
        return try result.get()
    }

    private func enter() throws(MedCodesError) {
        let isFull = state.withLock { state in
            guard state.waitingCount < configuration.waitingCountMax else { return true }
            state.waitingCount += 1
            return false
        }
        guard !isFull else {
            throw MedCodesError(
                .resourceExhausted,
                "\(configuration.waitingCountMax) look-ups wait in this batcher already; make fewer at once")
        }
    }

    private func leave() { state.withLock { $0.waitingCount -= 1 } }

    /// Adds a look-up to the batch of its day and view, which leaves when it is full or its time has come.
    private func join(_ waiter: BatchWaiter, _ subject: CodeBatch.Subject, _ key: CodeKey) {
        let (batch, isNew, isFull) = state.withLock { state in
            let open = state.open[subject]
            let batch = open ?? CodeBatch(subject)
            batch.add(waiter, for: key)
            let isFull = batch.keys.count >= min(max(configuration.keyCountMax, 1), MedCodesClient.batchKeyCountMax)
            state.open[subject] = isFull ? nil : batch
            return (batch, open == nil, isFull)
        }
        if isFull {
            send(batch)
        } else if isNew {
            Task { [self] in
                try? await Task.sleep(for: configuration.window)
                let isOpen = state.withLock { state in
                    guard state.open[subject] === batch else { return false }
                    state.open[subject] = nil
                    return true
                }
                if isOpen { send(batch) }
            }
        }
    }

    /// Makes the call of a batch that nobody joins any more.
    private func send(_ batch: CodeBatch) {
        Task { [client] in
            do throws(MedCodesError) {
                batch.resume(
                    try await client.fetch(
                        batch.keys, asOf: batch.subject.day, view: batch.subject.view, isSweep: false))
            } catch {
                batch.resume(error)
            }
        }
    }
}

extension MedCodesClient {
    /// A batcher of look-ups, whose calls are this client's. One is enough for a program.
    public func batcher(_ configuration: CodeBatcher.Configuration = CodeBatcher.Configuration()) -> CodeBatcher {
        CodeBatcher(self, configuration)
    }
}
