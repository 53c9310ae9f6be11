internal import RPCCore

/// Custom metadata kept as the bytes it came in, one field behind the other: most handlers never look at it.
struct RawMetadata {
    private struct Field {
        var nameByteCount: Int
        var valueByteCount: Int
    }

    private var bytes: [UInt8] = []
    private var fields: [Field] = []

    /// Adds a field. Returns false when a `-bin` value is no Base64.
    mutating func append(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) -> Bool {
        if name.hasSuffix("-bin") {
            var probe = Metadata()
            guard probe.append(fieldName: name, fieldValue: value) else { return false }
        }
        bytes.append(contentsOf: name)
        bytes.append(contentsOf: value)
        fields.append(Field(nameByteCount: name.count, valueByteCount: value.count))
        return true
    }

    /// The fields as metadata.
    var metadata: Metadata {
        var metadata = Metadata()
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            for field in fields {
                let name = UnsafeRawBufferPointer(rebasing: rest.prefix(field.nameByteCount))
                rest = rest.dropFirst(field.nameByteCount)
                let value = UnsafeRawBufferPointer(rebasing: rest.prefix(field.valueByteCount))
                rest = rest.dropFirst(field.valueByteCount)
                _ = metadata.append(fieldName: name, fieldValue: value)
            }
        }
        return metadata
    }

    /// Forgets the fields and keeps the memory.
    mutating func removeAll() {
        guard !fields.isEmpty else { return }
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
    }
}
