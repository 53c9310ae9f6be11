/// Timers ordered by deadline: a binary heap in which every timer knows its place, so that it can be taken out or moved
/// in O(log n).
///
/// A class, so that the loop's use of it is not checked for exclusive access at run time.
final class TimerHeap {
    private var timers: [LoopTimer] = []

    /// The earliest deadline; nil when no timer is set. Stored, since the loop asks with each wake-up.
    private(set) var earliest: UInt64?

    /// Sets a timer that is not set.
    func insert(_ timer: LoopTimer) {
        timer.place = timers.count
        timers.append(timer)
        siftUp(from: timers.count - 1)
        earliest = timers.first?.deadline
    }

    /// Takes out a timer that is set.
    func remove(_ timer: LoopTimer) {
        guard let place = timer.place else { return }
        timer.place = nil
        defer { earliest = timers.first?.deadline }
        let last = timers.removeLast()
        guard place < timers.count else { return }
        put(last, at: place)
        siftUp(from: place)
        siftDown(from: place)
    }

    /// Takes out the earliest timer, if its deadline is not after `now`.
    func popDue(at now: UInt64) -> LoopTimer? {
        guard let earliest, earliest <= now, let first = timers.first else { return nil }
        remove(first)
        return first
    }

    private func put(_ timer: LoopTimer, at place: Int) {
        timers[place] = timer
        timer.place = place
    }

    private func siftUp(from start: Int) {
        var place = start
        while place > 0 {
            let parent = (place - 1) / 2
            guard timers[place].deadline < timers[parent].deadline else { return }
            exchange(place, parent)
            place = parent
        }
    }

    private func siftDown(from start: Int) {
        var place = start
        while true {
            var smallest = place
            for child in (2 * place + 1)...(2 * place + 2)
            where child < timers.count && timers[child].deadline < timers[smallest].deadline { smallest = child }
            guard smallest != place else { return }
            exchange(place, smallest)
            place = smallest
        }
    }

    private func exchange(_ a: Int, _ b: Int) {
        let timer = timers[a]
        put(timers[b], at: a)
        put(timer, at: b)
    }
}
