// A server whose one method, /benchmark.Service/Get, answers every request with the same frame: what a cached lookup
// costs without the lookup.
//
//     fixed-reply-server HOST:PORT CERTIFICATE KEY MESSAGE-BYTES [SESSION-TICKETS [CLIENT-CA]]

import Dispatch
import EventLoop
import Logging
import RPCCore
import RPCTransport

struct FixedReply: RPCService {
    let reply: UnaryReply

    var methods: [RPCMethod] {
        [
            RPCMethod(service: "benchmark.Service", name: "Get") { [reply] _, _ throws(RPCError) in .reply(reply) }
        ]
    }
}

func serve(_ arguments: [String]) throws -> RPCServer {
    guard (4...6).contains(arguments.count), let endpoint = Endpoint(arguments[0]), let byteCount = Int(arguments[3]),
        let ticketCount = arguments.count > 4 ? Int(arguments[4]) : 0
    else {
        throw RPCError(
            .invalidArgument,
            "usage: fixed-reply-server HOST:PORT CERTIFICATE KEY MESSAGE-BYTES [SESSION-TICKETS [CLIENT-CA]]")
    }
    let clientAuthorities = arguments.count > 5 ? PEMSource.file(arguments[5]) : nil
    var metadata = Metadata()
    try metadata.append("42", for: "medcodes-revision")
    try metadata.append("hit", for: "medcodes-cache")
    let frame = MessageFrame(messageByteCount: byteCount) { $0.initializeMemory(as: UInt8.self, repeating: 7) }
    let identity = TLSIdentity(certificate: .file(arguments[1]), key: .file(arguments[2]))
    return try RPCServer.start(
        RPCServerConfiguration(listen: endpoint, loopCount: 2),
        services: [FixedReply(reply: UnaryReply(frame, metadata: ReplyMetadata(metadata)))],
        tls: .server(
            identity: identity, clientAuthorities: clientAuthorities, sessionTicketCount: ticketCount),
        logger: Logger(label: "benchmark"))
}

do {
    let server = try serve(Array(CommandLine.arguments.dropFirst()))
    print("listening on \(server.endpoint)")
} catch {
    fatalError("\(error)")
}
dispatchMain()
