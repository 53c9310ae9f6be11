/// Why a call failed, in a form programs can read: what travels in `grpc-status-details-bin`.
///
/// Exactly one google.rpc.ErrorInfo and at most one other detail (google/rpc/error_details.proto, AIP-193).
public struct StatusDetails: Hashable, Sendable {
    /// The `domain` of every ErrorInfo this project sends.
    public static let domain = "medcodes"

    /// What beside the reason a program can act on.
    public enum Attachment: Hashable, Sendable {
        /// google.rpc.BadRequest: the fields that are wrong.
        case badRequest([FieldViolation])
        /// google.rpc.ResourceInfo: what the call was about.
        case resource(ResourceInfo)
        /// google.rpc.RetryInfo: how long to wait before the next try.
        case retry(after: Duration)
    }

    /// A field that is wrong.
    public struct FieldViolation: Hashable, Sendable {
        /// The path of the field, e.g. `keys[3].code`; empty for the whole request.
        public var field: String
        /// What is wrong with it, for people.
        public var description: String

        /// A wrong field.
        public init(field: String, description: String) {
            self.field = field
            self.description = description
        }
    }

    /// What a call was about.
    public struct ResourceInfo: Hashable, Sendable {
        /// The kind of thing, e.g. `medcodes.v1.Code`.
        public var type: String
        /// Its name, e.g. `icd10cm E11.9`.
        public var name: String
        /// What is the matter with it, for people.
        public var description: String

        /// A thing.
        public init(type: String, name: String, description: String = "") {
            self.type = type
            self.name = name
            self.description = description
        }
    }

    /// The cause, constant and in UPPER_SNAKE_CASE, unique within the domain.
    public var reason: String
    /// Who defines the reason; ``domain`` for everything this project sends.
    public var domain: String
    /// Facts about the cause; keys in lowerCamelCase.
    public var metadata: [String: String]
    /// What else a program can act on.
    public var attachment: Attachment?

    /// Details.
    public init(
        reason: String, domain: String = Self.domain, metadata: [String: String] = [:], attachment: Attachment? = nil
    ) {
        self.reason = reason
        self.domain = domain
        self.metadata = metadata
        self.attachment = attachment
    }
}
