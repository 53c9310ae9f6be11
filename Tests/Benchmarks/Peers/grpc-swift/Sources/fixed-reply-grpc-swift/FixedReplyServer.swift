// The peer on grpc-swift-2: one method that answers every request with the same message, whose bytes are given and taken
// as they are, so that no message library is measured.
//
//     fixed-reply-grpc-swift PORT CERTIFICATE KEY MESSAGE-FILE

import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix

@main
struct FixedReplyServer {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let port = Int(arguments[1]) else {
            fatalError("usage: fixed-reply-grpc-swift PORT CERTIFICATE KEY MESSAGE-FILE")
        }
        let message = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[4])))
        let security = HTTP2ServerTransport.Posix.TransportSecurity.tls(
            certificateChain: [.file(path: arguments[2], format: .pem)],
            privateKey: .file(path: arguments[3], format: .pem))
        let transport = HTTP2ServerTransport.Posix(
            address: .ipv4(host: "127.0.0.1", port: port), transportSecurity: security)
        let server = GRPCServer(transport: transport, services: [FixedReply(message: message)])
        try await server.serve()
    }
}

struct FixedReply: RegistrableRPCService {
    let message: [UInt8]

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        let method = MethodDescriptor(fullyQualifiedService: "medcodes.v1.CodeCatalogService", method: "GetCode")
        router.registerHandler(forMethod: method, deserializer: Raw(), serializer: Raw()) { request, _ in
            for try await _ in request.messages {}
            return StreamingServerResponse(
                single: ServerResponse(
                    message: message, metadata: ["medcodes-revision": "42", "medcodes-cache": "hit"]))
        }
    }
}

/// Messages as their bytes.
struct Raw: MessageSerializer, MessageDeserializer {
    func serialize<Bytes: GRPCContiguousBytes>(_ message: [UInt8]) throws -> Bytes { Bytes(message) }

    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> [UInt8] {
        bytes.withUnsafeBytes { [UInt8]($0) }
    }
}
