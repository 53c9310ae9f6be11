internal import RPCCore

/// What may be asked of the ballast of messages.
enum Payload {
    /// The longest payload that can be asked for, in bytes; a request is small and must not take all memory.
    static let byteCountMax = 128 << 20

    /// - Throws: `invalidArgument` when a payload of this length cannot be made.
    static func check(byteCount: Int) throws(RPCError) {
        guard (0...byteCountMax).contains(byteCount) else {
            throw RPCError(.invalidArgument, "a payload has 0 to \(byteCountMax) bytes, not \(byteCount)")
        }
    }

    /// - Throws: `invalidArgument` when a message was to come compressed and has not.
    static func checkCompression(isExpected: Bool, wasCompressed: Bool) throws(RPCError) {
        guard isExpected, !wasCompressed else { return }
        throw RPCError(.invalidArgument, "the message was to be compressed and is not")
    }
}
