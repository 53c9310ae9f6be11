internal import RPCCore

/// Custom metadata kept as the bytes it came in: most handlers never look at it. A class, used again with its stream, as
/// is its memory.
///
/// ```
/// 0             4              8
/// +-------------+--------------+--------+---------+----
/// | name length | value length | name … | value … | …
/// +-------------+--------------+--------+---------+----
/// ```
/// (Both lengths in bytes, in the machine's order.)
final class RawMetadata {
    private static let lengthsByteCount = 2 * MemoryLayout<UInt32>.size

    private let bytes = ByteBuffer(capacity: 128)

    /// Adds a field. Returns false when a `-bin` value is no Base64.
    func append(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) -> Bool {
        if name.hasSuffix("-bin") {
            var probe = Metadata()
            guard probe.append(fieldName: name, fieldValue: value) else { return false }
        }
        let byteCount = Self.lengthsByteCount + name.count + value.count
        bytes.append(upTo: byteCount) { room in
            // Both are far below 4 GB: a header list has a limit.
            room.storeBytes(of: UInt32(truncatingIfNeeded: name.count), as: UInt32.self)
            room.storeBytes(of: UInt32(truncatingIfNeeded: value.count), toByteOffset: 4, as: UInt32.self)
            UnsafeMutableRawBufferPointer(rebasing: room[Self.lengthsByteCount...]).copyMemory(from: name)
            UnsafeMutableRawBufferPointer(rebasing: room[(Self.lengthsByteCount + name.count)...]).copyMemory(
                from: value)
            return byteCount
        }
        return true
    }

    /// The fields as metadata.
    var metadata: Metadata {
        var metadata = Metadata()
        forEach { name, value in _ = metadata.append(fieldName: name, fieldValue: value) }
        return metadata
    }

    /// Shows the values of a field as they came.
    func forEach(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) {
        forEach { fieldName, value in if fieldName.isText(name) { body(value) } }
    }

    private func forEach(_ body: (_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void) {
        var rest = bytes.bytes
        while !rest.isEmpty {
            let nameByteCount = Int(rest.loadUnaligned(as: UInt32.self))
            let valueByteCount = Int(rest.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
            let valueStart = Self.lengthsByteCount + nameByteCount
            let end = valueStart + valueByteCount
            body(
                UnsafeRawBufferPointer(rebasing: rest[Self.lengthsByteCount..<valueStart]),
                UnsafeRawBufferPointer(rebasing: rest[valueStart..<end]))
            rest = UnsafeRawBufferPointer(rebasing: rest[end...])
        }
    }

    /// Forgets the fields and keeps the memory.
    func removeAll() { bytes.removeAll() }
}
