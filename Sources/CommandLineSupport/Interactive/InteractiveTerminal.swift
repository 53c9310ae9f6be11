internal import Dispatch
internal import Glibc

/// The terminal of a process that reads each key as it is pressed and draws whole screens: standard input in raw mode and
/// the alternate screen, from when it is made until ``restore()``.
///
/// SIGTERM, SIGHUP and SIGINT become an event, so that whoever listens can restore the terminal before the process ends.
package final class InteractiveTerminal: KeyTerminal, @unchecked Sendable {
    // Sendable because what changes is touched on the queue alone; the rest is set in the initializer.

    package let events: AsyncStream<TerminalEvent>

    private static let eventCountMax = 4096
    private static let escapeDelay = DispatchTimeInterval.milliseconds(50)

    private let screen: any TextSink
    private let savedMode: termios
    private let continuation: AsyncStream<TerminalEvent>.Continuation
    private let queue = DispatchQueue(label: "medcodes.terminal")
    private var sources: [any DispatchSourceProtocol] = []
    private var decoder = KeyDecoder()
    private var readCount = 0
    private var isRestored = false

    /// Whether a person sits before standard input and the console's messages.
    package static func isAvailable(on console: Console) -> Bool {
        console.messageTerminal.isTerminal && isatty(STDIN_FILENO) == 1
    }

    /// Takes the terminal over.
    ///
    /// - Parameter screen: Where screens are drawn; a terminal.
    /// - Throws: ``CommandFailure`` when standard input is no terminal.
    package init(screen: any TextSink) throws(CommandFailure) {
        self.screen = screen
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.eventCountMax))
        var mode = termios()
        guard tcgetattr(STDIN_FILENO, &mode) == 0 else {
            throw CommandFailure(
                .failure, "standard input is no terminal", remedy: "give the words on the command line")
        }
        savedMode = mode
        // Signals first: from here on nothing ends the process without the terminal being restored.
        for number in Self.signals {
            listen(to: number, as: number == SIGWINCH ? .resized : .ended(signal: number))
        }
        // Keys one by one, not echoed; Ctrl-C, Ctrl-S and Return as they are. Output stays as it was.
        mode.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
        mode.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
        try? screen.write(Self.enter)
        let source = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: queue)
        source.setEventHandler { [unowned self] in read() }
        source.activate()
        sources.append(source)
    }

    package var size: (rows: Int, columns: Int) { Terminal.windowSize(STDERR_FILENO) ?? (24, 80) }

    package func draw(_ lines: [String], cursorColumn: Int) throws(OutputError) {
        let rows = lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
        try screen.write("\u{1B}[?25l\u{1B}[H\(rows)\u{1B}[J\u{1B}[1;\(cursorColumn + 1)H\u{1B}[?25h")
    }

    /// Gives the terminal back as it was found; nothing happens from then on. A second call does nothing.
    package func restore() {
        queue.sync {
            guard !isRestored else { return }
            isRestored = true
            for source in sources { source.cancel() }
            for number in Self.signals { signal(number, SIG_DFL) }
            try? screen.write(Self.leave)
            var mode = savedMode
            tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
            continuation.finish()
        }
    }

    /// The alternate screen, and pastes marked as such; and back.
    private static let enter = "\u{1B}[?1049h\u{1B}[?2004h"
    private static let leave = "\u{1B}[?2004l\u{1B}[?1049l"

    private static let signals = [SIGTERM, SIGHUP, SIGINT, SIGWINCH]

    private func listen(to number: Int32, as event: TerminalEvent) {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler { [continuation] in continuation.yield(event) }
        source.activate()
        sources.append(source)
    }

    private func read() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(STDIN_FILENO, &bytes, bytes.count)
        guard count > 0 else {
            if count < 0, errno == EINTR || errno == EAGAIN { return }
            sources.last?.cancel()
            continuation.yield(.ended(signal: SIGHUP))
            return
        }
        readCount += 1
        send(decoder.keys(bytes.prefix(count)))
        guard decoder.isWaiting else { return }
        let last = readCount
        queue.asyncAfter(deadline: .now() + Self.escapeDelay) { [weak self] in
            guard let self, readCount == last else { return }
            send(decoder.flush())
        }
    }

    private func send(_ keys: [Key]) { for key in keys { continuation.yield(.key(key)) } }
}
