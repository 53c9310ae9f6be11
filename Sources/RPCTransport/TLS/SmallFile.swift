internal import EventLoop
internal import Glibc

/// Reading and writing files that are read or written at once. Blocks, so it is not for loops.
enum SmallFile {
    /// Whether something has this path.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The bytes of a file, at most so many.
    static func read(_ path: String, byteCountMax: Int) throws(TLSConfigurationError) -> [UInt8] {
        try naming("cannot read '\(path)'", .unreadable) { () throws(SystemError) in
            let descriptor = try SystemCall.retrying("open") { open(path, O_RDONLY | O_CLOEXEC) }
            defer { SystemCall.close(descriptor) }
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 16_384)
            while bytes.count < byteCountMax {
                let count = try SystemCall.retrying("read") { Glibc.read(descriptor, &chunk, chunk.count) }
                if count == 0 { break }
                bytes += chunk.prefix(count)
            }
            return bytes
        }
    }

    /// Puts a file in place whole or not at all, in the place of one that is there.
    static func write(_ text: String, to path: String, mode: mode_t) throws(TLSConfigurationError) {
        let draft = "\(path).\(getpid()).new"
        try naming("cannot write '\(path)'", .unwritable) { () throws(SystemError) in
            do throws(SystemError) {
                try create(draft, text: text, mode: mode)
                _ = try SystemCall.retrying("rename") { rename(draft, path) }
            } catch {
                unlink(draft)
                throw error
            }
        }
    }

    /// Makes the directory and those above it; one that exists is fine.
    static func makeDirectory(_ path: String) throws(TLSConfigurationError) {
        try naming("cannot make the directory '\(path)'", .unwritable) { () throws(SystemError) in
            for end in path.indices where end > path.startIndex && path[end] == "/" {
                try makeOneDirectory(String(path[..<end]))
            }
            try makeOneDirectory(path)
        }
    }

    private static func makeOneDirectory(_ path: String) throws(SystemError) {
        do throws(SystemError) {
            _ = try SystemCall.retrying("mkdir") { mkdir(path, 0o755) }
        } catch {
            guard error.number == EEXIST else { throw error }
        }
    }

    private static func create(_ path: String, text: String, mode: mode_t) throws(SystemError) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        let descriptor = try SystemCall.retrying("open") { open(path, flags, mode) }
        defer { SystemCall.close(descriptor) }
        _ = try SystemCall.retrying("fchmod") { fchmod(descriptor, mode) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            rest = rest.dropFirst(
                try SystemCall.retrying("write") {
                    rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                })
        }
        _ = try SystemCall.retrying("fsync") { fsync(descriptor) }
    }

    private static func naming<Result>(
        _ failure: String, _ reason: TLSConfigurationError.Reason, _ body: () throws(SystemError) -> Result
    ) throws(TLSConfigurationError) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw TLSConfigurationError(reason, "\(failure): \(error.reason)")
        }
    }
}
