import RPCCore
import RPCServices
import Testing

@Suite("Reflection service")
struct ReflectionServiceTests {
    @Test("It is offered under both versions, for messages both ways")
    func methods() {
        let methods = ReflectionService(of: [], descriptorSets: []).methods
        #expect(
            methods.map(\.service) == [
                "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
            ])
        #expect(methods.allSatisfy { $0.name == "ServerReflectionInfo" && $0.kind == .bidirectionalStreaming })
    }
}
