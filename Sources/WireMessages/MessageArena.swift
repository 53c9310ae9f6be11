internal import CProtobufC

/// Memory for messages: given out by moving a pointer, taken back all at once.
///
/// It is the allocator of every unpack, where a byte budget bounds what a peer's message may take, and the place where
/// messages to be packed are built, where nothing but our own values decides. The first block is kept for the next use,
/// so an arena that is reused costs no `malloc` for small messages.
///
/// Not thread-safe: one owner, a loop or a task. Everything happens in scopes, which nest; what is allocated in one is
/// gone when it ends.
public final class MessageArena {
    private var blocks: [UnsafeMutableRawBufferPointer] = []
    /// Where the free part of the last block starts; while there is no block, an address that is never used.
    private var next = UnsafeMutableRawPointer(bitPattern: alignment)!
    /// How large that part is, in bytes.
    private var freeByteCount = 0
    private var budget = 0

    /// The size of the first block, which is kept, in bytes.
    static let firstBlockByteCount = 16_384
    /// The largest block taken for more than one allocation, in bytes.
    private static let blockByteCountMax = 1 << 20
    /// What every allocation is aligned to, as `malloc` does.
    private static let alignment = 16

    /// An arena without memory; the first allocation takes a block.
    public init() {}

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// How many bytes are held, used or not.
    public var heldByteCount: Int { blocks.reduce(0) { $0 + $1.count } }

    /// What an allocation of this many bytes takes.
    static func aligned(_ byteCount: Int) -> Int { (byteCount + alignment - 1) & ~(alignment - 1) }

    /// Runs `body`, then takes back everything allocated during it.
    package func scope<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        let (blockCount, nextBefore, freeBefore) = (blocks.count, next, freeByteCount)
        defer { takeBack(toBlockCount: blockCount, next: nextBefore, freeByteCount: freeBefore) }
        return try body()
    }

    /// Uninitialized memory, aligned to 16 bytes, valid until the current scope ends.
    @usableFromInline
    package func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
        let size = Self.aligned(max(byteCount, 1))
        if size > freeByteCount { addBlock(atLeast: size) }
        let memory = next
        next += size
        freeByteCount -= size
        return memory
    }

    /// Runs `body` with an allocator for protobuf-c that gives out at most `byteCountMax` bytes, then NULL.
    func withAllocator<Result>(
        byteCountMax: Int, _ body: (UnsafeMutablePointer<ProtobufCAllocator>) -> Result
    ) -> Result {
        budget = byteCountMax
        // Unretained: the allocator is used during `body` only, and `self` lives at least as long as this call.
        var allocator = ProtobufCAllocator(
            alloc: allocateFromArena, free: leaveToArena, allocator_data: Unmanaged.passUnretained(self).toOpaque())
        return body(&allocator)
    }

    /// Memory for protobuf-c; nil over budget.
    fileprivate func allocateWithinBudget(byteCount: Int) -> UnsafeMutableRawPointer? {
        guard byteCount <= budget else { return nil }
        budget -= Self.aligned(byteCount)
        return allocate(byteCount: byteCount)
    }

    private func addBlock(atLeast byteCount: Int) {
        let doubled = min((blocks.last?.count ?? Self.firstBlockByteCount / 2) * 2, Self.blockByteCountMax)
        let block = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(doubled, byteCount), alignment: Self.alignment)
        blocks.append(block)
        start(block)
    }

    private func start(_ block: UnsafeMutableRawBufferPointer) {
        // No block is empty.
        guard let address = block.baseAddress else { return }
        next = address
        freeByteCount = block.count
    }

    private func takeBack(toBlockCount blockCount: Int, next: UnsafeMutableRawPointer, freeByteCount: Int) {
        let kept = max(blockCount, blocks.first?.count == Self.firstBlockByteCount ? 1 : 0)
        while blocks.count > kept { blocks.removeLast().deallocate() }
        self.next = next
        self.freeByteCount = freeByteCount
        // The scope began without a block, and one that is worth keeping has come since.
        if blockCount == 0, let first = blocks.first { start(first) }
    }
}

/// The `alloc` of protobuf-c's allocator: `data` is the arena, which outlives the call (see `withAllocator`).
private func allocateFromArena(_ data: UnsafeMutableRawPointer?, _ byteCount: Int) -> UnsafeMutableRawPointer? {
    guard let data else { return nil }
    return Unmanaged<MessageArena>.fromOpaque(data).takeUnretainedValue().allocateWithinBudget(byteCount: byteCount)
}

/// The `free` of protobuf-c's allocator: the arena takes everything back when its scope ends.
private func leaveToArena(_ data: UnsafeMutableRawPointer?, _ memory: UnsafeMutableRawPointer?) {}
