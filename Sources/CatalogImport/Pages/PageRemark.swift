/// Something a page says that the parser kept as text because it knows no better place for it.
public struct PageRemark: Hashable, Sendable {
    /// What was met.
    public enum Subject: Hashable, Sendable {
        /// Text above the first heading that is neither title nor code system.
        case textBeforeHeading
        /// A heading outside the vocabulary; its section has the kind `other`.
        case unknownHeading(String)
        /// A step number that does not continue the list before it; the line is kept as a paragraph, number included.
        case numberOutOfSequence(Int)
    }

    /// The line in the page, counted from 1.
    public var line: Int
    /// What was met there.
    public var subject: Subject

    /// A remark.
    public init(line: Int, subject: Subject) {
        self.line = line
        self.subject = subject
    }
}

extension PageRemark: CustomStringConvertible {
    /// The remark as a clause for people.
    public var description: String {
        switch subject {
        case .textBeforeHeading: "line \(line): text before any heading is kept in a section of its own"
        case .unknownHeading(let heading):
            "line \(line): '\(heading)' is no known heading; its section is kept as other"
        case .numberOutOfSequence(let number): "line \(line): step \(number) continues no list and is kept as text"
        }
    }
}
