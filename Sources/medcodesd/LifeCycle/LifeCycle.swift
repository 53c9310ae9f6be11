internal import AdminHTTP
internal import CatalogStore
internal import CommandLineSupport
internal import EventLoop
internal import Foundation
internal import RPCServices
internal import RPCTransport

/// Why a server ends.
enum Ending: Hashable, Sendable {
    /// It was asked to.
    case stopped
    /// Another process has taken its place.
    case replaced
    /// It can never answer anything.
    case failed(CommandFailure)

    /// The time that calls under way have.
    func graceTime(of settings: ServeSettings) -> Duration {
        if case .failed = self { .zero } else { settings.drainTime.value.duration }
    }
}

/// The life of a server as seen from outside: the signals it takes from operators, what the service manager hears of it,
/// and the processes before and after it.
///
/// A new process takes over in these steps, none of which loses a call:
///
/// 1. On SIGUSR2 the old process starts the program anew, with its listening sockets (``Successor``).
/// 2. The new one reads its settings, opens the store and builds the search index. It accepts nothing yet.
/// 3. When it can answer everything it begins to accept, and says so (``Predecessor``). When it ends instead, or takes too
///    long, the old one goes on as if nothing had been.
/// 4. The old one tells the service manager which process is the service now, closes its listening sockets and drains.
struct LifeCycle: Sendable {
    private let settings: ServeSettings
    private let inheritance: Inheritance
    private let health: HealthRegistry
    private let console: Console
    private let endings: AsyncStream<Ending>
    private let end: AsyncStream<Ending>.Continuation
    private let replacements: AsyncStream<Void>
    private let replaceSignal: OperatorSignal

    private var manager: ServiceManager { inheritance.manager }

    /// Takes the signals over from now on.
    ///
    /// - Parameter settings: What the server is started with.
    init(settings: ServeSettings, inheritance: Inheritance, health: HealthRegistry, console: Console) {
        self.settings = settings
        self.inheritance = inheritance
        self.health = health
        self.console = console
        (endings, end) = AsyncStream.makeStream()
        let (replacements, isAsked) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.replacements = replacements
        replaceSignal = OperatorSignal(.replace) { isAsked.yield() }
        let signals = TerminationSignals()
        Task { [health, end] in
            await signals.first()
            health.drain()
            end.yield(.stopped)
        }
    }

    /// Ends the server, because it can never answer anything.
    func fail(_ failure: CommandFailure) {
        health.drain()
        end.yield(.failed(failure))
    }

    /// Reads settings anew, which the service manager may want to know.
    func reload(_ body: () -> Void) {
        let isReady = health.status(of: HealthRegistry.wholeServer) == .serving
        if isReady { manager.tell(.reloading) }
        body()
        if isReady { manager.tell(.ready) }
    }

    /// Waits, where another process serves still, until this one can answer everything: nothing is accepted here before
    /// that would have to wait.
    ///
    /// - Returns: False when it is asked to stop instead.
    /// - Throws: What ``fail(_:)`` was told.
    func mayServe() async throws(CommandFailure) -> Bool {
        guard inheritance.predecessor != nil, await !health.allBecomeServing() else { return true }
        if case .failed(let failure) = await endings.first(where: { _ in true }) { throw failure }
        return false
    }

    /// Waits for the end of a server that has begun to accept calls.
    ///
    /// - Parameters:
    ///   - store: What the watchdog asks.
    ///   - onReplacing: Called before a new process is started.
    func ending(
        of server: RPCServer, _ pages: AdminServer?, store: Task<any CodeStore, any Error>,
        onReplacing: @escaping @Sendable () -> Void
    ) async -> Ending {
        let watchdog = Watchdog(manager: manager) {
            _ = try? await store.value.revision()
            return await !server.loopLags().contains(nil)
        }
        let tasks = [
            Task { await announce(server) },
            Task { await watchdog.run() },
            Task {
                for await _ in replacements where await isReplaced(server, pages, onReplacing) { end.yield(.replaced) }
            },
        ]
        let ending = await endings.first { _ in true } ?? .stopped
        for task in tasks { task.cancel() }
        replaceSignal.cancel()
        if ending != .replaced { manager.tell(.stopping, .status("finishing calls under way")) }
        return ending
    }

    /// Says that calls are answered, as soon as that is so.
    private func announce(_ server: RPCServer) async {
        // For the service manager it is the old process that is the service, until that says otherwise.
        if let predecessor = inheritance.predecessor { return predecessor.stop() }
        guard await health.becomesServing(HealthRegistry.wholeServer) else { return }
        manager.tell(.ready, .status("serving on \(server.endpoint)"))
    }

    /// Has a new process take over. Returns whether it did.
    private func isReplaced(_ server: RPCServer, _ pages: AdminServer?, _ onReplacing: () -> Void) async -> Bool {
        console.say(StyledText("starting the program anew, to take over"))
        onReplacing()
        do throws(CommandFailure) {
            let process = try await successor(server, pages).takeOver()
            manager.tell(.mainProcess(process), .alive, .status("serving on \(server.endpoint)"))
            console.say(StyledText("process \(process) has taken over; this one finishes calls under way"))
            return true
        } catch {
            if !Task.isCancelled { console.report(CommandFailure(.failure, "\(error); this one goes on serving")) }
            return false
        }
    }

    private func successor(_ server: RPCServer, _ pages: AdminServer?) throws(CommandFailure) -> Successor {
        do throws(SystemError) {
            var sockets: [Inheritance.Role: Inheritance.ListeningSocket] = [:]
            sockets[.calls] = try server.duplicateListeningSocket().map {
                inheritance.bequest($0, as: .calls, madeFor: settings.listen.value)
            }
            sockets[.adminPages] = try pages?.duplicateListeningSocket().map {
                inheritance.bequest($0, as: .adminPages, madeFor: settings.adminListen.value)
            }
            let environment = ProcessInfo.processInfo.environment.merging(manager.successorEnvironment) { $1 }
            return Successor(environment: environment, sockets: sockets)
        } catch {
            throw CommandFailure(.failure, "the listening sockets cannot be handed over: \(error)")
        }
    }
}
