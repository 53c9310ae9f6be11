internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Stores one code.
public struct PutCodeRequest: Hashable, Sendable {
    /// The code with all its facts.
    public var code: Code
    /// The revision that the caller's knowledge is from; nil for no check.
    public var expectedRevision: Revision?

    /// A request.
    public init(code: Code, expectedRevision: Revision? = nil) {
        self.code = code
        self.expectedRevision = expectedRevision
    }
}

extension PutCodeRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__PutCodeRequest) throws(MessageError) {
        guard let wire = message.code else { throw .invalid("code", "the code is missing") }
        let kind: CodeKind? = wire.pointee.kind.rawValue == 0 ? .code : CodeKind(exactly: wire.pointee.kind)
        guard let kind else { throw .invalid("code.kind", "this version knows no such kind") }
        guard var code: Code = try readOptional(wire, "code") else { throw .invalid("code", "the code is missing") }
        code.kind = kind
        for (index, similar) in UnsafeBufferPointer(start: wire.pointee.similar_codes, count: code.similarCodes.count)
            .enumerated() where similar?.pointee.reason.rawValue == 0
        {
            code.similarCodes[index].reason = .curated
        }
        code.release = nil
        if let effective = code.period.effective, let terminated = code.period.terminated, effective >= terminated {
            throw .invalid("code.terminated", "it is the first day on which the code is not valid: give a later day")
        }
        guard !code.longDescriptor.isEmpty else { throw .invalid("code.long_descriptor", "a code has a descriptor") }
        guard code.similarCodes.allSatisfy({ (0...1).contains($0.score) }) else {
            throw .invalid("code.similar_codes", "scores are numbers from 0 to 1")
        }
        self.init(code: code, expectedRevision: try Revision?(expected: message.expected_revision))
    }

    func fill(_ message: inout Medcodes__V1__PutCodeRequest, in arena: MessageArena) {
        message.code = code.made(in: arena)
        message.expected_revision = expectedRevision?.rawValue ?? 0
    }
}

/// Deletes one code.
public struct DeleteCodeRequest: Hashable, Sendable {
    /// The code.
    public var key: CodeKey
    /// The revision that the caller's knowledge is from; nil for no check.
    public var expectedRevision: Revision?

    /// A request.
    public init(key: CodeKey, expectedRevision: Revision? = nil) {
        self.key = key
        self.expectedRevision = expectedRevision
    }
}

extension DeleteCodeRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__DeleteCodeRequest) throws(MessageError) {
        self.init(key: try .required(message.key), expectedRevision: try Revision?(expected: message.expected_revision))
    }

    func fill(_ message: inout Medcodes__V1__DeleteCodeRequest, in arena: MessageArena) {
        message.key = key.asked(in: arena)
        message.expected_revision = expectedRevision?.rawValue ?? 0
    }
}

extension Revision? {
    /// The revision that a request expects; nil for 0, which asks for no check.
    fileprivate init(expected number: Int64) throws(MessageError) {
        guard number >= 0 else { throw .invalid("expected_revision", "revisions are 0 or more") }
        self = number == 0 ? nil : Revision(rawValue: number)
    }
}
