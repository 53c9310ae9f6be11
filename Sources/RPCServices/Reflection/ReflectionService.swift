public import RPCCore

/// `grpc.reflection.v1.ServerReflection` and the same service under its earlier name, v1alpha, which most tools try next.
public struct ReflectionService: RPCService {
    /// The full names under which the service is offered.
    public static let names = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]

    private let index: DescriptorIndex
    private let services: [String]

    /// A service that tells of these services and of itself.
    ///
    /// - Parameters:
    ///   - services: What the server offers beside reflection; these names are listed.
    ///   - descriptorSets: Serialized google.protobuf.FileDescriptorSets with the files of those services and all they
    ///     import; health, reflection and google.rpc are known already.
    public init(of services: [any RPCService], descriptorSets: [[UInt8]]) {
        index = DescriptorIndex(descriptorSets)
        self.services = Set(services.flatMap(\.methods).map(\.service) + Self.names).sorted()
    }

    /// ServerReflectionInfo of both versions.
    public var methods: [RPCMethod] {
        Self.names.map { name in
            RPCMethod(service: name, name: "ServerReflectionInfo", bidirectional: answerAll)
        }
    }

    private func answerAll(_ call: StreamingCall) async throws {
        var answers = ReflectionAnswers(index: index, services: services)
        for try await request in call.requests {
            let answer = try request.bytes.withUnsafeBytes { bytes throws(RPCError) in try answers.answer(bytes) }
            try await call.send(answer)
        }
    }
}
