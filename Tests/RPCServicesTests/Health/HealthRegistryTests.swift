import RPCServices
import Testing

@Suite("Health registry")
struct HealthRegistryTests {
    @Test("Nothing serves before it is said to")
    func startsNotServing() {
        let registry = HealthRegistry(services: ["a.B", ""])
        #expect(registry.statuses == ["": .notServing, "a.B": .notServing])
        #expect(registry.status(of: "c.D") == nil)
    }

    @Test("One service, or all of them, can be set")
    func set() {
        let registry = HealthRegistry(services: ["a.B"])
        registry.set(.serving, for: "c.D")
        #expect(registry.statuses == ["": .notServing, "a.B": .notServing, "c.D": .serving])
        registry.setAll(.serving)
        #expect(registry.statuses.values.allSatisfy { $0 == .serving })
        registry.setAll(.notServing)
        #expect(registry.status(of: HealthRegistry.wholeServer) == .notServing)
    }
}
