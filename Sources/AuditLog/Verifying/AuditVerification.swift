internal import Digests

/// Checks files of an audit log: that every line is as it was written, that none is missing, moved or added, and that each
/// file goes on where the one before it ended. Reads each file once, in bounded memory.
///
/// What no chain of hashes can show: that lines were cut off the end of the last file. Whoever may do that is found out by
/// comparing the number of the last line with what metrics and logs have said.
public struct AuditVerification {
    private let starts: [AuditFileStart]
    private var report = AuditReport()
    /// The lines that files say are before them, by the positions of these files, until they are found.
    private var wanted: [Int: AuditLine] = [:]

    /// Verifies the files, in whatever order they are given. One that is still being written may be among them.
    ///
    /// - Throws: ``AuditError`` when a file cannot be read.
    public static func verify(_ paths: [String]) throws(AuditError) -> AuditReport {
        var starts: [AuditFileStart] = []
        for path in paths {
            let start = try AuditFileStart(path)
            // A file that was to get another name has both, if the machine ended just then.
            if !starts.contains(where: { $0.identity == start.identity }) { starts.append(start) }
        }
        var verification = AuditVerification(starts)
        return try verification.run()
    }

    private init(_ starts: [AuditFileStart]) {
        self.starts = starts.sorted { ($0.first?.sequence ?? .max) < ($1.first?.sequence ?? .max) }
    }

    private mutating func run() throws(AuditError) -> AuditReport {
        for (position, start) in starts.enumerated() {
            if let before = start.before, before.sequence > 0 { wanted[position] = before }
        }
        for position in starts.indices where !report.isFull { try check(position) }
        for position in starts.indices { noteUnfound(position) }
        return report
    }

    // MARK: One file

    private mutating func check(_ position: Int) throws(AuditError) {
        let start = starts[position]
        let reader = try AuditLineReader(start.path)
        var walk = AuditWalk(before: start.before)
        if start.first != nil, start.before == nil {
            report.find("the lines before this one, with which a file begins, are missing", start.path, line: 1)
        }
        var successor: AuditFileStart?
        while !report.isFull {
            switch try reader.next() {
            case .line(let line):
                report.lineCount += 1
                if let problem = walk.step(line) { report.find(problem, start.path, line: walk.lineNumber) }
                if let successor {
                    report.find(
                        "the file ended before this line, as \(successor.path) says", start.path, line: walk.lineNumber)
                }
                successor = walk.last.flatMap { found($0) }
            case .longLine:
                let problem = walk.stepOverLongLine()
                report.find(problem, start.path, line: walk.lineNumber)
            case .torn(let bytes):
                report.notes.append(
                    """
                    \(start.path) ends within a line, after \(bytes.count) bytes of it: the server or the machine ended as \
                    it was written, so the answer of that call has not left
                    """)
                return end(walk, start)
            case .end: return end(walk, start)
            }
        }
    }

    private mutating func end(_ walk: AuditWalk, _ start: AuditFileStart) {
        guard walk.lineNumber > 0 else { return report.notes.append("\(start.path) has no lines") }
        guard let last = walk.last, last.sequence >= report.lastSequence else { return }
        report.lastSequence = last.sequence
        report.lastHash = last.hash.hexadecimal
    }

    // MARK: Between files

    /// Notes that a line was read, if a file says that it goes on behind it. Returns that file when it has taken the place
    /// of the present one, which ends with this line then.
    private mutating func found(_ line: AuditLine) -> AuditFileStart? {
        guard !wanted.isEmpty else { return nil }
        var successor: AuditFileStart?
        for (position, before) in wanted where before == line {
            wanted[position] = nil
            if !starts[position].isBeside { successor = starts[position] }
        }
        return successor
    }

    private mutating func noteUnfound(_ position: Int) {
        guard let before = wanted[position] else { return }
        let start = starts[position]
        guard position > 0 else {
            return report.notes.append(
                "\(start.path) goes on behind number \(before.sequence) in \(start.fileBefore), which was not given")
        }
        report.find(
            "the line before this one, number \(before.sequence) in \(start.fileBefore), is missing", start.path,
            line: 1)
    }
}
