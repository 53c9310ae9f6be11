internal import CatalogModel
internal import CatalogStore
internal import CommandLineSupport
internal import Foundation
internal import Glibc

/// Looks at the catalog: whether it is there, can be used and is sound in every row, and whether its disk has room.
struct StoreExamination {
    let settings: ServeSettings

    private static let subject = "store"
    /// What should be free for the log and the temporary files of an import, in bytes.
    private static let freeByteCountMin = 256 << 20

    /// What was found, and when the catalog was last changed.
    func examine() async -> (findings: [Finding], committedAt: Int64?) {
        let path = settings.store.value.path
        guard FileManager.default.fileExists(atPath: path) else {
            if settings.usesStarterCatalog {
                return ([.ok(Self.subject, "none yet; 'serve' makes the starter catalog")], nil)
            }
            let failure = CommandFailure(
                .failure, "there is no catalog at \(path)", remedy: "make one with 'medcodesd import'")
            return ([.failed(Self.subject, failure)], nil)
        }
        do throws(CatalogError) {
            let store = try SQLiteCodeStore(path: path)
            try await store.checkIntegrity()
            let summary = try await store.summary()
            try await store.close()
            let systems = summary.systems.map { "\($0.codeCount) \($0.system.title)" }.joined(separator: ", ")
            let words = "sound, revision \(summary.revision.rawValue)" + (systems.isEmpty ? "" : ": \(systems)")
            return ([.ok(Self.subject, words), disk(of: path)], summary.committedAt)
        } catch {
            return ([.failed(Self.subject, CommandFailure(error)), disk(of: path)], nil)
        }
    }

    private func disk(of path: String) -> Finding {
        var system = statvfs()
        guard statvfs(path, &system) == 0 else { return .ok("disk", "unknown") }
        let freeByteCount = Int(clamping: system.f_bavail) * Int(clamping: system.f_frsize)
        let megabytes = "\(freeByteCount >> 20) MiB are free on the disk of \(path)"
        guard freeByteCount < Self.freeByteCountMin else { return .ok("disk", megabytes) }
        return .warning("disk", megabytes, remedy: "make room: imports need it, and fail without it")
    }
}
