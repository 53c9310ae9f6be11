internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// The message is `SuggestCodesResponse`.
extension Suggestions: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__SuggestCodesResponse) throws(MessageError) {
        self.init(
            hits: try readList(message.hits, count: message.n_hits, "hits"), totalCount: Int(message.total_size),
            correctedPrefix: String(cString: message.corrected_prefix))
    }

    func fill(_ message: inout Medcodes__V1__SuggestCodesResponse, in arena: MessageArena) {
        message.n_hits = hits.count
        message.hits = arena.list(hits)
        message.total_size = Int64(totalCount)
        message.corrected_prefix = arena.copy(correctedPrefix)
    }
}
