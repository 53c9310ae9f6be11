internal import CNghttp2
internal import RPCCore

/// A header block in the form that nghttp2 takes: pointers to names and values, which it copies neither of, since the
/// stream holds the block. Filled anew for each list; a class, so that filling it needs no check for exclusive access.
final class FieldList {
    private(set) var count = 0

    private var memory = UnsafeMutableBufferPointer<nghttp2_nv>.allocate(capacity: 8)

    deinit { memory.deallocate() }

    /// The first field; valid until the list is filled again.
    var start: UnsafePointer<nghttp2_nv>? { UnsafePointer(memory.baseAddress) }

    /// Fills the list with the fields of a block.
    func set(_ block: HeaderBlock) {
        let count = block.own.fields.count + block.custom.fields.count
        if count > memory.count {
            memory.deallocate()
            memory = .allocate(capacity: count)
        }
        self.count = 0
        append(block.own.fields)
        append(block.custom.fields)
    }

    /// Fills the list with the first field alone.
    func setFirst(of block: HeaderBlock) {
        count = 0
        if let first = block.own.fields.first { append(first) }
    }

    private func append(_ fields: [ReplyMetadata.Field]) {
        for field in fields { append(field) }
    }

    private func append(_ field: ReplyMetadata.Field) {
        memory.initializeElement(at: count, to: nghttp2_nv(field))
        count += 1
    }
}

extension nghttp2_nv {
    fileprivate init(_ field: ReplyMetadata.Field) {
        self.init(
            name: UnsafeMutablePointer(mutating: field.name.baseAddress?.assumingMemoryBound(to: UInt8.self)),
            value: UnsafeMutablePointer(mutating: field.value.baseAddress?.assumingMemoryBound(to: UInt8.self)),
            namelen: field.name.count, valuelen: field.value.count,
            flags: UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue))
    }
}
