import RPCServices
import Testing

@Suite("Health registry", .timeLimit(.minutes(1)))
struct HealthRegistryTests {
    private let registry = HealthRegistry(services: ["a.B", ""])

    @Test("Nothing serves before it is said to")
    func startsNotServing() {
        #expect(registry.statuses == ["": .notServing, "a.B": .notServing])
        #expect(registry.status(of: "c.D") == nil)
    }

    @Test("One service, or all of them, can be set")
    func set() {
        registry.set(.serving, for: "c.D")
        #expect(registry.statuses == ["": .notServing, "a.B": .notServing, "c.D": .serving])
        registry.setAll(.serving)
        #expect(registry.statuses.values.allSatisfy { $0 == .serving })
        registry.setAll(.notServing)
        #expect(registry.status(of: HealthRegistry.wholeServer) == .notServing)
    }

    @Test("Tells the status at once to who knows none or another", arguments: ["", "a.B", "x.Y"])
    func atOnce(service: String) async {
        let status: ServingStatus = service == "x.Y" ? .serviceUnknown : .notServing
        #expect(await registry.status(of: service, after: nil) == status)
        #expect(await registry.status(of: service, after: .serving) == status)
    }

    @Test("Tells a change to those who wait for it, and only to them")
    func change() async {
        async let first = registry.status(of: "a.B", after: .notServing)
        async let second = registry.status(of: "a.B", after: .notServing)
        async let other = registry.status(of: "", after: .notServing)
        await waiting(3)
        registry.set(.notServing, for: "a.B")
        await waiting(3)
        registry.set(.serving, for: "a.B")
        #expect(await first == .serving)
        #expect(await second == .serving)
        await waiting(1)
        registry.setAll(.serving)
        #expect(await other == .serving)
        await waiting(0)
    }

    @Test("Tells when a service becomes known")
    func becomesKnown() async {
        async let status = registry.status(of: "x.Y", after: .serviceUnknown)
        await waiting(1)
        registry.set(.serving, for: "x.Y")
        #expect(await status == .serving)
    }

    @Test("Keeps nothing for who comes late: only the last status counts")
    func late() async {
        for _ in 0..<1000 {
            registry.setAll(.serving)
            registry.setAll(.notServing)
        }
        #expect(await registry.status(of: "", after: .serving) == .notServing)
        #expect(registry.waiterCount == 0)
    }

    @Test("Draining tells everybody that nothing serves, then that there will be no more news, and cannot be undone")
    func drain() async {
        registry.setAll(.serving)
        async let known = registry.status(of: "", after: .serving)
        async let unknown = registry.status(of: "x.Y", after: .serviceUnknown)
        await waiting(2)
        registry.drain()
        #expect(await known == .notServing)
        #expect(await unknown == nil)
        registry.setAll(.serving)
        registry.set(.serving, for: "x.Y")
        #expect(registry.statuses == ["": .notServing, "a.B": .notServing])
        #expect(await registry.status(of: "", after: .notServing) == nil)
        #expect(await registry.status(of: "", after: nil) == .notServing)
    }

    @Test("A task that is cancelled waits no more")
    func cancellation() async {
        let task = Task { await registry.status(of: "", after: .notServing) }
        await waiting(1)
        task.cancel()
        #expect(await task.value == nil)
        #expect(registry.waiterCount == 0)
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await registry.status(of: "", after: .notServing)
        }
        #expect(await late.value == nil)
    }

    private func waiting(_ count: Int) async {
        while registry.waiterCount != count { await Task.yield() }
    }
}
