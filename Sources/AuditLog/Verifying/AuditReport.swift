/// What verification has found.
public struct AuditReport: Hashable, Sendable {
    /// A line that is not as it was written, or not where it was.
    public struct Finding: Hashable, Sendable, CustomStringConvertible {
        /// The file as it was named.
        public let file: String
        /// The line, counted from 1.
        public let line: Int
        /// What is wrong, in one clause.
        public let message: String

        /// `audit.jsonl:7: the line was changed`.
        public var description: String { "\(file):\(line): \(message)" }
    }

    /// More findings than this are not looked for: the files are another log's then, or everything was changed.
    public static let findingsMax = 100

    /// What is wrong, in the order of the files; nothing is when there is none.
    public internal(set) var findings: [Finding] = []
    /// What is worth knowing and not wrong.
    public internal(set) var notes: [String] = []
    /// Lines that were read.
    public internal(set) var lineCount = 0
    /// The number of the last line.
    public internal(set) var lastSequence: UInt64 = 0
    /// Its hash, in hexadecimal. Lines cut off the end of the last file are found by comparing these two with what was
    /// noted elsewhere.
    public internal(set) var lastHash = ""

    var isFull: Bool { findings.count >= Self.findingsMax }

    mutating func find(_ message: String, _ file: String, line: Int) {
        if !isFull { findings.append(Finding(file: file, line: line, message: message)) }
    }
}
