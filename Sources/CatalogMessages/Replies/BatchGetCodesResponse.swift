internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// One answer per key asked for, in the order asked.
public struct BatchGetCodesResponse: Hashable, Sendable {
    /// The answers.
    public var answers: [CodeAnswer]

    /// A reply.
    public init(answers: [CodeAnswer]) { self.answers = answers }
}

extension BatchGetCodesResponse: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__BatchGetCodesResponse) throws(MessageError) {
        self.init(answers: try readList(message.results, count: message.n_results, "results"))
    }

    func fill(_ message: inout Medcodes__V1__BatchGetCodesResponse, in arena: MessageArena) {
        message.n_results = answers.count
        message.results = arena.list(answers)
    }
}
