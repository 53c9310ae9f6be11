internal import CommandLineSupport
internal import Glibc

/// Files that hold secrets: private keys and tokens.
enum SecretFile {
    /// Checks that not everyone on this machine can read or change the file. One that is not there, or is no regular file,
    /// passes; whoever reads it says what is wrong with it.
    ///
    /// - Parameter name: What the file is, for the error.
    /// - Throws: ``CommandFailure`` of status `usage`.
    static func check(_ path: String, _ name: String) throws(CommandFailure) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        guard status.st_mode & (S_IROTH | S_IWOTH) != 0 else { return }
        throw CommandFailure(
            .usage, "everyone on this machine can read or change the \(name) \(path)",
            remedy: "take that away with 'chmod 600 \(path)'")
    }
}
