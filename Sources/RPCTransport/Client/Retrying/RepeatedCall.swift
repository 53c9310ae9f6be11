internal import EventLoop
internal import RPCCore

/// A unary call that may take several attempts, one after the other or side by side. Each attempt is a request of its own
/// to the channel; the first answer that counts ends the others.
///
/// Hedged calls are so from their beginning, and calls that may be retried from when their first attempt fails or is slow.
///
/// `start` and `cancel` may be called from any thread; the rest belongs to the channel's loop.
final class RepeatedCall: @unchecked Sendable {
    // Sendable because what changes is touched on the channel's loop only: by the jobs posted below, and by the attempts
    // and the timer, which belong to that loop.

    private enum Plan {
        case retry(RetryPlan)
        case hedge(HedgingPlan)
    }

    private let path: String
    private let frame: MessageFrame
    private let options: RPCCallOptions
    private let replyByteCountMax: Int
    private let channel: ClientChannel
    private var plan: Plan
    /// The attempts that are under way.
    private var open: [ClientRequest] = []
    private var begunCount = 0
    /// How the last attempt failed, while the next is waited for.
    private var lastFailure: RPCError?
    private var isCancelled = false
    private var hasBegun = false
    /// The task that waits for the outcome; set before the call begins.
    private var task: UnsafeContinuation<ClientRequest.Outcome, Never>?
    /// Made when it is first set, which few calls do.
    private var timer: LoopTimer?

    /// A call whose attempts go on side by side.
    ///
    /// - Parameter options: With what the service configuration adds to them.
    init(
        path: String, frame: MessageFrame, options: RPCCallOptions, replyByteCountMax: Int,
        hedging: RPCHedgingPolicy, over channel: ClientChannel
    ) {
        self.path = path
        self.frame = frame
        self.options = options
        self.replyByteCountMax = replyByteCountMax
        self.channel = channel
        plan = .hedge(HedgingPlan(hedging))
    }

    /// A call whose first attempt has begun and has failed or is slow. On the loop.
    init(
        continuing first: ClientRequest, _ retries: RPCRetryPolicy,
        resuming task: UnsafeContinuation<ClientRequest.Outcome, Never>, over channel: ClientChannel
    ) {
        path = first.path
        frame = if case .message(let frame) = first.body { frame } else { .empty }
        options = first.options
        replyByteCountMax = first.replyByteCountMax
        self.channel = channel
        plan = .retry(RetryPlan(retries))
        open = [first]
        begunCount = 1
        hasBegun = true
        self.task = task
    }

    /// Begins a call that has not begun.
    ///
    /// - Parameter task: Told the outcome, once.
    func start(resuming task: UnsafeContinuation<ClientRequest.Outcome, Never>) {
        self.task = task
        channel.loop.execute { self.begin() }
    }

    /// Ends the call, whether it has begun or will.
    func cancel() { channel.loop.execute { self.abandon() } }

    /// Ends the call. On the loop.
    func abandon() {
        isCancelled = true
        finish(.failure(.cancelled))
    }

    private func begin() {
        guard task != nil else { return }
        guard !isCancelled else { return resume(.failure(.cancelled)) }
        hasBegun = true
        channel.retryBudget.take(frame.byteCount)
        guard case .hedge(var hedging) = plan else { return }
        let step = hedging.begin()
        plan = .hedge(hedging)
        take(step, nil)
    }

    private func beginAttempt() {
        var options = options
        if begunCount > 0 { options.metadata.appendProtocolField("grpc-previous-rpc-attempts", "\(begunCount)") }
        begunCount += 1
        let request = ClientRequest(
            path: path, body: .message(frame), options: options, replyByteCountMax: replyByteCountMax)
        request.whenComplete(tell: self)
        open.append(request)
        channel.begin(request)
    }

    /// The first attempt has had no answer for its patience: another one may begin beside it.
    func isSlow(_ request: ClientRequest) {
        guard task != nil, case .retry(var retry) = plan, retry.hedge(throttle: &channel.throttle) else { return }
        plan = .retry(retry)
        beginAttempt()
    }

    /// An attempt has ended.
    func ended(_ request: ClientRequest, _ outcome: ClientRequest.Outcome) {
        open.removeAll { $0 === request }
        guard task != nil else { return }
        switch outcome {
        case .success:
            channel.throttle.succeeded()
            finish(outcome)
        case .failure(let error): failed(request, error)
        }
    }

    private func failed(_ request: ClientRequest, _ error: RPCError) {
        if let cause = error.cause as? ConnectionFailure, !cause.mayPass { return finish(.failure(error)) }
        let failure = AttemptFailure(
            code: error.code, pushback: RetryPushback(error.metadata), isCommitted: request.isCommitted)
        switch plan {
        case .retry(var retry):
            guard open.isEmpty else {
                if !retry.failedBesideAnother(failure, throttle: &channel.throttle) { finish(.failure(error)) }
                return
            }
            let wait = retry.failed(failure, throttle: &channel.throttle, chance: channel.configuration.chance())
            plan = .retry(retry)
            waitToRetry(wait, error)
        case .hedge(var hedging):
            let step = hedging.failed(failure, throttle: &channel.throttle)
            plan = .hedge(hedging)
            take(step, error)
        }
    }

    /// Waits for the next attempt, unless there is none, or none before the deadline.
    private func waitToRetry(_ nanoseconds: UInt64?, _ error: RPCError) {
        guard let nanoseconds else { return finish(.failure(error)) }
        let (instant, overflowed) = channel.loop.clock.now().addingReportingOverflow(nanoseconds)
        guard !overflowed, !options.deadline.hasPassed(at: instant) else { return finish(.failure(error)) }
        setTimer(at: instant)
    }

    private func timerFired() {
        switch plan {
        case .retry: beginAttempt()
        case .hedge(var hedging):
            let step = hedging.timerFired(throttle: channel.throttle)
            plan = .hedge(hedging)
            take(step, lastFailure)
        }
    }

    /// - Parameter error: How the last attempt failed; nil when none has.
    private func take(_ step: HedgingPlan.Step, _ error: RPCError?) {
        lastFailure = error ?? lastFailure
        switch step {
        case .begin(let next):
            if let next { setTimer(after: next) } else { timer?.cancel() }
            beginAttempt()
        case .wait(let nanoseconds): setTimer(after: nanoseconds)
        case .await: timer?.cancel()
        case .finish: finish(.failure(lastFailure ?? .cancelled))
        }
    }

    private func setTimer(after nanoseconds: UInt64) {
        let (instant, overflowed) = channel.loop.clock.now().addingReportingOverflow(nanoseconds)
        setTimer(at: overflowed ? .max : instant)
    }

    private func setTimer(at instant: UInt64) {
        // The call outlives the timer's being set: `finish` stops it.
        let timer = timer ?? LoopTimer(on: channel.loop) { [unowned self] in timerFired() }
        self.timer = timer
        timer.set(at: instant)
    }

    /// Tells the outcome, and ends the attempts that do not count any more.
    private func finish(_ outcome: ClientRequest.Outcome) {
        // Before `begin`, the task is not the loop's to look at.
        guard hasBegun, task != nil else { return }
        timer?.cancel()
        channel.retryBudget.giveBack(frame.byteCount)
        let others = open
        open = []
        if case .failure(let error) = outcome { resume(.failure(explained(error))) } else { resume(outcome) }
        for request in others { channel.abandon(request) }
    }

    private func resume(_ outcome: ClientRequest.Outcome) {
        task?.resume(returning: outcome)
        task = nil
    }

    /// The failure of the last attempt, with the number of attempts where this side says why it failed.
    private func explained(_ error: RPCError) -> RPCError {
        guard error.origin == .local, error.code != .cancelled else { return error }
        var error = error
        if begunCount > 1 { error.message += " (\(begunCount) attempts)" }
        if error.code == .unavailable, !channel.throttle.allowsMore {
            error.message += " (retries are throttled: too many calls have failed)"
        }
        return error
    }
}

extension RPCError {
    fileprivate static let cancelled = RPCError(.cancelled, "the call was cancelled")
}
