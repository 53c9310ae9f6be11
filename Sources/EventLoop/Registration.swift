/// A descriptor's place in a loop's set. Belongs to the loop and is used on it only.
///
/// It must be cancelled before the descriptor is closed; until then the loop holds the handler.
public final class Registration {
    /// What the descriptor waits for.
    public private(set) var events: IOEvents

    private unowned let loop: EventLoop
    private let descriptor: Int32
    private var key: UInt64?

    init(loop: EventLoop, descriptor: Int32, events: IOEvents, key: UInt64) {
        self.loop = loop
        self.descriptor = descriptor
        self.events = events
        self.key = key
    }

    /// Waits for these events from now on; a system call only when they change.
    ///
    /// - Throws: `SystemError` when the kernel has no memory left.
    public func wait(for events: IOEvents) throws(SystemError) {
        guard let key, events != self.events else { return }
        try loop.poller.modify(descriptor, events: events.rawValue, key: key)
        self.events = events
    }

    /// Ends the registration: the handler hears no more, not even of events fetched already. Twice is once.
    public func cancel() {
        guard let key else { return }
        self.key = nil
        // Cannot fail for a descriptor that is open and in the set, which this registration is the proof of.
        try? loop.poller.remove(descriptor, key: key)
    }
}
