internal import CZlib

/// The cyclic redundancy check of gzip and zip (RFC 1952 section 8), computed over any number of pieces.
public struct CRC32: Hashable, Sendable {
    /// The check value of all bytes given so far; 0 before the first.
    public private(set) var value: UInt32 = 0

    /// A check over no bytes yet.
    public init() {}

    /// The check value of these bytes.
    public static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        var check = CRC32()
        check.update(bytes)
        return check.value
    }

    /// Adds these bytes. O(count).
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
        if done == nil { Array(bytes).withUnsafeBytes { update($0) } }
    }

    /// Adds these bytes. O(count), no allocation.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        // zlib takes a null pointer to mean "start over", so an empty buffer must not reach it.
        guard let base = bytes.bindMemory(to: UInt8.self).baseAddress, !bytes.isEmpty else { return }
        value = UInt32(truncatingIfNeeded: crc32_z(UInt(value), base, bytes.count))
    }
}
