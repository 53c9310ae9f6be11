/// The open streams of a connection, held, in no particular order: to add and to take out one costs a few instructions.
///
/// An array would do, but as a property it is checked for exclusive access at run time with each change, which costs
/// more than the change.
final class StreamList {
    private(set) var count = 0

    private var memory: UnsafeMutablePointer<Unmanaged<HTTP2Stream>>
    private var capacity = 8

    init() { memory = .allocate(capacity: capacity) }

    deinit {
        for place in 0..<count { memory[place].release() }
        memory.deallocate()
    }

    /// Whether there are none.
    var isEmpty: Bool { count == 0 }

    /// The streams as they are now, to be gone through while some of them close.
    var all: [HTTP2Stream] { Array(self) }

    /// Adds a stream that is in no list.
    func append(_ stream: HTTP2Stream) {
        if count == capacity { grow() }
        stream.place = count
        (memory + count).initialize(to: .passRetained(stream))
        count += 1
    }

    /// Takes a stream out and returns it; nil for one that is in no list.
    @discardableResult func remove(_ stream: HTTP2Stream) -> HTTP2Stream? {
        guard let place = stream.place else { return nil }
        stream.place = nil
        count -= 1
        let removed = memory[place]
        if place < count {
            memory[place] = memory[count]
            memory[place]._withUnsafeGuaranteedRef { $0.place = place }
        }
        return removed.takeRetainedValue()
    }

    private func grow() {
        let larger = UnsafeMutablePointer<Unmanaged<HTTP2Stream>>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: memory, count: count)
        memory.deallocate()
        memory = larger
        capacity *= 2
    }
}

extension StreamList: RandomAccessCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(place: Int) -> HTTP2Stream {
        precondition(place >= 0 && place < count, "there is no such place in the list of streams")
        return memory[place].takeUnretainedValue()
    }
}
