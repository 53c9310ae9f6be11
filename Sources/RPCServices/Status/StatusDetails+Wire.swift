internal import CProtobufC
internal import CRPCProtos
public import RPCCore
internal import WireMessages

extension StatusDetails {
    /// The bytes of a google.rpc.Status with this code, this message and these details.
    public func serialized(code: StatusCode, message: String) -> [UInt8] {
        Google__Rpc__Status.withPacked { status, arena in
            let details = [errorInfo(in: arena), attachment(in: arena)].compactMap(\.self)
            status.code = Int32(code.rawValue)
            status.message = arena.copy(message)
            status.n_details = details.count
            status.details = arena.array(details) { $0 }
        } _: {
            $0.bytes()
        }
    }

    /// Reads the bytes of a google.rpc.Status; details of other kinds are passed over.
    ///
    /// Nil when the bytes are no such message, are absurdly large, or hold no ErrorInfo.
    public init?(serialized bytes: UnsafeRawBufferPointer) {
        do {
            let details = try Google__Rpc__Status.withUnpacked(bytes, limits: Self.limits, arena: MessageArena()) {
                status throws(MessageError) in try Self(status.pointee)
            }
            guard let details else { return nil }
            self = details
        } catch {
            return nil
        }
    }

    /// Details are read from peers of any kind, so they are kept small: 1,000 fields, 256 KiB unpacked.
    private static let limits = WireLimits(depthMax: 8, fieldCountMax: 1_000, unpackedByteCountMax: 256 << 10)

    private init?(_ status: Google__Rpc__Status) throws(MessageError) {
        self.init(reason: "")
        var hasErrorInfo = false
        for case let detail? in UnsafeBufferPointer(start: status.details, count: status.n_details) {
            switch Detail(typeURL: String(cString: detail.pointee.type_url)) {
            case .errorInfo where !hasErrorInfo:
                try read(Google__Rpc__ErrorInfo.self, from: detail) { $0.readErrorInfo($1) }
                hasErrorInfo = true
            case .badRequest: try read(Google__Rpc__BadRequest.self, from: detail) { $0.readBadRequest($1) }
            case .resourceInfo: try read(Google__Rpc__ResourceInfo.self, from: detail) { $0.readResourceInfo($1) }
            case .retryInfo: try read(Google__Rpc__RetryInfo.self, from: detail) { $0.readRetryInfo($1) }
            default: continue
            }
        }
        guard hasErrorInfo else { return nil }
    }

    private mutating func read<Message: WireMessage>(
        _ type: Message.Type, from detail: UnsafePointer<Google__Protobuf__Any>,
        _ body: (inout StatusDetails, Message) -> Void
    ) throws(MessageError) {
        let bytes = UnsafeRawBufferPointer(start: detail.pointee.value.data, count: detail.pointee.value.len)
        self = try Message.withUnpacked(bytes, limits: Self.limits, arena: MessageArena()) { message in
            var details = self
            body(&details, message.pointee)
            return details
        }
    }

    private mutating func readErrorInfo(_ info: Google__Rpc__ErrorInfo) {
        reason = String(cString: info.reason)
        domain = String(cString: info.domain)
        for case let entry? in UnsafeBufferPointer(start: info.metadata, count: info.n_metadata) {
            metadata[String(cString: entry.pointee.key)] = String(cString: entry.pointee.value)
        }
    }

    private mutating func readBadRequest(_ request: Google__Rpc__BadRequest) {
        let violations = UnsafeBufferPointer(start: request.field_violations, count: request.n_field_violations)
        attachment = .badRequest(
            violations.compactMap { violation in
                violation.map {
                    FieldViolation(
                        field: String(cString: $0.pointee.field), description: String(cString: $0.pointee.description))
                }
            })
    }

    private mutating func readResourceInfo(_ info: Google__Rpc__ResourceInfo) {
        attachment = .resource(
            ResourceInfo(
                type: String(cString: info.resource_type), name: String(cString: info.resource_name),
                description: String(cString: info.description)))
    }

    private mutating func readRetryInfo(_ info: Google__Rpc__RetryInfo) {
        guard let delay = info.retry_delay?.pointee else { return }
        attachment = .retry(after: max(.zero, .seconds(delay.seconds) + .nanoseconds(Int64(delay.nanos))))
    }

    private func errorInfo(in arena: MessageArena) -> UnsafeMutablePointer<Google__Protobuf__Any>? {
        Detail.errorInfo.packed(
            arena.make { (info: inout Google__Rpc__ErrorInfo) in
                info.reason = arena.copy(reason)
                info.domain = arena.copy(domain)
                info.n_metadata = metadata.count
                // Sorted, so that equal details are equal bytes.
                info.metadata = arena.list(metadata.sorted { $0.key < $1.key }) {
                    (pair, entry: inout Google__Rpc__ErrorInfo__MetadataEntry) in
                    entry.key = arena.copy(pair.key)
                    entry.value = arena.copy(pair.value)
                }
            }, in: arena)
    }

    private func attachment(in arena: MessageArena) -> UnsafeMutablePointer<Google__Protobuf__Any>? {
        switch attachment {
        case nil: nil
        case .badRequest(let violations):
            Detail.badRequest.packed(
                arena.make { (request: inout Google__Rpc__BadRequest) in
                    request.n_field_violations = violations.count
                    request.field_violations = arena.list(violations) {
                        (violation, message: inout Google__Rpc__BadRequest__FieldViolation) in
                        message.field = arena.copy(violation.field)
                        message.description = arena.copy(violation.description)
                    }
                }, in: arena)
        case .resource(let resource):
            Detail.resourceInfo.packed(
                arena.make { (info: inout Google__Rpc__ResourceInfo) in
                    info.resource_type = arena.copy(resource.type)
                    info.resource_name = arena.copy(resource.name)
                    info.description = arena.copy(resource.description)
                }, in: arena)
        case .retry(let delay):
            Detail.retryInfo.packed(
                arena.make { (info: inout Google__Rpc__RetryInfo) in
                    info.retry_delay = arena.make { (duration: inout Google__Protobuf__Duration) in
                        duration.seconds = delay.components.seconds
                        duration.nanos = Int32(delay.components.attoseconds / 1_000_000_000)
                    }
                }, in: arena)
        }
    }
}

/// The kinds of detail that are sent and read.
private enum Detail: String {
    case errorInfo = "google.rpc.ErrorInfo"
    case badRequest = "google.rpc.BadRequest"
    case resourceInfo = "google.rpc.ResourceInfo"
    case retryInfo = "google.rpc.RetryInfo"

    /// The kind that a type URL names: whatever stands before the last slash is for resolvers (google/protobuf/any.proto).
    init?(typeURL: String) {
        self.init(
            rawValue: String(typeURL[(typeURL.lastIndex(of: "/").map(typeURL.index(after:)) ?? typeURL.startIndex)...]))
    }

    /// The detail inside a google.protobuf.Any.
    func packed<Message: WireMessage>(
        _ message: UnsafeMutablePointer<Message>, in arena: MessageArena
    ) -> UnsafeMutablePointer<Google__Protobuf__Any> {
        arena.make { (any: inout Google__Protobuf__Any) in
            any.type_url = arena.copy("type.googleapis.com/\(rawValue)")
            let bytes = PackedMessage(message).bytes()
            any.value = ProtobufCBinaryData(len: bytes.count, data: arena.array(bytes) { $0 })
        }
    }
}
