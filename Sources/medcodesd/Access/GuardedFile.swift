internal import CommandLineSupport
internal import Glibc

/// A file that says who may do what: nobody but its owner may write it.
enum GuardedFile {
    /// Reads such a file.
    ///
    /// - Parameter missing: What to do when there is none, for the error.
    /// - Throws: ``CommandFailure`` of status `usage` when it is missing, writable by others, or cannot be read, with the
    ///   line.
    static func read(_ path: String, missing: String) throws(CommandFailure) -> SettingsFile.Group {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno != ENOENT { return try SettingsFile(path: path).settings }
            throw CommandFailure(.usage, "there is no file \(path)", remedy: missing)
        }
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            throw CommandFailure(
                .usage, "\(path) may be written by others than its owner, who could let anyone in",
                remedy: "take that away with 'chmod go-w \(path)'")
        }
        return try SettingsFile(path: path).settings
    }
}
