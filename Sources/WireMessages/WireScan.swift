package import CProtobufC

/// What a walk over a message's bytes found, before anything is unpacked.
///
/// protobuf-c 1.4.1 unpacks without a depth limit, turns two bytes into hundreds, accepts text that is not UTF-8 and
/// cuts strings at U+0000. So every message is walked first: its shape is checked against the descriptor and the
/// limits, and the memory that unpacking takes is added up. The walk allocates nothing.
public struct WireScan: Hashable, Sendable {
    /// How many fields and packed list elements there are, unknown fields included.
    public private(set) var fieldCount = 0
    /// An upper bound, in bytes, of what unpacking allocates. It does not count what merging a message that came twice
    /// takes; there the arena's own budget is the limit.
    public private(set) var unpackedByteCount = 0

    private let limits: WireLimits

    /// Walks the bytes of a message.
    ///
    /// - Throws: the first problem found, with the path of its field.
    package init(
        _ bytes: UnsafeRawBufferPointer, as descriptor: UnsafePointer<ProtobufCMessageDescriptor>, limits: WireLimits
    ) throws(MessageError) {
        self.limits = limits
        try scanMessage(bytes, descriptor, depth: 1)
    }

    private mutating func scanMessage(
        _ bytes: UnsafeRawBufferPointer, _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>, depth: Int
    ) throws(MessageError) {
        guard depth <= limits.depthMax else { throw MessageError(.tooDeep) }
        try reserve(descriptor.pointee.sizeof_message)
        var reader = WireReader(bytes)
        var memberCount = 0
        while !reader.isAtEnd {
            let start = reader.offset
            guard let tag = reader.tag() else { throw MessageError(Self.tagProblem(bytes, at: start)) }
            memberCount += 1
            try count(1)
            try reserve(Self.memberByteCount(memberCount))
            guard let field = protobuf_c_message_descriptor_get_field(descriptor, tag.field) else {
                try scanUnknown(&reader, tag)
                continue
            }
            do {
                try scanField(&reader, tag, field, depth: depth)
            } catch {
                throw error.inside(Self.name(of: field, in: bytes, before: start))
            }
        }
    }

    private mutating func scanField(
        _ reader: inout WireReader, _ tag: WireTag, _ field: UnsafePointer<ProtobufCFieldDescriptor>, depth: Int
    ) throws(MessageError) {
        let type = field.pointee.type
        let isRepeated = field.pointee.label == PROTOBUF_C_LABEL_REPEATED
        if isRepeated, tag.type == .lengthDelimited, type.wireType != .lengthDelimited {
            return try scanPacked(&reader, type)
        }
        guard tag.type == type.wireType else { throw MessageError(.wrongWireType) }
        if isRepeated { try reserve(type.elementByteCount) }
        guard tag.type == .lengthDelimited else {
            guard reader.skip(tag.type) else { throw MessageError(.truncated) }
            return
        }
        guard let value = reader.lengthDelimited() else { throw MessageError(.truncated) }
        switch type {
        case PROTOBUF_C_TYPE_MESSAGE:
            let inner = UnsafeRawPointer(field.pointee.descriptor).assumingMemoryBound(
                to: ProtobufCMessageDescriptor.self)
            try scanMessage(value, inner, depth: depth + 1)
        case PROTOBUF_C_TYPE_STRING:
            if let problem = TextCheck.problem(of: value) { throw MessageError(problem) }
            try reserve(value.count + 1)
        default:
            try reserve(value.count)
        }
    }

    private mutating func scanPacked(_ reader: inout WireReader, _ type: ProtobufCType) throws(MessageError) {
        guard let value = reader.lengthDelimited() else { throw MessageError(.truncated) }
        var elements = WireReader(value)
        while !elements.isAtEnd {
            guard elements.skip(type.wireType) else { throw MessageError(.truncated) }
            try count(1)
            try reserve(type.elementByteCount)
        }
    }

    private mutating func scanUnknown(_ reader: inout WireReader, _ tag: WireTag) throws(MessageError) {
        let start = reader.offset
        guard reader.skip(tag.type) else { throw MessageError(.truncated) }
        // protobuf-c keeps unknown fields: a record each, and a copy of the value.
        try reserve(MemoryLayout<ProtobufCMessageUnknownField>.stride)
        try reserve(reader.offset - start)
    }

    private mutating func count(_ fields: Int) throws(MessageError) {
        fieldCount += fields
        if fieldCount > limits.fieldCountMax { throw MessageError(.tooManyFields) }
    }

    private mutating func reserve(_ byteCount: Int) throws(MessageError) {
        unpackedByteCount += MessageArena.aligned(byteCount)
        if unpackedByteCount > limits.unpackedByteCountMax { throw MessageError(.tooLarge) }
    }

    /// What protobuf-c allocates for its own bookkeeping when it meets a message's n-th member: a slab of 32, 64, 128 …
    /// records of 32 bytes at members 17, 49, 113 … (the first 16 are on its stack).
    private static func memberByteCount(_ ordinal: Int) -> Int {
        let slab = ordinal + 15
        return slab >= 32 && slab & (slab - 1) == 0 ? slab * 32 : 0
    }

    private static func tagProblem(_ bytes: UnsafeRawBufferPointer, at start: Int) -> MessageError.Problem {
        var reader = WireReader(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        guard let value = reader.varint(byteCountMax: 5) else {
            return bytes.count - start < 5 ? .truncated : .malformedTag
        }
        return value >= 8 && value <= UInt32.max ? .unsupportedWireType : .malformedTag
    }

    /// The field's name; of a list, with the position of the element that starts at `end`.
    private static func name(
        of field: UnsafePointer<ProtobufCFieldDescriptor>, in bytes: UnsafeRawBufferPointer, before end: Int
    ) -> String {
        let name = String(cString: field.pointee.name)
        guard field.pointee.label == PROTOBUF_C_LABEL_REPEATED else { return name }
        var reader = WireReader(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        var index = 0
        while let tag = reader.tag(), reader.skip(tag.type) {
            if tag.field == field.pointee.id { index += 1 }
        }
        return "\(name)[\(index)]"
    }
}

extension ProtobufCType {
    /// How a single value of this type is laid out on the wire.
    fileprivate var wireType: WireType {
        switch self {
        case PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_BYTES, PROTOBUF_C_TYPE_MESSAGE: .lengthDelimited
        case PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_SFIXED32, PROTOBUF_C_TYPE_FLOAT: .fixed32
        case PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_DOUBLE: .fixed64
        default: .varint
        }
    }

    /// How many bytes a value takes in a struct or an unpacked list.
    var elementByteCount: Int {
        switch self {
        case PROTOBUF_C_TYPE_BYTES: MemoryLayout<ProtobufCBinaryData>.stride
        case PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_MESSAGE, PROTOBUF_C_TYPE_INT64, PROTOBUF_C_TYPE_UINT64,
            PROTOBUF_C_TYPE_SINT64, PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_DOUBLE:
            8
        default: 4
        }
    }
}
