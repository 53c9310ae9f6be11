internal import EventLoop
public import RPCCore

/// Writes one line for each call before its answer leaves, chained by hashes: a line that is changed, removed or moved
/// later is found by ``AuditVerification``.
///
/// To be given to the server behind authorization, whose caller it writes. When nothing can be written, calls are refused
/// with UNAVAILABLE, except those that tell a server's health, and answers that have no line never leave: their
/// connections are closed. May be used from any thread.
public final class AuditLog: ServerInterceptor {
    /// Bytes after which a file is closed and a new one begun.
    public static let fileByteCountStandard = 256 << 20

    private let writer: AuditWriter
    private let subjectNames: [String]
    private let reasonOfRefusal: @Sendable (RPCError) -> String

    /// Opens the file at the path and goes on with it, or begins one.
    ///
    /// - Parameters:
    ///   - mode: How sure a line is before its answer leaves.
    ///   - fileByteCountMax: Bytes after which a new file is begun; the full one keeps the path and the time in its name.
    ///   - subjectNames: What a call's subject is called, by its number; 0 and what has no name is left out.
    ///   - reasonOfRefusal: Why a call was refused, in a word. Called on loops.
    ///   - reportFailure: Told, on any thread, when writing begins to fail and what the system says; nil when it works again.
    /// - Throws: ``AuditError`` when the file cannot be opened or written, or is no audit log.
    public init(
        path: String, mode: AuditMode, fileByteCountMax: Int = AuditLog.fileByteCountStandard,
        subjectNames: [String] = [], reasonOfRefusal: @escaping @Sendable (RPCError) -> String,
        reportFailure: @escaping @Sendable (String?) -> Void
    ) throws(AuditError) {
        let (file, past) = try AuditFile.open(path)
        writer = AuditWriter(
            file, after: past, path: path, mode: mode, fileByteCountMax: fileByteCountMax, reportFailure: reportFailure)
        self.subjectNames = subjectNames
        self.reasonOfRefusal = reasonOfRefusal
        do throws(SystemError) {
            try writer.start(after: past)
        } catch {
            throw AuditError(
                "the audit log \(path) cannot be written: \(error.description)",
                remedy: "make room, or name another file with --audit-log")
        }
    }

    /// A recorder for the loop.
    public func onLoop(_ methods: [RPCMethod]) -> any ServerInterceptor {
        AuditRecorder(writer, methods: methods, subjectNames: subjectNames, reasonOfRefusal: reasonOfRefusal)
    }

    /// Writes down what is no call.
    public func note(_ event: AuditEvent) { writer.write { $0.append(event) } }

    /// Begins a new file at the path if the present one was moved away, as logrotate does.
    public func reopenIfMoved() { writer.reopenIfMoved() }

    /// Writes the last line, and returns when the disk has everything. To be called when the server has shut down.
    public func close() { writer.finish { $0.append(.stopped) } }

    /// For whoever asks whether the server can do its work.
    ///
    /// - Throws: ``AuditError`` when nothing can be written now.
    public func requireWriting() throws(AuditError) {
        if writer.isFailing { throw AuditError("the audit log cannot be written") }
    }

    /// What has been written, and whether that works.
    public var statistics: AuditStatistics { writer.statistics }
}

extension AuditBytes {
    fileprivate func append(_ event: AuditEvent) {
        switch event {
        case .stopped: append("event", "stopped")
        case .reloaded(let settings):
            append("event", "reloaded")
            append("settings", settings.joined(separator: " "))
        case .handshakeRefused(let peer, let reason):
            append("event", "handshake_refused")
            append("peer", peer)
            append("decision", "refused")
            append("reason", reason)
        }
    }
}
