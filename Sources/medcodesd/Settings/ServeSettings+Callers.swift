internal import CommandLineSupport
internal import EventLoop

// Who can be told apart, and who can reach the server at all.

extension ServeSettings {
    /// Whether those may read who show nothing.
    var anonymousMayRead: Bool {
        switch anonymous.value {
        case .readers?: true
        case AnonymousPolicy.none?: false
        case nil: listen.value.isLoopback && !knowsCallers
        }
    }

    /// Whether clients must show a certificate: where nothing else lets them in.
    var demandsClientCertificate: Bool { clientCA.value != nil && tokens.value == nil && !anonymousMayRead }

    private var knowsCallers: Bool { clientCA.value != nil || tokens.value != nil }

    /// Refuses to serve strangers, and to serve nobody.
    ///
    /// - Parameter address: Where the server listens: as `listen` says, or where a socket listens that was handed to it.
    /// - Throws: ``CommandFailure`` of status `usage` that says what to do.
    func requireKnownCallers(on address: Endpoint) throws(CommandFailure) {
        let remedy =
            "name the authority of the clients' certificates with --client-ca, or a file of 'medcodesd token create' "
            + "with --tokens"
        guard address.isLoopback || knowsCallers else {
            throw CommandFailure(
                .usage, "\(address) is an address that other machines reach, and nothing tells who calls",
                remedy: remedy)
        }
        guard address.isLoopback || !anonymousMayRead else {
            throw CommandFailure(
                .usage, "anonymous is readers, and \(address) is an address that other machines reach",
                remedy: "leave anonymous out, or listen on 127.0.0.1")
        }
        guard knowsCallers || anonymousMayRead else {
            throw CommandFailure(
                .usage, "anonymous is none (\(anonymous.origin)) and nothing tells who calls, so nobody may call",
                remedy: remedy)
        }
    }
}

extension Endpoint {
    /// Whether only this machine reaches it, by what is written: `localhost` (RFC 6761, section 6.3), `127.…`, `::1`.
    var isLoopback: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return host.lowercased() == "localhost" || host == "::1"
            || parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
