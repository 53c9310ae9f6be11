internal import CTestProtos
internal import RPCCore
internal import WireMessages

/// `grpc.testing.TestService`, as the document "gRPC Interop Test Case Descriptions" asks of a server under test.
///
/// UnimplementedCall and UnimplementedService are missing on purpose: clients test what happens then.
struct TestService: RPCService {
    static let name = "grpc.testing.TestService"

    var methods: [RPCMethod] {
        [
            RPCMethod(service: Self.name, name: "EmptyCall") { (request, call) throws(RPCError) in
                try Grpc__Testing__Empty.read(request) { _ in }
                let echo = try MetadataEcho(of: call.metadata)
                return .reply(UnaryReply(.empty, metadata: echo.initial, trailers: echo.trailing))
            },
            RPCMethod(service: Self.name, name: "UnaryCall") { (request, call) throws(RPCError) in
                let order = try UnaryOrder(request)
                let echo = try MetadataEcho(of: call.metadata)
                if let error = echo.applied(to: order.status) { throw error }
                return .reply(UnaryReply(order.reply(), metadata: echo.initial, trailers: echo.trailing))
            },
        ]
    }
}
