/// A terminal that is drawn on as a whole and read key by key. ``InteractiveTerminal`` is the process's; tests have theirs.
package protocol KeyTerminal: Sendable {
    /// What happens, in order; for one task.
    var events: AsyncStream<TerminalEvent> { get }
    /// How many rows and columns there are now.
    var size: (rows: Int, columns: Int) { get }

    /// Draws a screen over the one before.
    ///
    /// - Parameters:
    ///   - lines: No more, and none wider, than the terminal has room for; their styles rendered already.
    ///   - cursorColumn: Where in the first line the cursor stands, from 0.
    /// - Throws: ``OutputError``.
    func draw(_ lines: [String], cursorColumn: Int) throws(OutputError)
}

/// What happens at a terminal.
package enum TerminalEvent: Hashable, Sendable {
    /// A key was pressed, or text typed or pasted.
    case key(Key)
    /// The window has another size.
    case resized
    /// The process is asked to end by this signal, or the terminal is gone (SIGHUP).
    case ended(signal: Int32)
}
