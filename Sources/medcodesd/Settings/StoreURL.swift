internal import CommandLineSupport

/// Where a catalog is stored, as it is written on command lines: `sqlite:PATH`.
struct StoreURL: Hashable, Sendable, CustomStringConvertible {
    /// The SQLite file's path.
    let path: String

    /// The store in this SQLite file.
    init(path: String) { self.path = path }

    /// Reads `sqlite:PATH`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "sqlite", !parts[1].isEmpty else { return nil }
        path = String(parts[1])
    }

    var description: String { "sqlite:\(path)" }
}

extension StoreURL {
    /// Reads the value of `--store`.
    ///
    /// - Throws: ``CommandFailure`` of status `usage`.
    static func required(_ text: String) throws(CommandFailure) -> StoreURL {
        if let url = StoreURL(text) { return url }
        throw CommandFailure(.usage, "--store is '\(text)', which names no store", remedy: "write sqlite:PATH")
    }
}
