/// What went wrong with a catalog: what, where, and what to do about it.
///
/// `message` and `remedy` are written for people and hold no SQL and no content of codes; `message` may name a file of
/// the operator's, so what goes to peers is chosen by ``Kind``, not copied from here.
public struct CatalogError: Error, Hashable, Sendable {
    /// What kind of failure it is. More kinds may come: match with a default.
    public struct Kind: Hashable, Sendable {
        private enum Value {
            case invalidArgument, unavailable, corrupt, incompatible, readOnly, full, rejected, conflict, outdated
        }
        private let value: Value

        /// A value given by the caller cannot be right.
        public static let invalidArgument = Kind(value: .invalidArgument)
        /// The store cannot be opened or reached now; a retry may help.
        public static let unavailable = Kind(value: .unavailable)
        /// The store's content is damaged.
        public static let corrupt = Kind(value: .corrupt)
        /// The store was written by a newer version of this program, or is not a catalog at all.
        public static let incompatible = Kind(value: .incompatible)
        /// The store, or its folder, cannot be written.
        public static let readOnly = Kind(value: .readOnly)
        /// The disk is full or a size limit is reached.
        public static let full = Kind(value: .full)
        /// An input file is malformed, and nothing of it was taken over.
        public static let rejected = Kind(value: .rejected)
        /// Another writer is at work and did not finish in time; a retry may help.
        public static let conflict = Kind(value: .conflict)
        /// What the caller wants to change has changed since the caller read it.
        public static let outdated = Kind(value: .outdated)
    }

    /// Where in an input file the trouble is.
    public struct Location: Hashable, Sendable {
        /// The file as the user named it.
        public var file: String
        /// The line, counted from 1; nil when the whole file is meant.
        public var line: Int?
        /// The column in bytes, counted from 1; nil when the whole line is meant.
        public var column: Int?

        /// A place.
        public init(file: String, line: Int? = nil, column: Int? = nil) {
            self.file = file
            self.line = line
            self.column = column
        }
    }

    /// What kind of failure it is.
    public var kind: Kind
    /// What was wrong, in one clause without a full stop.
    public var message: String
    /// What to do about it, in one clause; empty when there is nothing to advise.
    public var remedy: String
    /// Where in an input file it is; nil when no file is involved.
    public var location: Location?

    /// An error.
    public init(_ kind: Kind, _ message: String, remedy: String = "", at location: Location? = nil) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.location = location
    }
}

extension CatalogError: CustomStringConvertible {
    /// One line: `file:line:column: message; remedy`.
    public var description: String {
        var text = ""
        if let location {
            text += location.file
            if let line = location.line { text += ":\(line)" }
            if let column = location.column { text += ":\(column)" }
            text += ": "
        }
        text += message
        if !remedy.isEmpty { text += "; \(remedy)" }
        return text
    }
}
