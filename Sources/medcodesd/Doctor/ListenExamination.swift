internal import CommandLineSupport
internal import EventLoop
internal import Glibc

/// Listens for a moment where the server would, unless the kernel is to choose the port.
struct ListenExamination {
    /// What the setting is called.
    let subject: String
    let endpoint: Endpoint

    /// What was found.
    var finding: Finding {
        do throws(ResolutionError) {
            let addresses = try SocketAddress.resolve(endpoint, forListening: true)
            do throws(SystemError) {
                for address in addresses.prefix(1) { _ = try Socket.listening(on: address, backlog: 1) }
                return .ok(subject, "\(endpoint) is free")
            } catch {
                return .failed(
                    subject,
                    CommandFailure(
                        .failure, "cannot listen on \(endpoint): \(error.reason)", remedy: remedy(for: error.number)))
            }
        } catch {
            return .failed(subject, CommandFailure(.failure, "cannot listen on \(endpoint): \(error)"))
        }
    }

    private func remedy(for number: Int32) -> String {
        switch number {
        case EADDRINUSE: "stop what listens there, which may be the service itself"
        case EADDRNOTAVAIL: "name an address of this machine, or 0.0.0.0 for all of them"
        case EACCES: "take a port from 1024 on, or allow this user lower ones (CAP_NET_BIND_SERVICE)"
        default: ""
        }
    }
}
