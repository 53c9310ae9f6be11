/// What is wrong with a message: the problem and the field that has it, without any of the message's content.
///
/// A peer may be shown `description` as it stands.
public struct MessageError: Error, Hashable, Sendable {
    /// The problem of a message. All but ``invalid(_:)`` mean that the bytes cannot be such a message at all.
    public enum Problem: Hashable, Sendable {
        /// The bytes end inside a field.
        case truncated
        /// A varint of more than 10 bytes, a tag of more than 5, or a field number outside 1...536,870,911.
        case malformedTag
        /// Wire type 3 or 4 (a group, gone since proto3) or 6 or 7 (never assigned).
        case unsupportedWireType
        /// The wire type is not the one of the field's type.
        case wrongWireType
        /// A string that is not UTF-8 (Protocol Buffers: strings must be).
        case notUTF8
        /// A string that holds U+0000, which C strings cannot carry.
        case containsNUL
        /// Messages inside messages beyond the limit.
        case tooDeep
        /// More fields and list elements than the limit.
        case tooManyFields
        /// Unpacked, the message would take more memory than the limit.
        case tooLarge
        /// Well formed, but the value cannot be right; says in one clause what would be.
        case invalid(String)
    }

    /// What is wrong.
    public let problem: Problem
    /// The field that has it, e.g. `keys[3].code`, as google.rpc.BadRequest writes paths; empty for the whole message.
    public private(set) var path: String

    /// A problem of the field at this path.
    public init(_ problem: Problem, at path: String = "") {
        self.problem = problem
        self.path = path
    }

    /// A value that cannot be right.
    public static func invalid(_ path: String, _ expectation: String) -> MessageError {
        MessageError(.invalid(expectation), at: path)
    }

    /// The same problem seen from the message around: `field` comes before the path.
    public func inside(_ field: String) -> MessageError {
        MessageError(problem, at: path.isEmpty ? field : "\(field).\(path)")
    }

    /// Whether the bytes cannot be such a message at all, as opposed to a value that cannot be right.
    public var isMalformed: Bool {
        if case .invalid = problem { false } else { true }
    }

    /// What is wrong, in one clause, without the path.
    public var expectation: String {
        switch problem {
        case .truncated: "the message ends inside a field"
        case .malformedTag: "the message holds a tag or number that is too long"
        case .unsupportedWireType: "the message holds a group or an unknown wire type"
        case .wrongWireType: "the field has the wire type of another type"
        case .notUTF8: "the text is not UTF-8"
        case .containsNUL: "the text holds the character U+0000"
        case .tooDeep: "messages are nested too deeply"
        case .tooManyFields: "the message has too many fields"
        case .tooLarge: "the message would take too much memory"
        case .invalid(let expectation): expectation
        }
    }
}

extension MessageError: CustomStringConvertible {
    /// One line: `keys[3].code: the text is not UTF-8`.
    public var description: String { path.isEmpty ? expectation : "\(path): \(expectation)" }
}
