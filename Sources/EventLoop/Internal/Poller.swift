internal import CLinux

/// An epoll set and the handlers of its descriptors. Owned by one loop.
///
/// Every descriptor gets a slot. The kernel gives back the slot's number together with its generation, so an event that
/// was fetched before its descriptor left the set in the same batch is recognised and dropped.
///
/// A class, so that the loop's use of it is not checked for exclusive access at run time.
final class Poller {
    /// Most events taken from the kernel at once.
    static let batchCountMax = 256

    private struct Slot {
        var generation: UInt32 = 0
        var handler: (any EventHandler)?
    }

    /// The epoll descriptor.
    let descriptor: Int32

    private var slots: [Slot] = []
    private var freeSlots: [Int] = []
    private let batch = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: batchCountMax)

    init() throws(SystemError) {
        descriptor = try SystemCall.retrying("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) }
    }

    deinit {
        SystemCall.close(descriptor)
        batch.deallocate()
    }

    /// Number of descriptors in the set.
    var count: Int { slots.count - freeSlots.count }

    /// Adds a descriptor; the key names it from now on.
    func add(
        _ descriptor: Int32, events: UInt32, handler: any EventHandler
    ) throws(SystemError) -> UInt64 {
        let index = freeSlots.last ?? slots.count
        let generation = index < slots.count ? slots[index].generation : 0
        let key = UInt64(generation) << 32 | UInt64(index)
        try control(EPOLL_CTL_ADD, descriptor, events: events, key: key)
        if index == slots.count { slots.append(Slot()) } else { freeSlots.removeLast() }
        slots[index].handler = handler
        return key
    }

    /// Changes what a descriptor waits for.
    func modify(_ descriptor: Int32, events: UInt32, key: UInt64) throws(SystemError) {
        try control(EPOLL_CTL_MOD, descriptor, events: events, key: key)
    }

    /// Takes a descriptor out of the set, before it is closed.
    func remove(_ descriptor: Int32, key: UInt64) throws(SystemError) {
        let index = Int(key & 0xFFFF_FFFF)
        slots[index].handler = nil
        slots[index].generation &+= 1
        freeSlots.append(index)
        try control(EPOLL_CTL_DEL, descriptor, events: 0, key: key)
    }

    /// Waits for events, at most so many milliseconds, and returns their number.
    func wait(milliseconds: Int32) throws(SystemError) -> Int {
        let count = try SystemCall.retrying("epoll_wait") {
            epoll_wait(descriptor, batch.baseAddress, Int32(Self.batchCountMax), milliseconds)
        }
        return Int(count)
    }

    /// The handler and the events at this place of the last batch; nil when the descriptor has left the set meanwhile.
    func event(at position: Int) -> (handler: any EventHandler, events: IOEvents)? {
        let event = batch[position]
        let slot = slots[Int(event.data.u64 & 0xFFFF_FFFF)]
        guard slot.generation == UInt32(event.data.u64 >> 32), let handler = slot.handler else { return nil }
        return (handler, IOEvents(rawValue: event.events))
    }

    private func control(_ operation: Int32, _ descriptor: Int32, events: UInt32, key: UInt64) throws(SystemError) {
        var event = epoll_event(events: events, data: epoll_data(u64: key))
        _ = try SystemCall.retrying("epoll_ctl") { epoll_ctl(self.descriptor, operation, descriptor, &event) }
    }
}
