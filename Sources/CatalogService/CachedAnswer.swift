public import CatalogCache
public import CatalogMessages
internal import CatalogModel
internal import RPCCore
internal import WireMessages

/// A question about codes as the cache knows it; other requests are known by their ``CanonicalRequest``.
enum CachedQuestion: CacheKey {
    /// GetCode, and each key of BatchGetCodes.
    case code(CodeQuestion)
    /// GetCatalog.
    case catalog

    var dependency: CacheDependency {
        switch self {
        // The full view shows codes like this one, which are found around it.
        case .code(let question) where question.view == .full: .subjects(question.subject, question.neighbourhood)
        case .code(let question): .subject(question.subject)
        case .catalog: .everything
        }
    }

    var tableHash: Int {
        switch self {
        case .code(let question): Int(truncatingIfNeeded: question.seededHash)
        case .catalog: 0
        }
    }
}

extension CanonicalRequest: CacheKey {
    /// A list about one code changes as the full view of the code does, and is found around it likewise. What a hierarchy,
    /// a crosswalk or the search index says comes from too many codes and facts to name them.
    public var dependency: CacheDependency {
        switch method {
        case .listSimilarCodes, .listPolicies: subjects.map { .subjects($0.code, $0.neighbourhood) } ?? .everything
        case .listChildCodes, .testSubsumption, .translateCode, .searchCodes, .suggestCodes: .everything
        }
    }
}

/// An answer as the cache holds it: ready to send, or ready to be refused with.
enum CachedAnswer: Sendable {
    /// The reply, framed. A batch takes the message out of it.
    case reply(MessageFrame)
    /// Why there is no such code.
    case absent(AbsentCode)

    /// What the answer weighs in memory, in bytes.
    var byteCount: Int {
        switch self {
        case .reply(let frame): frame.byteCount + Self.objectByteCount
        case .absent(let absent): absent.byteCount + Self.objectByteCount
        }
    }

    /// What the runtime and the allocator add to one object and its buffer, in bytes: headers, size words, rounding.
    static let objectByteCount = 96
}

/// A code that is not there: the error GetCode ends with, and the result a batch has in its place.
final class AbsentCode: Sendable {
    let error: RPCError
    /// A `CodeResult` message.
    let result: [UInt8]

    init(_ absence: CodeAbsence) {
        error = RPCError(absence)
        result = CodeAnswer.absent(absence).withMessage { $0.bytes() }
    }

    var byteCount: Int {
        MemoryLayout<RPCError>.size + error.message.utf8.count + error.details.count + result.count
    }
}

extension MessageFrame {
    /// A frame around a message of the contract.
    static func framing(_ value: some CatalogMessage) -> MessageFrame {
        value.withMessage { message in
            MessageFrame(messageByteCount: message.byteCount) { message.write(to: $0) }
        }
    }
}
