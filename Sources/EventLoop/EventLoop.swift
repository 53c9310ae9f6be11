internal import CLinux
public import Dispatch

/// A serial queue that serves many descriptors, timers and letters from other threads, driven by Dispatch.
///
/// Dispatch watches one descriptor per loop: an epoll set that holds all the others. When it wakes the loop, the loop
/// serves its set in batches and goes on waiting on it for a short while (``LingerPolicy``) before it returns the thread.
/// So a busy loop makes one `epoll_wait` per wake-up and no hand-over between threads, an idle one holds no thread, and
/// the number of connections changes neither the number of Dispatch sources nor that of threads.
///
/// `execute(_:)` and `shutDown` may be called from any thread. Everything else, and everything registered with the loop,
/// belongs to the loop: it is used in handlers, in timers, and in jobs given to `execute`.
public final class EventLoop: @unchecked Sendable {
    // Sendable because the mutable state below is touched on `queue` only, which `register` and `LoopBound` check, and
    // what other threads use (`mailbox`, `queue`) is Sendable itself.

    /// The queue all work of this loop runs on.
    public let queue: DispatchQueue
    /// The clock that timers go by.
    public let clock: MonotonicClock
    /// When the loop woke up last, in nanoseconds of its clock: read once per wake-up, so asking costs nothing.
    public private(set) var now: UInt64 {
        get { wokenAt.pointee }
        set { wokenAt.pointee = newValue }
    }

    let poller: Poller
    let timers = TimerHeap()

    /// Where `now` is: other modules ask for a stored property with a check for exclusive access, several times a call.
    private let wokenAt = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
    private var batchEndActions: [() -> Void] = []
    private var hasBatchEndActions = false
    private let mailbox: Mailbox
    private let alarm: Alarm
    private let source: any DispatchSourceRead
    private let linger: Linger
    private var isShutDown = false
    /// Called when the source is cancelled.
    private var shutDownIsDone: (@Sendable () -> Void)?

    /// Starts a loop.
    ///
    /// - Parameter label: The queue's name in debuggers and traces.
    /// - Throws: `SystemError` when the process has no descriptors left.
    public init(
        label: String, linger: LingerPolicy = LingerPolicy(), clock: MonotonicClock = .system
    ) throws(SystemError) {
        queue = DispatchQueue(label: label)
        self.clock = clock
        wokenAt.initialize(to: clock.now())
        self.linger = Linger(linger)
        poller = try Poller()
        mailbox = try Mailbox()
        alarm = try Alarm()
        source = DispatchSource.makeReadSource(fileDescriptor: poller.descriptor, queue: queue)
        _ = try poller.add(mailbox.descriptor, events: EPOLLIN.rawValue | EPOLLET.rawValue, handler: mailbox)
        _ = try poller.add(alarm.descriptor, events: EPOLLIN.rawValue | EPOLLET.rawValue, handler: alarm)
        // The source holds the loop until it is cancelled, so an event never finds the loop gone.
        source.setEventHandler { self.serve() }
        // Set before the source runs: one that is set later is put in line, and is lost when it comes behind the end.
        source.setCancelHandler { self.shutDownIsDone?() }
        source.activate()
    }

    deinit { wokenAt.deallocate() }

    /// Runs the job on the loop, soon, after everything given before it. From any thread; also from the loop itself.
    /// Once the loop is shut down the job is dropped.
    public func execute(_ job: @escaping @Sendable () -> Void) { mailbox.post(job) }

    /// Ends the loop: what is registered then is let go without a word, so owners close their descriptors first. To be
    /// called once; what comes after the first time is dropped like any other job.
    ///
    /// - Parameter whenDone: Called on the loop's queue when the loop touches no descriptor any more.
    public func shutDown(whenDone: @escaping @Sendable () -> Void = {}) {
        execute { [self] in
            mailbox.close()
            isShutDown = true
            shutDownIsDone = whenDone
            source.cancel()
        }
    }

    /// Stops the process when this is not the loop's queue.
    public func preconditionOnLoop() { dispatchPrecondition(condition: .onQueue(queue)) }

    /// Runs the action once the events at hand, letters and timers have been served: the place to write out what several
    /// of them have added to.
    public func atEndOfBatch(_ action: @escaping () -> Void) {
        preconditionOnLoop()
        batchEndActions.append(action)
        hasBatchEndActions = true
    }

    /// Watches a descriptor that the caller owns, level-triggered.
    ///
    /// - Throws: `SystemError` when the kernel refuses, for lack of memory or a limit on watches.
    public func register(
        _ descriptor: Int32, for events: IOEvents, handler: any EventHandler
    ) throws(SystemError) -> Registration {
        preconditionOnLoop()
        let key = try poller.add(descriptor, events: events.rawValue, handler: handler)
        return Registration(loop: self, descriptor: descriptor, events: events, key: key)
    }

    /// One stay, from Dispatch's wake-up to the return to it.
    private func serve() {
        now = clock.now()
        linger.arrived(at: now)
        var waitMilliseconds: Int32? = 0
        while let milliseconds = waitMilliseconds, !isShutDown {
            let count = serveBatch(waitingMilliseconds: milliseconds)
            waitMilliseconds = linger.wait(afterEvents: count, at: now)
        }
    }

    /// Takes one batch of events, serves it, then the timers that are due. Returns the number of events.
    private func serveBatch(waitingMilliseconds: Int32) -> Int {
        // Waiting fails for a descriptor that is no epoll set only, which this one is.
        let count = (try? poller.wait(milliseconds: waitingMilliseconds)) ?? 0
        now = clock.now()
        for position in 0..<count where !isShutDown {
            if let (handler, events) = poller.event(at: position) { handler.ready(events) }
        }
        while !isShutDown, let timer = timers.popDue(at: now) { timer.fire() }
        while hasBatchEndActions, !isShutDown {
            let actions = batchEndActions
            batchEndActions = []
            hasBatchEndActions = false
            for action in actions { action() }
        }
        if let earliest = timers.earliest { alarm.set(for: earliest, now: now) }
        return count
    }
}

extension EventLoop {
    /// Runs the body on the loop's queue and waits for it; only from outside the loop, for setting things up.
    package func onQueue<Value, Failure: Error>(
        _ body: () throws(Failure) -> sending Value
    ) throws(Failure) -> Value {
        let result = queue.sync { () -> Result<Value, Failure> in
            do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
