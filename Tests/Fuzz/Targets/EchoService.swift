import RPCCore

/// Methods of every kind, for requests that were made up.
struct EchoService: RPCService {
    private static let service = "test.Service"

    var methods: [RPCMethod] {
        [
            RPCMethod(service: Self.service, name: "Echo") { request, _ throws(RPCError) in
                .reply(UnaryReply(MessageFrame(message: request)))
            },
            RPCMethod(service: Self.service, name: "Fail") { request, call throws(RPCError) in
                throw RPCError(.notFound, "no such thing: ☺", details: Array(request), metadata: call.metadata)
            },
            RPCMethod(service: Self.service, name: "Never") { _, call throws(RPCError) in
                _ = call.detach()
                return .detached
            },
            RPCMethod(
                service: Self.service, name: "Stream",
                bidirectional: { call in
                    for try await message in call.requests { try await call.send(MessageFrame(message: message.bytes)) }
                }),
        ]
    }
}
