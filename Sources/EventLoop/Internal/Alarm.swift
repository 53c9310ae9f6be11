internal import CLinux
internal import Glibc

/// A timerfd in the loop's set: it wakes the loop for its timers, whether the loop waits itself or Dispatch does.
///
/// It is moved only to an earlier time. When the timer it was set for has been cancelled, it wakes the loop once for
/// nothing, which is cheaper than a system call for each change.
final class Alarm: EventHandler {
    /// The timerfd, watched edge-triggered, so nothing needs to be read back.
    let descriptor: Int32

    private var deadline: UInt64?

    init() throws(SystemError) {
        descriptor = try SystemCall.retrying("timerfd_create") {
            timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
        }
    }

    deinit { SystemCall.close(descriptor) }

    /// Wakes the loop at this instant of its clock, or earlier.
    func set(for deadline: UInt64, now: UInt64) {
        if let set = self.deadline, set <= deadline { return }
        self.deadline = deadline
        let wait = max(deadline - min(deadline, now), 1)  // 0 would switch it off.
        var time = itimerspec()
        time.it_value.tv_sec = Int(clamping: wait / 1_000_000_000)
        time.it_value.tv_nsec = Int(wait % 1_000_000_000)
        timerfd_settime(descriptor, 0, &time, nil)
    }

    /// It went off: the next timer sets it again.
    func ready(_ events: IOEvents) { deadline = nil }
}
