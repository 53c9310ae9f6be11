import Foundation
import RPCCore

@testable import AuditLog

/// A folder for the files of one test, which goes with it.
final class AuditFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("audit-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false) }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of the log.
    var path: String { path("audit.jsonl") }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// All files, the one that is written to last.
    var files: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: url.path).sorted { ($0.count, $0) > ($1.count, $1) }
                .map(path)
        }
    }

    func lines(_ path: String? = nil) throws -> [String] {
        try String(contentsOfFile: path ?? self.path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    func write(_ lines: [String], to path: String? = nil) throws {
        try lines.map { $0 + "\n" }.joined().write(toFile: path ?? self.path, atomically: false, encoding: .utf8)
    }

    /// Opens the log.
    func log(
        _ mode: AuditMode = .buffered, fileByteCountMax: Int = 1 << 20,
        reportFailure: @escaping @Sendable (String?) -> Void = { _ in }
    ) throws -> AuditLog {
        try AuditLog(
            path: path, mode: mode, fileByteCountMax: fileByteCountMax, reasonOfRefusal: { $0.message },
            reportFailure: reportFailure)
    }

    /// A log that was begun, has written so many calls, and was closed.
    func closedLog(calls: Int, fileByteCountMax: Int = 1 << 20) throws {
        let log = try log(fileByteCountMax: fileByteCountMax)
        let loop = log.onLoop(StubCall.methods)
        for _ in 0..<calls { _ = loop.answer(StubCall()) }
        log.close()
    }
}
