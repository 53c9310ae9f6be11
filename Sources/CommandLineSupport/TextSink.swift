/// Where a command's text goes.
package protocol TextSink: Sendable {
    /// Writes all of the text, or throws; safe from any thread, calls are not interleaved by the caller.
    ///
    /// - Throws: ``OutputError``.
    func write(_ text: String) throws(OutputError)
}

/// Why text could not be written.
package enum OutputError: Error, Hashable, Sendable {
    /// The reader has gone (EPIPE), as `head` does when it has seen enough: no failure, but nothing is left to do.
    case readerGone
    /// The system refused with this `errno`.
    case failed(errno: Int32)
}
