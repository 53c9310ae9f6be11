/// Metadata prepared for sending: made once, shared by any number of replies on any thread, sent without copying.
///
/// Names and values lie one behind the other in memory that never moves, Base64 and all, so a transport can point its
/// header fields at them for as long as it holds this object.
public final class ReplyMetadata: @unchecked Sendable {
    // Sendable because the bytes and fields are written in the initializer only, and freed with the last holder.

    /// A header field: where its name and its value lie.
    package struct Field {
        package let name: UnsafeRawBufferPointer
        package let value: UnsafeRawBufferPointer
    }

    /// No metadata.
    public static let empty = ReplyMetadata(Metadata())

    /// The fields in order; valid for as long as this object is held.
    package let fields: [Field]

    private let memory: UnsafeMutableRawBufferPointer

    /// Prepares the metadata.
    public convenience init(_ metadata: Metadata) {
        self.init(fields: metadata.entries.map { (name: Array($0.key.utf8), value: $0.fieldValue) })
    }

    /// Prepares header fields of the transport's own, such as `grpc-status`.
    package init(fields pairs: [(name: [UInt8], value: [UInt8])]) {
        memory = .allocate(byteCount: pairs.reduce(0) { $0 + $1.name.count + $1.value.count }, alignment: 1)
        var fields: [Field] = []
        var offset = 0
        for pair in pairs {
            let name = Self.write(pair.name, to: memory, at: &offset)
            let value = Self.write(pair.value, to: memory, at: &offset)
            fields.append(Field(name: name, value: value))
        }
        self.fields = fields
    }

    deinit { memory.deallocate() }

    private static func write(
        _ bytes: [UInt8], to memory: UnsafeMutableRawBufferPointer, at offset: inout Int
    ) -> UnsafeRawBufferPointer {
        let target = UnsafeMutableRawBufferPointer(rebasing: memory[offset..<offset + bytes.count])
        target.copyBytes(from: bytes)
        offset += bytes.count
        return UnsafeRawBufferPointer(target)
    }
}
