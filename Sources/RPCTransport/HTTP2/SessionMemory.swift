internal import CNghttp2
internal import Glibc

/// Memory for the small objects that nghttp2 makes for each stream and frame, and soon gives back: lists of free blocks, by
/// size. Taking and giving back are a few instructions each, where a general allocator that has dozens of streams' blocks
/// to keep apart takes a hundred.
///
/// Belongs to one loop, as do the sessions that use it: each holds it, and is freed on the loop.
///
/// ```
/// block: | capacity (8 bytes) | unused (8) | what is given out …
/// ```
final class SessionMemory {
    /// Blocks differ by so many bytes in their capacity; `malloc`'s alignment is kept.
    private static let stepByteCount = 64
    /// Larger blocks than so many steps are given back to `malloc` at once.
    private static let stepCountMax = 8
    private static let headerByteCount = 16
    /// Free blocks kept together weigh no more than this, in bytes; others go back to `malloc`.
    private static let keptByteCountMax = 1 << 20

    /// The first free block of each size; a free block begins with the address of the next.
    private let free = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: stepCountMax)
    private var keptByteCount = 0

    init() { free.initialize(repeating: nil, count: Self.stepCountMax) }

    deinit {
        for step in 0..<Self.stepCountMax {
            while let block = pop(step) { Glibc.free(block - Self.headerByteCount) }
        }
        free.deallocate()
    }

    /// As `malloc`.
    func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        guard byteCount >= 0, byteCount < Int.max / 2 else { return nil }
        let step = (max(byteCount, 1) - 1) / Self.stepByteCount
        if step < Self.stepCountMax, let block = pop(step) { return block }
        let capacity = (step + 1) * Self.stepByteCount
        guard let memory = malloc(Self.headerByteCount + capacity) else { return nil }
        memory.storeBytes(of: capacity, as: Int.self)
        return memory + Self.headerByteCount
    }

    /// As `calloc`.
    func allocateZeroed(count: Int, byteCount: Int) -> UnsafeMutableRawPointer? {
        let (total, overflowed) = count.multipliedReportingOverflow(by: byteCount)
        guard !overflowed, let block = allocate(total) else { return nil }
        memset(block, 0, total)
        return block
    }

    /// As `realloc`.
    func reallocate(_ block: UnsafeMutableRawPointer?, _ byteCount: Int) -> UnsafeMutableRawPointer? {
        guard let block else { return allocate(byteCount) }
        let capacity = Self.capacity(block)
        if byteCount <= capacity, byteCount > 0 { return block }
        guard let moved = allocate(byteCount) else { return nil }
        moved.copyMemory(from: block, byteCount: min(capacity, byteCount))
        giveBack(block)
        return moved
    }

    /// As `free`.
    func giveBack(_ block: UnsafeMutableRawPointer?) {
        guard let block else { return }
        let capacity = Self.capacity(block)
        let step = capacity / Self.stepByteCount - 1
        guard step < Self.stepCountMax, keptByteCount + capacity <= Self.keptByteCountMax else {
            return Glibc.free(block - Self.headerByteCount)
        }
        keptByteCount += capacity
        block.storeBytes(of: free[step], as: UnsafeMutableRawPointer?.self)
        free[step] = block
    }

    /// Calls `body` with the table of functions that nghttp2 copies.
    func withFunctions<Result>(_ body: (UnsafeMutablePointer<nghttp2_mem>) -> Result) -> Result {
        var functions = nghttp2_mem(
            mem_user_data: Unmanaged.passUnretained(self).toOpaque(), malloc: allocateBlock, free: giveBackBlock,
            calloc: allocateZeroedBlock, realloc: reallocateBlock)
        return body(&functions)
    }

    private func pop(_ step: Int) -> UnsafeMutableRawPointer? {
        guard let block = free[step] else { return nil }
        free[step] = block.load(as: UnsafeMutableRawPointer?.self)
        keptByteCount -= (step + 1) * Self.stepByteCount
        return block
    }

    private static func capacity(_ block: UnsafeMutableRawPointer) -> Int {
        (block - headerByteCount).load(as: Int.self)
    }
}

// What nghttp2 calls. The memory outlives the session, which holds it, so it need not be retained.

private func allocateBlock(_ byteCount: Int, _ memory: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let memory else { return nil }
    return Unmanaged<SessionMemory>.fromOpaque(memory)._withUnsafeGuaranteedRef { $0.allocate(byteCount) }
}

private func giveBackBlock(_ block: UnsafeMutableRawPointer?, _ memory: UnsafeMutableRawPointer?) {
    guard let memory else { return }
    Unmanaged<SessionMemory>.fromOpaque(memory)._withUnsafeGuaranteedRef { $0.giveBack(block) }
}

private func allocateZeroedBlock(
    _ count: Int, _ byteCount: Int, _ memory: UnsafeMutableRawPointer?
) -> UnsafeMutableRawPointer? {
    guard let memory else { return nil }
    return Unmanaged<SessionMemory>.fromOpaque(memory)._withUnsafeGuaranteedRef {
        $0.allocateZeroed(count: count, byteCount: byteCount)
    }
}

private func reallocateBlock(
    _ block: UnsafeMutableRawPointer?, _ byteCount: Int, _ memory: UnsafeMutableRawPointer?
) -> UnsafeMutableRawPointer? {
    guard let memory else { return nil }
    return Unmanaged<SessionMemory>.fromOpaque(memory)._withUnsafeGuaranteedRef { $0.reallocate(block, byteCount) }
}
