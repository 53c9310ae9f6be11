/// What an audit log has done since it was opened, and how it is.
public struct AuditStatistics: Hashable, Sendable {
    /// The number of the last line, over all files of the chain: what an operator notes elsewhere shows later whether lines
    /// were cut off the end.
    public internal(set) var sequence: UInt64 = 0
    /// Lines written.
    public internal(set) var lineCount: UInt64 = 0
    /// Their bytes.
    public internal(set) var byteCount: UInt64 = 0
    /// Times that writing, or the disk's word for it, failed.
    public internal(set) var failureCount: UInt64 = 0
    /// Calls that were refused, or were health checks, while nothing could be written, and so have no line.
    public internal(set) var unwrittenCallCount: UInt64 = 0
    /// Files that were closed because they were full or were moved away.
    public internal(set) var rotationCount: UInt64 = 0
    /// Bytes of lines that wait to be written.
    public internal(set) var waitingByteCount: UInt64 = 0
    /// How long the last write took, with the disk's word in the durable mode, in nanoseconds.
    public internal(set) var lastWriteNanoseconds: UInt64 = 0
    /// Whether nothing can be written now, so calls are refused.
    public internal(set) var isFailing = false
}
