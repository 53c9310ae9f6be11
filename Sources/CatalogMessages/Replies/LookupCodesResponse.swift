internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// One answer of a stream of answers.
public struct LookupCodesResponse: Hashable, Sendable {
    /// The request's number.
    public var index: Int64
    /// The code, or why it is not there.
    public var answer: CodeAnswer

    /// An answer.
    public init(index: Int64, answer: CodeAnswer) {
        self.index = index
        self.answer = answer
    }
}

extension LookupCodesResponse: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__LookupCodesResponse) throws(MessageError) {
        guard let answer: CodeAnswer = try readOptional(message.result, "result") else {
            throw .invalid("result", "the result is missing")
        }
        self.init(index: message.index, answer: answer)
    }

    func fill(_ message: inout Medcodes__V1__LookupCodesResponse, in arena: MessageArena) {
        message.index = index
        message.result = answer.made(in: arena)
    }
}
