internal import Synchronization

/// How the cache loads: one flight per key, with a deadline, and what is past its time while that takes or fails.
extension ReadThroughCache {
    /// Where a question stands that was not answered at once.
    private enum Boarding {
        /// It is answered by now, or may be answered with what is past its time.
        case held(Answer)
        /// A load for it is under way.
        case joined(Flight<Loaded>)
        /// A load is to be started; until it is done, what is past its time may do.
        case first(Flight<Loaded>, meanwhile: Answer?)
    }

    /// The answer for this key: held, or on its way for somebody else, or loaded now. Never waits on the caller's
    /// thread.
    ///
    /// The load runs in a task of its own and goes on when the caller is cancelled, since others may have joined it;
    /// it is cancelled at its deadline.
    ///
    /// - Throws: what the load threw, to everyone who waited for it, or ``LoadTimedOut``, when there is nothing that may
    ///   be served stale; `CancellationError` when the caller was cancelled while it waited.
    public func answer(
        for key: Key, load: @escaping @Sendable () async throws -> Loaded
    ) async throws -> Answer {
        if let held = find(key) { return held }
        switch board(key) {
        case .held(let answer):
            return answer
        case .joined(let flight):
            return try await answer(of: flight, for: key, outcome: .joined)
        case .first(let flight, let meanwhile):
            start(flight, for: key, load: load)
            if let meanwhile { return meanwhile }
            return try await answer(of: flight, for: key, outcome: .miss)
        }
    }

    private func answer(of flight: Flight<Loaded>, for key: Key, outcome: CacheOutcome) async throws -> Answer {
        switch await flight.result() {
        case .success(let loaded):
            count(outcome, for: key)
            return Answer(value: loaded.value, outcome: outcome, revision: max(loaded.revision, flight.startedAt))
        case .failure(let error):
            if Task.isCancelled { throw error }
            if let stale = stale(key, within: configuration.staleOnErrorTime) { return stale }
            throw error
        }
    }

    /// The flight to wait for, unless there is an answer by now: one load ends and the next begins behind this lock
    /// only. A flight that began before something the key depends on changed is not joined: it may bring an answer
    /// that was out of date before this caller asked.
    private func board(_ key: Key) -> Boarding {
        let hash = key.tableHash
        let shard = shard(hash)
        return shard.flights.withLock { flights in
            if let held = shard.entries.withLock({ find(key, hash: hash, in: &$0) }) { return .held(held) }
            if let waiting = stale(key, within: configuration.staleOnErrorTime, retryLaterOnly: true) {
                return .held(waiting)
            }
            let meanwhile = stale(key, within: configuration.revalidationTime)
            if let flying = flights[key], stamps.isCurrent(flying.startedAt, for: key.dependency) {
                return meanwhile.map(Boarding.held) ?? .joined(flying)
            }
            let flight = Flight<Loaded>(startedAt: stamps.latest)
            flights[key] = flight
            return .first(flight, meanwhile: meanwhile)
        }
    }

    /// The answer held past its time, if that is not longer ago than this and no revision made it out of date.
    ///
    /// - Parameter retryLaterOnly: Only if its load failed so recently that it is not tried again yet.
    private func stale(_ key: Key, within time: Duration, retryLaterOnly: Bool = false) -> Answer? {
        let hash = key.tableHash
        return shard(hash).entries.withLock { shard in
            guard let index = current(key, hash: hash, in: &shard) else { return nil }
            let slot = shard.slots[Int(index)]
            guard shard.directory.entries[Int(index)].segment != .absences, let value = slot.value else { return nil }
            let now = clock.nanoseconds()
            guard now < slot.freshUntil.addingSaturating(configuration.staleOnErrorTime.nanoseconds) else {
                shard.remove(index, because: .expired)
                return nil
            }
            guard now < slot.freshUntil.addingSaturating(time.nanoseconds), !retryLaterOnly || now < slot.retryAt else {
                return nil
            }
            shard.counts.add(.stale)
            return Answer(value: value, outcome: .stale, revision: max(stamps.latest, slot.revision))
        }
    }

    private func start(
        _ flight: Flight<Loaded>, for key: Key, load: @escaping @Sendable () async throws -> Loaded
    ) {
        Task { [clock, deadline = configuration.loadDeadline] in
            let loading = Task { try await load() }
            let watch = Task {
                try await clock.sleep(deadline)
                land(flight, .failure(LoadTimedOut()), for: key)
                loading.cancel()
            }
            let result = await loading.result
            watch.cancel()
            if case .success(let loaded) = result { store(loaded, for: key, evicting: true) }
            land(flight, result, for: key)
        }
    }

    private func land(_ flight: Flight<Loaded>, _ result: Result<Loaded, any Error>, for key: Key) {
        let hash = key.tableHash
        let shard = shard(hash)
        shard.flights.withLock { flights in
            // Not if it landed before, when it took too long, nor if a change made another one start.
            guard flights[key] === flight else { return }
            flights[key] = nil
            // Before anyone can start the next flight: the delay is for them.
            if case .failure = result { delayRetry(key, hash: hash, in: shard) }
        }
        flight.finish(result)
    }

    private func delayRetry(_ key: Key, hash: Int, in shard: ShardBox) {
        let retryAt = clock.nanoseconds().addingSaturating(configuration.retryDelay.nanoseconds)
        shard.entries.withLock { shard in
            shard.counts.failedLoads += 1
            if let index = shard.find(key, hash: hash) { shard.delayRetry(index, until: retryAt) }
        }
    }
}
