internal import ArgumentParser
internal import CommandLineSupport
internal import EventLoop
internal import RPCCore
internal import RPCTransport

/// A gRPC client that does nothing but what conformance servers expect of one.
@main
struct InteropClient: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rpc-interop-client",
        abstract: "Calls grpc.testing.TestService over TLS, for foreign gRPC servers to judge our transport by.",
        discussion: """
            Prints one line for each case, 'ok NAME' or 'FAILED NAME: reason', and exits with 1 when one has failed. \
            The cases are those of gRPC's interoperability test descriptions.
            """,
        version: Program.version)

    @Option(help: ArgumentHelp("The server.", valueName: "host:port"))
    var server: String

    @Option(help: ArgumentHelp("The authority behind the server's certificate, PEM.", valueName: "file"))
    var ca: String

    @Flag(help: "Ask for no refusal of messages that did not come compressed: the server cannot tell.")
    var skipCompressionProbe = false

    @Argument(help: ArgumentHelp("The cases to run; all when none is named.", valueName: "case"))
    var cases: [InteropCase] = []

    static func main() async { await Program.main(Self.self) }

    func run() async throws {
        let service = TestServiceClient(try client(), probesCompression: !skipCompressionProbe)
        var hasFailed = false
        for testCase in cases.isEmpty ? InteropCase.allCases : cases {
            let failure = await testCase.failure(on: service)
            hasFailed = hasFailed || failure != nil
            let line = failure.map { "FAILED \(testCase.rawValue): \($0)" } ?? "ok \(testCase.rawValue)"
            try Console.standard.print([StyledText(line)])
        }
        await service.close()
        if hasFailed { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    private func client() throws(CommandFailure) -> RPCClient {
        guard let endpoint = Endpoint(server) else {
            throw CommandFailure(
                .usage, "server is '\(server)', which is not HOST:PORT", remedy: "write e.g. 127.0.0.1:7443")
        }
        do {
            let context = try TLSContext.client(trust: .authorities(.file(ca)))
            return try RPCClient(RPCClientConfiguration(target: endpoint, tls: context))
        } catch {
            throw CommandFailure(.failure, "\(error)")
        }
    }
}
