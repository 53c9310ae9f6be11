internal import CLinux
internal import Glibc

/// The address of one end of a TCP connection, IPv4 or IPv6.
public struct SocketAddress: @unchecked Sendable {
    // Sendable because a sockaddr_storage holds bytes and no pointers.

    private var storage: sockaddr_storage
    private let length: socklen_t

    /// All addresses that an endpoint stands for, in the order to try them. Blocks while a name is looked up, so it must
    /// not be called on a loop.
    ///
    /// - Parameter forListening: Whether the addresses are to be listened on.
    /// - Throws: ``ResolutionError``.
    public static func resolve(
        _ endpoint: Endpoint, forListening: Bool = false
    ) throws(ResolutionError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | (forListening ? AI_PASSIVE : 0)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(endpoint.host, "\(endpoint.port)", &hints, &list)
        guard status == 0 else {
            throw ResolutionError(host: endpoint.host, reason: String(cString: gai_strerror(status)))
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            if let address = entry.ai_addr { addresses.append(SocketAddress(address, length: entry.ai_addrlen)) }
            next = entry.ai_next
        }
        return addresses
    }

    /// Copies an address that a system call gave.
    init(_ address: UnsafePointer<sockaddr>, length: socklen_t) {
        storage = sockaddr_storage()
        self.length = min(length, socklen_t(MemoryLayout<sockaddr_storage>.size))
        withUnsafeMutableBytes(of: &storage) { [self] in
            $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(self.length)))
        }
    }

    /// `AF_INET` or `AF_INET6`.
    var family: Int32 { Int32(storage.ss_family) }

    /// The host as a number and the port.
    public var endpoint: Endpoint {
        withSockaddr { address, length in
            var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
            let status = getnameinfo(
                address, length, &host, socklen_t(host.count), &port, socklen_t(port.count),
                NI_NUMERICHOST | NI_NUMERICSERV)
            guard status == 0 else { return Endpoint(host: "unknown", port: 0) }
            return Endpoint(host: text(host), port: UInt16(text(port)) ?? 0)
        }
    }

    /// The address as gRPC names peers: `ipv4:127.0.0.1:7443`, `ipv6:[::1]:7443`.
    public var peerName: String { (family == AF_INET6 ? "ipv6:" : "ipv4:") + endpoint.description }

    func withSockaddr<Result, Failure: Error>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafePointer(to: storage) { pointer throws(Failure) in
            try body(UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr.self), length)
        }
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `127.0.0.1:7443` or `[::1]:7443`.
    public var description: String { endpoint.description }
}

/// A host name that no address could be found for.
public struct ResolutionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name.
    public let host: String
    /// Why, in the words of the resolver: `Name or service not known`.
    public let reason: String

    /// A name with this trouble.
    package init(host: String, reason: String) {
        self.host = host
        self.reason = reason
    }

    /// `cannot resolve 'nowhere.example': Name or service not known`.
    public var description: String { "cannot resolve '\(host)': \(reason)" }
}

private func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
