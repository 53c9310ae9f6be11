/// Who makes a call, and as what, by what authorization has found out before anything of the request was looked at; for
/// audit, logs and limits. Shared by calls of a connection.
public final class Caller: Sendable {
    /// How a caller is known.
    public enum Kind: String, Sendable {
        /// It has shown nothing.
        case anonymous
        /// By the certificate of its connection.
        case certificate
        /// By a token that came with the call.
        case token
    }

    /// What a caller may do in general; an admin may whatever a reader may.
    public enum Role: String, CaseIterable, Comparable, Sendable {
        /// Reads.
        case reader
        /// Changes what others read.
        case admin

        /// A reader is less than an admin.
        public static func < (left: Role, right: Role) -> Bool { left == .reader && right == .admin }
    }

    /// The longest name, in bytes of UTF-8; what is longer is cut.
    public static let nameByteCountMax = 256

    /// How the caller is known.
    public let kind: Kind
    /// What the caller is called where the server was set up: a name in its certificate, or the one its token was made for;
    /// `anonymous` for callers of that kind. Without control characters, so that it cannot forge a line.
    public let name: String
    /// What the caller may do.
    public let role: Role

    /// A caller. What cannot be printed of the name becomes `?`.
    public init(_ kind: Kind, name: String, role: Role) {
        self.kind = kind
        self.name = Self.printable(name)
        self.role = role
    }

    /// Somebody who has shown nothing.
    public convenience init(role: Role = .reader) { self.init(.anonymous, name: "anonymous", role: role) }

    /// Whoever has shown this certificate, by its first name (subject alternative name), or by its subject without one.
    public convenience init(_ identity: PeerIdentity, role: Role) {
        self.init(.certificate, name: identity.names.first ?? identity.subject, role: role)
    }

    private static func printable(_ name: String) -> String {
        var text = String.UnicodeScalarView()
        var byteCount = 0
        for scalar in name.unicodeScalars {
            let isPrintable: Bool
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                isPrintable = false
            default: isPrintable = true
            }
            let shown = isPrintable ? scalar : "?"
            byteCount += UTF8.width(shown)
            guard byteCount <= nameByteCountMax else { break }
            text.append(shown)
        }
        return String(text)
    }
}
