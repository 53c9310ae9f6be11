internal import Access
internal import CommandLineSupport
internal import EventLoop
internal import Glibc

extension TokenFile {
    /// Changes a file, which is made when there is none: whole or not at all, one writer after the other. It keeps its
    /// owner and mode; a new one is for its owner alone.
    ///
    /// - Parameter change: What to do with the tokens, given in the order of the file.
    /// - Returns: What the change returned.
    /// - Throws: What the change threw, or ``CommandFailure`` when the file is malformed or cannot be written; it is as it
    ///   was then.
    static func update<Result>(
        _ path: String, now: Int = UnixTime.now, _ change: (inout [TokenRecord]) throws(CommandFailure) -> Result
    ) throws(CommandFailure) -> Result {
        // A link stays a link.
        let path = resolved(path)
        let (descriptor, status) = try lock(path)
        // Closing gives the lock back.
        defer { SystemCall.close(descriptor) }
        var records = status.st_size == 0 ? [] : try read(path)
        let result = try change(&records)
        records.removeAll { $0.endedUnixSeconds(at: now).map { $0 < now - endedKeptDays * 86_400 } ?? false }
        guard records.count <= tokenCountMax else { throw tooMany(records.count) }
        try naming(path) { () throws(SystemError) in
            try replace(path, with: text(of: records), ownedAs: status, mode: status.st_mode & 0o777)
        }
        return result
    }

    /// The file as it is written.
    static func text(of records: [TokenRecord]) -> String {
        let lines = records.map { record in
            var fields = [
                "name: '\(record.name)'", "role: '\(record.grant.role)'",
                "created: '\(UnixTime.text(record.createdUnixSeconds))'",
            ]
            if let expires = record.expiresUnixSeconds { fields.append("expires: '\(UnixTime.text(expires))'") }
            if let revoked = record.revokedUnixSeconds { fields.append("revoked: '\(UnixTime.text(revoked))'") }
            if let methods = record.grant.methods {
                fields.append("methods: [\(methods.names.map { "'\($0)'" }.joined(separator: ", "))]")
            }
            if let rate = record.grant.limits.rate { fields.append("'rate-limit': '\(rate)'") }
            if let concurrency = record.grant.limits.concurrency {
                fields.append("'concurrency-limit': '\(concurrency)'")
            }
            fields.append("sha256: '\(record.digest)'")
            return "    '\(record.id)': { \(fields.joined(separator: ", ")) },\n"
        }
        return "// Written by 'medcodesd token'. It holds no secrets: of each token there is the SHA-256.\n"
            + "{\n\(lines.joined())}\n"
    }

    /// How often a writer begins anew because another has put a new file in place.
    private static let lockAttemptCountMax = 1000

    /// Opens the file, and holds its lock. Files are replaced, so the lock may turn out to be that of one that has gone.
    private static func lock(_ path: String) throws(CommandFailure) -> (descriptor: Int32, status: stat) {
        try naming(path) { () throws(SystemError) in
            for _ in 0..<lockAttemptCountMax {
                let descriptor = try SystemCall.retrying("open") {
                    open(path, O_RDONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)
                }
                do throws(SystemError) {
                    _ = try SystemCall.retrying("flock") { flock(descriptor, LOCK_EX) }
                    var (held, current) = (stat(), stat())
                    _ = try SystemCall.retrying("fstat") { fstat(descriptor, &held) }
                    if stat(path, &current) == 0, held.st_ino == current.st_ino, held.st_dev == current.st_dev {
                        return (descriptor, held)
                    }
                } catch {
                    SystemCall.close(descriptor)
                    throw error
                }
                SystemCall.close(descriptor)
            }
            throw SystemError(call: "flock", number: EBUSY)
        }
    }

    private static func replace(
        _ path: String, with text: String, ownedAs status: stat, mode: mode_t
    ) throws(SystemError) {
        let draft = "\(path).\(getpid()).new"
        do throws(SystemError) {
            let descriptor = try SystemCall.retrying("open") {
                open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)
            }
            defer { SystemCall.close(descriptor) }
            // Whoever may not give files away owns this one already, or its owner could not have been asked.
            _ = fchown(descriptor, status.st_uid, status.st_gid)
            _ = try SystemCall.retrying("fchmod") { fchmod(descriptor, mode) }
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                rest = rest.dropFirst(
                    try SystemCall.retrying("write") {
                        rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                    })
            }
            _ = try SystemCall.retrying("fsync") { fsync(descriptor) }
            _ = try SystemCall.retrying("rename") { rename(draft, path) }
        } catch {
            unlink(draft)
            throw error
        }
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func naming<Result>(
        _ path: String, _ body: () throws(SystemError) -> Result
    ) throws(CommandFailure) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw CommandFailure(
                .failure, "cannot write \(path): \(error.reason)",
                remedy: "run this as the file's owner, e.g. with sudo -u medcodes, where there is room")
        }
    }
}

extension TokenRecord {
    /// When it became good for nothing; nil while it is valid.
    fileprivate func endedUnixSeconds(at unixSeconds: Int) -> Int? {
        switch state(at: unixSeconds) {
        case .valid: nil
        case .expired: expiresUnixSeconds
        case .revoked: revokedUnixSeconds
        }
    }
}
