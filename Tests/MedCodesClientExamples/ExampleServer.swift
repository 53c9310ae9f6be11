import Foundation
import Testing

/// The `medcodesd` of this build with the starter catalog, as a user would start it, and what a client needs to reach it.
final class ExampleServer {
    /// `127.0.0.1:PORT`.
    let address: String
    /// PEM files: the authority behind the server's certificate; a client's certificate and its key.
    let (authority, certificate, key): (String, String, String)
    /// A file with a bearer token.
    let tokenFile: String

    private let process: Process
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("medcodes-\(UUID().uuidString)")
        let certificates = folder.appendingPathComponent("certificates").path
        (authority, certificate, key) = (
            "\(certificates)/ca.pem", "\(certificates)/client.pem", "\(certificates)/client.key"
        )
        tokenFile = folder.appendingPathComponent("token").path
        let store = "sqlite:\(folder.appendingPathComponent("catalog.sqlite").path)"
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("c2VjcmV0\n".utf8).write(to: URL(fileURLWithPath: tokenFile))
        for arguments in [["import", "--store", store, "--format", "starter"], ["dev-certs", certificates]] {
            let (process, _) = try Self.start(arguments)
            process.waitUntilExit()
            try #require(process.terminationStatus == 0, "medcodesd \(arguments[0]) failed")
        }
        let (process, output) = try Self.start([
            "serve", "--listen", "127.0.0.1:0", "--store", store,
            "--tls-certificate", "\(certificates)/server.pem", "--tls-key", "\(certificates)/server.key",
        ])
        self.process = process
        // "listening on 127.0.0.1:PORT", one line; nothing when the server has ended.
        let line = String(decoding: output.availableData, as: UTF8.self)
        address = try #require(
            line.split(whereSeparator: \.isWhitespace).last.map(String.init), "medcodesd does not listen")
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts the `medcodesd` that lies beside the tests.
    private static func start(_ arguments: [String]) throws -> (Process, FileHandle) {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent(
            "medcodesd")
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, output.fileHandleForReading)
    }
}
