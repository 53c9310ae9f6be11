import CMedCodesProtos
import CProtobufC
import CRPCProtos
import TestSupport

@testable import WireMessages

/// Messages on the wire: the scan in front of protobuf-c, and protobuf-c in the arena.
///
/// An input is: which message, which limits, the message.
enum ProtobufTarget: FuzzTarget {
    static let name = "protobuf"

    static func seeds() -> [String: [UInt8]] {
        let key = Wire.field(1, 4) + Wire.field(2, "E11.9") + Wire.field(3, "http://hl7.org/fhir/sid/icd-10-cm")
        let date = Wire.field(1, 2025) + Wire.field(2, 2) + Wire.field(3, 28)
        let list = Wire.field(1, 1) + Wire.field(2, Wire.field(2, "Infection") + Wire.field(3, "rare"))
        let block = Wire.field(1, "Common risks") + Wire.field(3, list)
        let procedure =
            Wire.field(1, Wire.field(1, 11) + Wire.field(2, "Risks") + Wire.field(3, block))
            + Wire.field(2, Wire.field(1, Wire.field(1, 60) + Wire.field(2, 90)) + Wire.field(2, [1, 4]))
        let code =
            Wire.field(1, key) + Wire.field(3, "Type 2 diabetes") + Wire.field(6, "a") + Wire.field(10, date)
            + Wire.field(17, procedure)
            + Wire.field(18, Wire.field(1, key) + Wire.tag(4, 1) + [0, 0, 0, 0, 0, 0, 0, 63])
        let requests = roots.indices.map {
            [UInt8($0), 0] + Wire.field(1, key) + Wire.field(2, date) + Wire.field(3, 1)
        }
        var seeds = Dictionary(uniqueKeysWithValues: requests.enumerated().map { ("request-\($0.offset)", $0.element) })
        seeds["code"] = [0, 0] + code
        seeds["code-small"] = [0, 1] + code
        seeds["merged"] = [0, 0] + Wire.field(17, procedure) + Wire.field(17, procedure) + Wire.field(1, key) + code
        seeds["unknown"] = [1, 0] + Wire.field(1, key) + Wire.field(500, 7) + Wire.tag(501, 1) + key.prefix(8)
        return seeds
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        let root = roots[Int(input.byte()) % roots.count]
        let limits = input.byte() & 1 == 0 ? .request : small
        guard let scan = try? WireScan(input.remainder, as: root, limits: limits) else { return }
        try demand(scan.fieldCount <= limits.fieldCountMax, "too many fields pass")
        try demand(scan.unpackedByteCount <= limits.unpackedByteCountMax, "too large a message passes")
        let hasMerges = hasMerges(input.remainder, root)
        let arena = MessageArena()
        let budget = hasMerges ? limits.unpackedByteCountMax : scan.unpackedByteCount
        let packed = arena.scope { repacked(input.remainder, root, arena, byteCountMax: budget) }
        guard let packed else { return try demand(hasMerges, "what the scan lets through cannot be unpacked") }
        try demand(arena.heldByteCount <= MessageArena.firstBlockByteCount, "an arena keeps more than its first block")
        try packed.withUnsafeBytes { packed in
            _ = try WireScan(packed, as: root, limits: .reply)
            let again = arena.scope {
                repacked(packed, root, arena, byteCountMax: WireLimits.reply.unpackedByteCountMax)
            }
            try demand(again?.elementsEqual(packed) == true, "a message changes when it is packed again")
        }
    }

    private static let small = WireLimits(depthMax: 3, fieldCountMax: 20, unpackedByteCountMax: 2_000)

    /// Unpacks and packs; nil when the budget does not suffice.
    private static func repacked(
        _ bytes: UnsafeRawBufferPointer, _ root: UnsafePointer<ProtobufCMessageDescriptor>, _ arena: MessageArena,
        byteCountMax: Int
    ) -> [UInt8]? {
        arena.withAllocator(byteCountMax: byteCountMax) { allocator in
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            guard let message = protobuf_c_message_unpack(root, allocator, bytes.count, start) else { return nil }
            let byteCount = protobuf_c_message_get_packed_size(message)
            return [UInt8](unsafeUninitializedCapacity: byteCount) { room, count in
                count = room.baseAddress.map { protobuf_c_message_pack(message, $0) } ?? 0
            }
        }
    }

    /// Whether a message that may come once comes twice somewhere, which protobuf-c merges, for memory the scan does not
    /// count.
    private static func hasMerges(
        _ bytes: UnsafeRawBufferPointer, _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) -> Bool {
        var reader = WireReader(bytes)
        var seen: Set<UInt32> = []
        while let tag = reader.tag() {
            guard tag.type == .lengthDelimited, let value = reader.lengthDelimited() else {
                if tag.type == .lengthDelimited || !reader.skip(tag.type) { return false }
                continue
            }
            guard let field = protobuf_c_message_descriptor_get_field(descriptor, tag.field)?.pointee,
                field.type == PROTOBUF_C_TYPE_MESSAGE
            else { continue }
            if field.label != PROTOBUF_C_LABEL_REPEATED, !seen.insert(tag.field).inserted { return true }
            let inner = UnsafeRawPointer(field.descriptor).assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
            if hasMerges(value, inner) { return true }
        }
        return false
    }

    /// Every message that a peer may send: `Code` first, all requests, and what errors and health say to clients.
    ///
    /// Unsafe only by their type: descriptors are constants of the generated code.
    private nonisolated(unsafe) static let roots: [UnsafePointer<ProtobufCMessageDescriptor>] = [
        root(medcodes__v1__code__init), root(medcodes__v1__get_code_request__init),
        root(medcodes__v1__batch_get_codes_request__init), root(medcodes__v1__lookup_codes_request__init),
        root(medcodes__v1__validate_codes_request__init), root(medcodes__v1__search_codes_request__init),
        root(medcodes__v1__suggest_codes_request__init), root(medcodes__v1__list_similar_codes_request__init),
        root(medcodes__v1__list_policies_request__init), root(medcodes__v1__list_child_codes_request__init),
        root(medcodes__v1__test_subsumption_request__init), root(medcodes__v1__translate_code_request__init),
        root(medcodes__v1__stream_codes_request__init), root(medcodes__v1__watch_catalog_request__init),
        root(medcodes__v1__get_catalog_request__init), root(medcodes__v1__import_codes_request__init),
        root(medcodes__v1__put_code_request__init), root(medcodes__v1__delete_code_request__init),
        root(medcodes__v1__search_codes_response__init), root(grpc__health__v1__health_check_request__init),
        root(grpc__health__v1__health_list_response__init),
        root(grpc__reflection__v1__server_reflection_request__init), root(google__rpc__status__init),
    ]

    /// The descriptor that a generated message names in its first member, a `ProtobufCMessage`.
    private static func root<Message>(
        _ initialize: (UnsafeMutablePointer<Message>?) -> Void
    ) -> UnsafePointer<ProtobufCMessageDescriptor> {
        withUnsafeTemporaryAllocation(of: Message.self, capacity: 1) { memory in
            initialize(memory.baseAddress)
            return UnsafeRawPointer(memory.baseAddress!).assumingMemoryBound(to: ProtobufCMessage.self).pointee
                .descriptor
        }
    }
}
