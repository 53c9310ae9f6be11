internal import CommandLineSupport
internal import EventLoop
internal import Foundation
internal import Glibc
internal import Synchronization

/// What the process that started this one has left to it: listening sockets, and who wants to hear how it does.
///
/// Sockets come from systemd (socket activation, sd_listen_fds(3)), or from a server whose place this one takes. Both say
/// in the environment what the descriptors from 3 on are.
///
/// May be used from any thread.
final class Inheritance: Sendable {
    /// The sockets there may be. Each goes by the name of the setting it stands in for.
    enum Role: String, Sendable, CaseIterable {
        case calls = "listen"
        case adminPages = "admin-listen"
    }

    /// A socket that listens.
    struct ListeningSocket: Sendable {
        let socket: Socket
        /// The value of the setting it was made for; nil when it is to be used whatever the setting says.
        let madeFor: String?
    }

    /// Who wants to hear how this process does.
    let manager: ServiceManager
    /// The server whose place this one takes; nil at an ordinary start.
    let predecessor: Predecessor?
    /// What systemd made sockets for.
    private let activatedRoles: Set<Role>

    /// Those that nobody has taken yet.
    private let sockets: Mutex<[Role: ListeningSocket]>

    /// The first of the descriptors.
    static let firstDescriptor: Int32 = 3
    /// Where a server tells its successor about the descriptors: in their order, what each is, such as
    /// `listen=127.0.0.1:7443 admin-listen=* ready`. The star is a socket that is used whatever the setting says.
    static let variable = "MEDCODES_HANDED_OVER"
    /// The last of the words: the pipe that the predecessor listens on.
    static let readyWord = "ready"

    private static let activationVariables = ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"]

    /// Takes over what there is, and takes it out of the environment, so that no process started from here takes it too.
    /// To be called once, before anything else reads the environment.
    ///
    /// - Throws: ``CommandFailure`` when a socket is not one that can be served on, or nobody knows what it is for.
    static func take(console: Console) throws(CommandFailure) -> Inheritance {
        let environment = ProcessInfo.processInfo.environment
        for variable in ServiceManager.variables + activationVariables + [variable] { unsetenv(variable) }
        return try Inheritance(environment: environment, console: console)
    }

    /// What this environment tells of.
    init(environment: [String: String], processID: pid_t = getpid(), console: Console) throws(CommandFailure) {
        manager = ServiceManager(environment: environment, processID: processID, console: console)
        var sockets: [Role: ListeningSocket] = [:]
        var predecessor: Predecessor?
        if let words = environment[Self.variable] {
            (sockets, predecessor) = try Self.handedOver(words)
        } else if environment["LISTEN_PID"] == "\(processID)" {
            sockets = try Self.activated(environment)
        }
        self.predecessor = predecessor
        activatedRoles = Set(sockets.filter { $0.value.madeFor == nil }.keys)
        self.sockets = Mutex(sockets)
    }

    /// The socket to serve on instead of making one, which is the caller's from now on. Nil when there is none, or it was
    /// made for another address than the setting says now.
    func takeSocket(_ role: Role, for endpoint: Endpoint?) -> Socket? {
        guard let inherited = sockets.withLock({ $0.removeValue(forKey: role) }) else { return nil }
        return inherited.madeFor == nil || inherited.madeFor == endpoint?.description ? inherited.socket : nil
    }

    /// A socket of this process as its successor is to see it.
    ///
    /// - Parameter endpoint: What the setting said when it was made.
    func bequest(_ socket: Socket, as role: Role, madeFor endpoint: Endpoint?) -> ListeningSocket {
        ListeningSocket(socket: socket, madeFor: activatedRoles.contains(role) ? nil : endpoint?.description)
    }

    private static func handedOver(
        _ words: String
    ) throws(CommandFailure) -> ([Role: ListeningSocket], Predecessor?) {
        var sockets: [Role: ListeningSocket] = [:]
        var predecessor: Predecessor?
        for (index, word) in words.split(separator: " ").enumerated() {
            let descriptor = firstDescriptor + Int32(clamping: index)
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            if word == readyWord {
                predecessor = Predecessor(descriptor: descriptor)
            } else if parts.count == 2, let role = Role(rawValue: parts[0]) {
                let madeFor = parts[1] == "*" ? nil : parts[1]
                sockets[role] = ListeningSocket(socket: try adopt(descriptor, name: parts[0]), madeFor: madeFor)
            } else {
                throw CommandFailure(.failure, "\(variable) is '\(words)', which no server has written")
            }
        }
        return (sockets, predecessor)
    }

    private static func activated(_ environment: [String: String]) throws(CommandFailure) -> [Role: ListeningSocket] {
        let names = environment["LISTEN_FDNAMES", default: ""].split(separator: ":", omittingEmptySubsequences: false)
        guard let count = environment["LISTEN_FDS"].flatMap(Int.init), (0...Role.allCases.count).contains(count) else {
            throw CommandFailure(
                .failure, "LISTEN_FDS is '\(environment["LISTEN_FDS", default: ""])'",
                remedy: "there may be one socket for calls and one for the admin pages")
        }
        var sockets: [Role: ListeningSocket] = [:]
        for index in 0..<count {
            let name = index < names.count ? String(names[index]) : ""
            guard let role = Role(rawValue: name), sockets[role] == nil else {
                throw CommandFailure(
                    .failure, "socket \(index + 1) of \(count) of the service manager is named '\(name)'",
                    remedy: "name one 'listen' and one 'admin-listen', with FileDescriptorName= in its socket unit")
            }
            let socket = try adopt(firstDescriptor + Int32(index), name: name)
            sockets[role] = ListeningSocket(socket: socket, madeFor: nil)
        }
        return sockets
    }

    private static func adopt(_ descriptor: Int32, name: String) throws(CommandFailure) -> Socket {
        do throws(SystemError) {
            return try .adopting(listening: descriptor)
        } catch {
            throw CommandFailure(
                .failure, "descriptor \(descriptor), handed over as '\(name)', cannot be served on: \(error)",
                remedy: "hand over a TCP socket that listens")
        }
    }
}
