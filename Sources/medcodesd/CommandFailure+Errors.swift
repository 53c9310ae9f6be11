internal import AuditLog
internal import CatalogModel
internal import CommandLineSupport

extension CommandFailure {
    /// A catalog's error as the end of a command: 64 where the command line is to blame, else 1.
    init(_ error: CatalogError) {
        var message = error
        message.remedy = ""
        self.init(error.kind == .invalidArgument ? .usage : .failure, message.description, remedy: error.remedy)
    }
}

extension CommandFailure {
    /// An audit log's error as the end of a command.
    init(_ error: AuditError) { self.init(.failure, error.message, remedy: error.remedy) }
}

/// Runs work on the catalog; what it throws ends the command with one line.
func endingCommand<Value>(_ work: () async throws(CatalogError) -> Value) async throws(CommandFailure) -> Value {
    do throws(CatalogError) {
        return try await work()
    } catch {
        throw CommandFailure(error)
    }
}
