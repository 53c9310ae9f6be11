/// Bytes that are appended at the end and taken from the front. The memory is kept when it is empty, so a loop that uses
/// one buffer for all its connections allocates once. Belongs to one loop.
final class ByteBuffer {
    private var memory: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    /// An empty buffer with room for so many bytes.
    init(capacity: Int) { memory = .allocate(byteCount: max(capacity, 1), alignment: 16) }

    deinit { memory.deallocate() }

    /// How many bytes are in it.
    var count: Int { end - start }

    /// Whether there are none.
    var isEmpty: Bool { start == end }

    /// What is in it, in order; valid until the buffer is changed.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[start..<end]) }

    /// Appends a copy of the bytes.
    func append(_ bytes: UnsafeRawBufferPointer) {
        makeRoom(for: bytes.count)
        UnsafeMutableRawBufferPointer(rebasing: memory[end...]).copyMemory(from: bytes)
        end += bytes.count
    }

    /// Appends what `write` writes.
    ///
    /// - Parameters:
    ///   - count: The room that `write` is given at least, in bytes.
    ///   - write: Returns how many bytes it wrote, from the start of the room.
    func append<Failure: Error>(
        upTo count: Int, _ write: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        makeRoom(for: count)
        end += try write(UnsafeMutableRawBufferPointer(rebasing: memory[end...]))
    }

    /// What is in it from this place on, to be changed; valid until more is appended or taken.
    func bytes(from place: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: memory[(start + place)..<end])
    }

    /// Drops bytes from the front.
    func removeFirst(_ count: Int) {
        precondition(count <= self.count, "more bytes were taken from a buffer than it holds")
        start += count
        if start == end { removeAll() }
    }

    /// Drops everything; the memory stays.
    func removeAll() {
        start = 0
        end = 0
    }

    private func makeRoom(for count: Int) {
        guard end + count > memory.count else { return }
        let target =
            self.count + count <= memory.count
            ? memory : .allocate(byteCount: max(memory.count * 2, self.count + count), alignment: 16)
        target.copyMemory(from: bytes)  // The two may overlap, which copyMemory allows.
        end = self.count
        start = 0
        guard target.baseAddress != memory.baseAddress else { return }
        memory.deallocate()
        memory = target
    }
}
