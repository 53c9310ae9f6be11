internal import CRPCProtos
public import WireMessages

/// The health protocol from the client's side: what to send, and what the answers say.
public enum HealthMessages {
    /// The request of Check, for a service's full name or, empty, for the whole server.
    public static func checkRequest(service: String) -> [UInt8] {
        Grpc__Health__V1__HealthCheckRequest.withPacked { request, arena in
            request.service = arena.copy(service)
        } _: {
            $0.bytes()
        }
    }

    /// What the reply of Check says. A status outside the protocol's reads as ``ServingStatus/unknown``.
    public static func status(fromCheckReply bytes: UnsafeRawBufferPointer) throws(MessageError) -> ServingStatus {
        try Grpc__Health__V1__HealthCheckResponse.withUnpacked(bytes, limits: .reply, arena: MessageArena()) {
            ServingStatus($0.pointee.status)
        }
    }

    /// What the reply of List says, by service; the request is the empty message.
    public static func statuses(
        fromListReply bytes: UnsafeRawBufferPointer
    ) throws(MessageError) -> [String: ServingStatus] {
        try Grpc__Health__V1__HealthListResponse.withUnpacked(bytes, limits: .reply, arena: MessageArena()) { reply in
            var statuses: [String: ServingStatus] = [:]
            for case let entry? in UnsafeBufferPointer(start: reply.pointee.statuses, count: reply.pointee.n_statuses) {
                let status = entry.pointee.value?.pointee.status
                statuses[String(cString: entry.pointee.key)] = status.map { ServingStatus($0) } ?? .unknown
            }
            return statuses
        }
    }
}

extension ServingStatus {
    /// The generated type's value.
    var wireValue: Grpc__Health__V1__HealthCheckResponse__ServingStatus {
        Grpc__Health__V1__HealthCheckResponse__ServingStatus(rawValue: UInt32(rawValue))
    }

    init(_ wireValue: Grpc__Health__V1__HealthCheckResponse__ServingStatus) {
        self = UInt8(exactly: wireValue.rawValue).flatMap(ServingStatus.init) ?? .unknown
    }
}
