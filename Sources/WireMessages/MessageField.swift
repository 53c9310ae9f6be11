internal import CProtobufC

/// One field of an unpacked or built message, read through its descriptor; valid as long as the message.
struct MessageField {
    private let field: UnsafePointer<ProtobufCFieldDescriptor>
    /// How many values the field has: of a list its length, else 1 when it is set and 0 when it has its default.
    let count: Int
    private let first: UnsafeRawPointer

    /// The fields of a message in the order of their numbers, unset ones included.
    static func all(
        of message: UnsafePointer<ProtobufCMessage>
    ) -> some RandomAccessCollection<MessageField> {
        let descriptor = message.pointee.descriptor.pointee
        return (0..<Int(descriptor.n_fields)).lazy.map {
            MessageField(descriptor.fields + $0, of: UnsafeRawPointer(message))
        }
    }

    private init(_ field: UnsafePointer<ProtobufCFieldDescriptor>, of message: UnsafeRawPointer) {
        self.field = field
        let storage = message + Int(field.pointee.offset)
        let quantifier = message + Int(field.pointee.quantifier_offset)
        if field.pointee.label == PROTOBUF_C_LABEL_REPEATED {
            count = quantifier.load(as: Int.self)
            // A list without elements may have no storage; its place is then never read.
            first = storage.load(as: UnsafeRawPointer?.self) ?? storage
        } else if field.pointee.flags & UInt32(PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue) != 0 {
            count = quantifier.load(as: UInt32.self) == field.pointee.id ? 1 : 0
            first = storage
        } else {
            count = Self.isDefault(field.pointee.type, storage) ? 0 : 1
            first = storage
        }
    }

    /// The field's name as the proto has it.
    var name: String { String(cString: field.pointee.name) }

    /// Whether the field is a list.
    var isList: Bool { field.pointee.label == PROTOBUF_C_LABEL_REPEATED }

    /// The value at this position, 0..<count.
    func value(at index: Int) -> Value {
        let place = first + index * field.pointee.type.elementByteCount
        return switch field.pointee.type {
        case PROTOBUF_C_TYPE_INT32, PROTOBUF_C_TYPE_SINT32, PROTOBUF_C_TYPE_SFIXED32:
            .number(String(place.load(as: Int32.self)))
        case PROTOBUF_C_TYPE_UINT32, PROTOBUF_C_TYPE_FIXED32: .number(String(place.load(as: UInt32.self)))
        case PROTOBUF_C_TYPE_INT64, PROTOBUF_C_TYPE_SINT64, PROTOBUF_C_TYPE_SFIXED64:
            .wideNumber(String(place.load(as: Int64.self)))
        case PROTOBUF_C_TYPE_UINT64, PROTOBUF_C_TYPE_FIXED64: .wideNumber(String(place.load(as: UInt64.self)))
        case PROTOBUF_C_TYPE_FLOAT: .floating(Double(place.load(as: Float.self)), "\(place.load(as: Float.self))")
        case PROTOBUF_C_TYPE_DOUBLE: .floating(place.load(as: Double.self), "\(place.load(as: Double.self))")
        case PROTOBUF_C_TYPE_BOOL: .bool(place.load(as: Int32.self) != 0)
        case PROTOBUF_C_TYPE_ENUM: enumValue(place.load(as: Int32.self))
        case PROTOBUF_C_TYPE_STRING: .text(place.load(as: UnsafePointer<CChar>?.self).map { String(cString: $0) } ?? "")
        case PROTOBUF_C_TYPE_BYTES: .bytes(Self.bytes(place.load(as: ProtobufCBinaryData.self)))
        default: .message(place.load(as: UnsafePointer<ProtobufCMessage>.self))
        }
    }

    /// A value by what JSON makes of it.
    enum Value {
        /// An integer of 32 bits, in decimal.
        case number(String)
        /// An integer of 64 bits, in decimal.
        case wideNumber(String)
        /// A floating-point number and its shortest text that reads back the same.
        case floating(Double, String)
        case bool(Bool)
        /// The name of an enum value.
        case name(String)
        case text(String)
        case bytes(UnsafeRawBufferPointer)
        case message(UnsafePointer<ProtobufCMessage>)
    }

    private func enumValue(_ number: Int32) -> Value {
        let descriptor = UnsafeRawPointer(field.pointee.descriptor).assumingMemoryBound(
            to: ProtobufCEnumDescriptor.self)
        guard let value = protobuf_c_enum_descriptor_get_value(descriptor, number) else {
            return .number(String(number))
        }
        return .name(String(cString: value.pointee.name))
    }

    private static func bytes(_ data: ProtobufCBinaryData) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: data.data, count: data.len)
    }

    /// Whether a field outside lists and oneofs has its default value, which is not sent.
    private static func isDefault(_ type: ProtobufCType, _ place: UnsafeRawPointer) -> Bool {
        switch type {
        case PROTOBUF_C_TYPE_STRING:
            place.load(as: UnsafePointer<CChar>?.self).map { $0.pointee == 0 } ?? true
        case PROTOBUF_C_TYPE_MESSAGE: place.load(as: UnsafeRawPointer?.self) == nil
        case PROTOBUF_C_TYPE_BYTES: place.load(as: ProtobufCBinaryData.self).len == 0
        default:
            type.elementByteCount == 8 ? place.load(as: UInt64.self) == 0 : place.load(as: UInt32.self) == 0
        }
    }
}
