/// Asks in intervals whether the server can do its work, and tells the registry.
///
/// One failure may be chance, and clients that leave for it are a burden to the servers that are left: only several
/// without a success between them make the server NOT_SERVING. The first success makes it SERVING again.
public struct HealthProbe: Sendable {
    /// Time between the end of one check and the begin of the next.
    public var interval: Duration = .seconds(1)
    /// Time a check may take before it counts as failed.
    public var timeout: Duration = .seconds(5)
    /// So many failures, one after the other, make the server NOT_SERVING.
    public var failureCountMin = 3

    private let registry: HealthRegistry
    private let check: @Sendable () async throws -> Void
    private let sleep: @Sendable (Duration) async throws -> Void

    /// A probe.
    ///
    /// - Parameters:
    ///   - registry: Is told about all services together.
    ///   - sleep: Waits so long, or throws when the task is cancelled; by the system's clock unless a test says otherwise.
    ///   - check: Does a little of the server's work, and throws when it cannot.
    public init(
        registry: HealthRegistry,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        check: @escaping @Sendable () async throws -> Void
    ) {
        self.registry = registry
        self.sleep = sleep
        self.check = check
    }

    /// Probes until the task is cancelled. The first check has the same say as the others: whoever is sure that the server
    /// is ready sets the registry before.
    ///
    /// - Parameter changed: Called when the server becomes able or unable to do its work, with the last error.
    public func run(changed: @Sendable ((any Error)?) -> Void = { _ in }) async {
        var failureCount = 0
        while !Task.isCancelled {
            let error = await failure()
            if Task.isCancelled { return }
            let wasFailing = failureCount >= failureCountMin
            failureCount = error == nil ? 0 : min(failureCount + 1, failureCountMin)
            let isFailing = failureCount >= failureCountMin
            if isFailing || error == nil { registry.setAll(isFailing ? .notServing : .serving) }
            if isFailing != wasFailing { changed(error) }
            do { try await sleep(interval) } catch { return }
        }
    }

    /// Why the check failed; nil when it did not.
    private func failure() async -> (any Error)? {
        await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                do { try await check() } catch { return error }
                return nil
            }
            group.addTask {
                try? await sleep(timeout)
                return HealthProbeTimeout()
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}

/// A check took too long.
struct HealthProbeTimeout: Error, CustomStringConvertible {
    var description: String { "the check took too long" }
}
