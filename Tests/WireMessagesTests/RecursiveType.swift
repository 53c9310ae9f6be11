import CProtobufC
import TestSupport

/// `message Node { Node child = 1; }`: a type that holds itself, which our contract has none of.
final class RecursiveType {
    let descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    private let memory: UnsafeMutablePointer<ProtobufCMessageDescriptor>
    private let field: UnsafeMutablePointer<ProtobufCFieldDescriptor>
    private let ranges: UnsafeMutablePointer<ProtobufCIntRange>
    private let index: UnsafeMutablePointer<UInt32>
    private let name: UnsafeMutablePointer<CChar>

    init() {
        memory = .allocate(capacity: 1)
        field = .allocate(capacity: 1)
        ranges = .allocate(capacity: 2)
        index = .allocate(capacity: 1)
        name = .allocate(capacity: 6)
        for (offset, byte) in "child\0".utf8.enumerated() { name[offset] = CChar(byte) }
        ranges[0] = ProtobufCIntRange(start_value: 1, orig_index: 0)
        ranges[1] = ProtobufCIntRange(start_value: 0, orig_index: 1)
        index.pointee = 0
        var child = ProtobufCFieldDescriptor()
        child.name = UnsafePointer(name)
        child.id = 1
        child.label = PROTOBUF_C_LABEL_NONE
        child.type = PROTOBUF_C_TYPE_MESSAGE
        child.offset = UInt32(MemoryLayout<ProtobufCMessage>.stride)
        child.descriptor = UnsafeRawPointer(memory)
        field.initialize(to: child)
        var node = ProtobufCMessageDescriptor()
        node.magic = UInt32(PROTOBUF_C__MESSAGE_DESCRIPTOR_MAGIC)
        node.name = UnsafePointer(name)
        node.sizeof_message = MemoryLayout<ProtobufCMessage>.stride + MemoryLayout<UnsafeRawPointer>.stride
        node.n_fields = 1
        node.fields = UnsafePointer(field)
        node.fields_sorted_by_name = UnsafePointer(index)
        node.n_field_ranges = 1
        node.field_ranges = UnsafePointer(ranges)
        memory.initialize(to: node)
        descriptor = UnsafePointer(memory)
    }

    deinit {
        memory.deallocate()
        field.deallocate()
        ranges.deallocate()
        index.deallocate()
        name.deallocate()
    }

    /// The bytes of this many nodes inside each other.
    func nested(depth: Int) -> [UInt8] {
        // Built from the inside out, backwards, because every length counts what follows it.
        var reversed: [UInt8] = []
        for _ in 1..<depth { reversed += (Wire.tag(1, 2) + Wire.varint(UInt64(reversed.count))).reversed() }
        return reversed.reversed()
    }
}
