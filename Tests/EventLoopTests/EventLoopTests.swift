import Dispatch
import EventLoop
import Glibc
import Testing

@Suite("The event loop", .timeLimit(.minutes(1)))
struct EventLoopTests {
    @Test("Jobs run on the loop's queue in the order given, those of jobs too")
    func order() async throws {
        let loop = try EventLoop(label: "test.order")
        let log = Log<Int>()
        for number in 0..<100 { loop.execute { log.append(number) } }
        try await loop.run {
            loop.preconditionOnLoop()
            loop.execute { log.append(100) }
        }
        try await loop.run {}
        #expect(log.entries == Array(0...100))
        await loop.close()
    }

    @Test("No job of many threads is lost")
    func manyThreads() async throws {
        let loop = try EventLoop(label: "test.threads")
        let log = Log<Int>()
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask { for number in 0..<1000 { loop.execute { log.append(thread * 1000 + number) } } }
            }
        }
        try await loop.run {}
        #expect(log.entries.sorted() == Array(0..<8000))
        await loop.close()
    }

    @Test("A readable descriptor is reported until it is read, and not after the registration is cancelled")
    func readiness() async throws {
        let loop = try EventLoop(label: "test.readiness")
        let pair = try SocketPair()
        let (near, far) = pair.ends
        let log = Log<IOEvents>()
        await withCheckedContinuation { continuation in
            loop.execute {
                let handler = ClosureHandler { log.append($0) }
                guard let registration = try? loop.register(near, for: .readable, handler: handler) else { return }
                handler.action = { events in
                    log.append(events)
                    guard log.entries.count == 3 else { return }
                    registration.cancel()
                    registration.cancel()
                    continuation.resume()
                }
            }
            try? sendByte(far)
        }
        try await loop.run {}
        #expect(log.entries == [.readable, .readable, .readable])
        await loop.close()
    }

    @Test("Waiting for other events takes effect")
    func interest() async throws {
        let loop = try EventLoop(label: "test.interest")
        let pair = try SocketPair()
        let near = pair.ends.0
        let log = Log<IOEvents>()
        await withCheckedContinuation { continuation in
            loop.execute {
                let handler = ClosureHandler { _ in }
                guard let registration = try? loop.register(near, for: .readable, handler: handler) else { return }
                handler.action = { events in
                    log.append(events)
                    registration.cancel()
                    continuation.resume()
                }
                try? registration.wait(for: [.readable, .writable])
            }
        }
        #expect(log.entries == [.writable])
        await loop.close()
    }

    @Test("An event fetched before its descriptor left the set is dropped")
    func staleEvent() async throws {
        let loop = try EventLoop(label: "test.stale")
        let first = try SocketPair()
        let second = try SocketPair()
        let descriptors = [first.ends.0, second.ends.0]
        let log = Log<Int>()
        try sendByte(first.ends.1)
        try sendByte(second.ends.1)
        try await loop.run {
            var registrations: [Registration] = []
            let handlers = descriptors.indices.map { number in
                ClosureHandler { _ in
                    log.append(number)
                    for registration in registrations { registration.cancel() }
                }
            }
            for (descriptor, handler) in zip(descriptors, handlers) {
                registrations.append(try loop.register(descriptor, for: .readable, handler: handler))
            }
        }
        try await loop.run {}
        try await loop.run {}
        #expect(log.entries.count == 1)
        await loop.close()
    }

    @Test("Timers go off in order of their deadlines, moved and cancelled ones as last told")
    func timers() async throws {
        let manual = ManualClock()
        let loop = try EventLoop(label: "test.timers", clock: manual.clock)
        let log = Log<String>()
        let timers = try await loop.run {
            func timer(_ name: String, after duration: Duration) -> LoopTimer {
                let timer = LoopTimer(on: loop) { log.append(name) }
                timer.set(after: duration)
                return timer
            }
            let late = timer("late", after: .seconds(3000))
            let moved = timer("moved", after: .seconds(1000))
            let cancelled = timer("cancelled", after: .seconds(2000))
            let early = timer("early", after: .seconds(1500))
            moved.set(after: .seconds(2500))
            cancelled.cancel()
            return LoopBound([late, moved, cancelled, early], on: loop)
        }
        manual.advance(by: .seconds(1400))
        try await loop.run {}
        #expect(log.entries == [])
        manual.advance(by: .seconds(1200))
        try await loop.run {}
        try await loop.run {}
        #expect(log.entries == ["early", "moved"])
        manual.advance(by: .seconds(1000))
        try await loop.run {}
        try await loop.run { #expect(timers.value.allSatisfy { !$0.isSet }) }
        #expect(log.entries == ["early", "moved", "late"])
        await loop.close()
    }

    @Test("A timer wakes a loop that lingers and one that has returned to Dispatch", arguments: [0, 50])
    func alarm(lingerMilliseconds: Int) async throws {
        let policy = LingerPolicy(base: .milliseconds(lingerMilliseconds), longest: .milliseconds(lingerMilliseconds))
        let loop = try EventLoop(label: "test.alarm", linger: policy)
        for _ in 0..<3 {
            await withCheckedContinuation { continuation in
                loop.execute { LoopTimer(on: loop) { continuation.resume() }.set(after: .milliseconds(5)) }
            }
        }
        await loop.close()
    }

    @Test("A job after the end is dropped, and so is what it holds")
    func afterTheEnd() async throws {
        let loop = try EventLoop(label: "test.end")
        let log = Log<Int>()
        await loop.close()
        loop.execute { log.append(1) }
        loop.queue.sync {}
        #expect(log.entries.isEmpty)
    }

    @Test("Loops come and go without keeping a descriptor")
    func descriptors() async throws {
        let before = openDescriptorCount()
        for _ in 0..<50 {
            let loop = try EventLoop(label: "test.coming-and-going")
            try await loop.run {}
            await loop.close()
            loop.queue.sync {}
        }
        // Other tests run beside this one, and the last loop may be on its way out; 150 descriptors would be a leak.
        #expect(openDescriptorCount() < before + 100)
    }

    @Test("What belongs to a loop stops the process elsewhere")
    func fence() async {
        await #expect(processExitsWith: .failure) {
            let loop = try EventLoop(label: "test.fence")
            let bound = try await loop.run { LoopBound(1, on: loop) }
            _ = bound.value
        }
    }

    private func sendByte(_ descriptor: Int32) throws(SystemError) {
        let byte: [UInt8] = [120]
        _ = try byte.withUnsafeBufferPointer { byte throws(SystemError) in
            try SystemCall.send(descriptor, UnsafeRawBufferPointer(byte))
        }
    }

    private func openDescriptorCount() -> Int { (0..<4096).count { fcntl($0, F_GETFD) != -1 } }
}
