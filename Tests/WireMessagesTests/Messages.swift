import CMedCodesProtos
import CProtobufC

@testable import WireMessages

extension Medcodes__V1__BatchGetCodesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__batch_get_codes_request__init(message)
    }
}

extension Medcodes__V1__CodeKey: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__code_key__init(message) }
}

extension Medcodes__V1__Code: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__code__init(message) }
}

extension Medcodes__V1__ValidateCodesResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__validate_codes_response__init(message)
    }
}

extension Medcodes__V1__ImportCodesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__import_codes_request__init(message)
    }
}

extension WireMessage {
    /// Unpacks the bytes and packs the message again.
    static func repacked(_ bytes: [UInt8], arena: MessageArena = MessageArena()) throws -> [UInt8] {
        try bytes.withUnsafeBytes { bytes in
            try withUnpacked(bytes, limits: .request, arena: arena) { PackedMessage($0).bytes() }
        }
    }

    /// Walks the bytes.
    static func scan(_ bytes: [UInt8], limits: WireLimits = .request) throws -> WireScan {
        try bytes.withUnsafeBytes { bytes in
            try WireScan(bytes, as: descriptor, limits: limits)
        }
    }
}

extension MessageArena {
    /// Whether protobuf-c, unpacking with this budget and nothing else in front of it, succeeds.
    func unpacks(
        _ bytes: UnsafeRawBufferPointer, as descriptor: UnsafePointer<ProtobufCMessageDescriptor>, byteCountMax: Int
    ) -> Bool {
        withAllocator(byteCountMax: byteCountMax) { allocator in
            protobuf_c_message_unpack(
                descriptor, allocator, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)) != nil
        }
    }
}
