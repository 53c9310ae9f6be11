/// An alarm that can be set, moved and cancelled any number of times. Belongs to one loop and is used on that loop only.
///
/// The loop holds the timer while it is set, and the timer its action: capture the owner weakly in it.
public final class LoopTimer {
    /// When it goes off, in nanoseconds of the loop's clock; meaningful while it is set.
    public private(set) var deadline: UInt64
    /// Where it stands in the loop's heap; nil while it is not set.
    var place: Int?

    private unowned let loop: EventLoop
    private let action: () -> Void

    /// A timer that is not set. The action runs on the loop, once each time the timer goes off.
    public convenience init(on loop: EventLoop, action: @escaping () -> Void) {
        self.init(on: loop, deadline: 0, action: action)
    }

    init(on loop: EventLoop, deadline: UInt64, action: @escaping () -> Void) {
        self.loop = loop
        self.deadline = deadline
        self.action = action
    }

    /// Whether the timer is set.
    public var isSet: Bool { place != nil }

    /// Sets the timer to this instant of the loop's clock; one that was set is moved. An instant that has passed counts
    /// as now, and the action runs before the loop waits again.
    public func set(at deadline: UInt64) {
        cancel()
        self.deadline = deadline
        loop.timers.insert(self)
    }

    /// Sets the timer so far ahead of the loop's current wake-up.
    public func set(after duration: Duration) {
        let (sum, overflowed) = loop.now.addingReportingOverflow(duration.nanoseconds)
        set(at: overflowed ? .max : sum)
    }

    /// Sets the timer to this instant, unless it goes off earlier anyway.
    public func bringForward(to deadline: UInt64) { if !isSet || deadline < self.deadline { set(at: deadline) } }

    /// The timer will not go off. Does nothing when it is not set.
    public func cancel() { if isSet { loop.timers.remove(self) } }

    func fire() { action() }
}
