internal import ArgumentParser
internal import CommandLineSupport

/// A command that asks the service and writes what it says.
protocol CatalogCommand: AsyncParsableCommand {
    /// Where the service is.
    var connection: ConnectionOptions { get }

    /// Asks the client and writes the answer.
    ///
    /// - Throws: ``CommandFailure`` when the answer is not what the caller needs; the errors of the client; those of the
    ///   console's output.
    func run(with client: some CatalogClient, on console: Console) async throws
}

extension CatalogCommand {
    func run() async throws {
        try await connection.withClient { client in try await run(with: client, on: .standard) }
    }
}
