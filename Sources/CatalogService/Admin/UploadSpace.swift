internal import FoundationEssentials
internal import Glibc
internal import RPCCore
internal import RPCServices
internal import Synchronization

/// Where the files of imports lie between their arrival and the end of the import. May be used from any thread.
///
/// Each import has a folder of its own, named after this process, which goes with the import. What a process that was
/// killed left behind goes when the next one starts its first import.
final class UploadSpace: Sendable {
    private struct State {
        var byteCount = 0
        var isSwept = false
    }

    private let folder: String
    private let byteCountMax: Int
    private let state = Mutex(State())
    private static let namePrefix = "medcodes-import-"

    init(folder: String, byteCountMax: Int) {
        self.folder = folder
        self.byteCountMax = byteCountMax
    }

    /// Makes a folder for an import.
    func makeFolder() throws -> String {
        state.withLock { state in
            // Under the lock, so that no folder of this process is there yet.
            if !state.isSwept { sweep() }
            state.isSwept = true
        }
        let path = "\(folder)/\(Self.namePrefix)\(getpid())-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return path
    }

    /// Removes an import's folder, and gives its bytes back.
    func remove(_ path: String, byteCount: Int) {
        try? FileManager.default.removeItem(atPath: path)
        state.withLock { $0.byteCount -= byteCount }
    }

    /// Takes room for so many bytes.
    ///
    /// - Throws: RESOURCE_EXHAUSTED when there is none.
    func take(_ byteCount: Int) throws(RPCError) {
        let isTaken = state.withLock { state in
            guard state.byteCount + byteCount <= byteCountMax else { return false }
            state.byteCount += byteCount
            return true
        }
        guard !isTaken else { return }
        throw RPCError(
            .resourceExhausted,
            "the files of all imports together may have \(byteCountMax) bytes; send fewer at once, or compress them",
            details: StatusDetails(reason: "OVERLOADED", attachment: .retry(after: .seconds(10))))
    }

    /// Removes the folders of processes that are no more. In a container, the one before may have had this one's number.
    private func sweep() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name.hasPrefix(Self.namePrefix) {
            let process = name.dropFirst(Self.namePrefix.count).prefix { $0 != "-" }
            guard let number = pid_t(process), number == getpid() || kill(number, 0) == -1 && errno == ESRCH else {
                continue
            }
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }
}
