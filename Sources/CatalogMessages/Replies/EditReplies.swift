internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// What a put code is now.
public struct PutCodeResponse: Hashable, Sendable {
    /// The code as it stands.
    public var code: Code
    /// The revision in which it does.
    public var revision: Revision

    /// A reply.
    public init(code: Code, revision: Revision) {
        self.code = code
        self.revision = revision
    }
}

extension PutCodeResponse: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__PutCodeResponse) throws(MessageError) {
        guard let code: Code = try readOptional(message.code, "code") else {
            throw .invalid("code", "the code is missing")
        }
        self.init(code: code, revision: Revision(rawValue: message.revision))
    }

    func fill(_ message: inout Medcodes__V1__PutCodeResponse, in arena: MessageArena) {
        message.code = code.made(in: arena)
        message.revision = revision.rawValue
    }
}

/// Says that a code is gone.
public struct DeleteCodeResponse: Hashable, Sendable {
    /// The revision in which it is.
    public var revision: Revision

    /// A reply.
    public init(revision: Revision) { self.revision = revision }
}

extension DeleteCodeResponse: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__DeleteCodeResponse) throws(MessageError) {
        self.init(revision: Revision(rawValue: message.revision))
    }

    func fill(_ message: inout Medcodes__V1__DeleteCodeResponse, in arena: MessageArena) {
        message.revision = revision.rawValue
    }
}
