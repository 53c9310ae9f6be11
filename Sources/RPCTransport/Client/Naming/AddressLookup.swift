internal import EventLoop

/// Looks a target up when its addresses are wanted, and again when they may be out of date. Belongs to a loop.
///
/// A lookup that fails is repeated with backoff; one that succeeded is not repeated before
/// ``RPCClientConfiguration/lookupInterval`` has passed, and never when the target consists of numbers.
final class AddressLookup {
    /// Why the last lookup failed; nil when it did not.
    private(set) var failure: ConnectionFailure?

    private let configuration: RPCClientConfiguration
    private let loop: EventLoop
    private let resolver: TargetResolver
    private let whenResolved: ([ServerAddress]?) -> Void
    private var backoff: ReconnectBackoff
    /// Counts the lookups, so that the answer to one that was stopped is known.
    private var number = 0
    private var isRunning = false
    private var succeededAt: UInt64?
    private lazy var timer = LoopTimer(on: loop) { [weak self] in self?.begin() }

    /// - Parameter whenResolved: Called on the loop with the addresses, or with nil when there are none.
    init(
        _ configuration: RPCClientConfiguration, loop: EventLoop,
        whenResolved: @escaping ([ServerAddress]?) -> Void
    ) {
        self.configuration = configuration
        self.loop = loop
        self.whenResolved = whenResolved
        resolver = TargetResolver(configuration.target, lookUp: configuration.lookUp)
        backoff = ReconnectBackoff(configuration.backoff)
    }

    /// Looks the target up now, unless that is being done, or waits because it has just failed.
    func begin() {
        guard !isRunning, !(timer.isSet && failure != nil) else { return }
        timer.cancel()
        isRunning = true
        number += 1
        backoff.began(now: loop.now)
        let owner = LoopBound(WeakLookup(self), on: loop)
        resolver.resolve(on: loop) { [number] result in owner.value.lookup?.finished(result, number: number) }
    }

    /// The addresses may be out of date.
    func refresh() {
        guard !isRunning, !timer.isSet, !resolver.isFixed else { return }
        let (earliest, overflowed) = (succeededAt ?? 0)
            .addingReportingOverflow(configuration.lookupInterval.nanoseconds)
        if !overflowed, earliest <= loop.now { begin() } else { timer.set(at: overflowed ? .max : earliest) }
    }

    /// Forgets the lookup that may be running.
    func stop() {
        timer.cancel()
        number += 1
        isRunning = false
        failure = nil
    }

    private func finished(_ result: Result<[ServerAddress], ResolutionError>, number: Int) {
        guard number == self.number else { return }
        isRunning = false
        switch result {
        case .success(let addresses):
            failure = nil
            succeededAt = loop.now
            backoff = ReconnectBackoff(configuration.backoff)
            whenResolved(addresses)
        case .failure(let error):
            failure = ConnectionFailure(.unknownHost, "\(error)", isUnprocessed: true)
            timer.set(at: backoff.retryInstant(chance: configuration.chance()))
            whenResolved(nil)
        }
    }
}

/// A lookup that is not kept alive by its own running.
private struct WeakLookup {
    weak var lookup: AddressLookup?

    init(_ lookup: AddressLookup) { self.lookup = lookup }
}
