internal import Access
internal import AuditLog
internal import CatalogService
internal import CommandLineSupport
internal import Glibc
internal import RPCCore
internal import RPCServices

extension AuditLog {
    /// Opens the audit log that the settings name; nil when they name none. The operator is told when it cannot be written.
    static func kept(by settings: ServeSettings, console: Console) throws(CommandFailure) -> AuditLog? {
        guard let path = settings.auditLog.value else { return nil }
        // A limit on the size of files is an error of writing then, and not the end of the server.
        signal(SIGXFSZ, SIG_IGN)
        do throws(AuditError) {
            return try AuditLog(
                path: path, mode: settings.auditMode.value, fileByteCountMax: settings.auditFileSize.value.byteCount,
                subjectNames: CodeCatalogService.subjectNames,
                reasonOfRefusal: { error in
                    // The cause tells more than the caller is told.
                    (error.cause as? AccessRefusal)?.rawValue ?? error.statusDetails?.reason ?? error.code.description
                },
                reportFailure: { failure in
                    guard let failure else { return console.say(StyledText("the audit log is written again; serving")) }
                    console.report(
                        CommandFailure(
                            .failure, "the audit log cannot be written, so calls are refused: \(failure)",
                            remedy: "make room, or see to the folder's permissions; it goes on by itself"))
                })
        } catch {
            throw CommandFailure(error)
        }
    }
}
