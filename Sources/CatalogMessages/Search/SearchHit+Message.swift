internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

extension SearchHit: MessageMapping {
    init(_ message: Medcodes__V1__SearchHit) throws(MessageError) {
        guard message.score.isFinite else { throw .invalid("score", "a score is a finite number") }
        self.init(
            key: try .required(message.key), display: String(cString: message.display), score: message.score,
            matchedTerm: String(cString: message.matched_term), matchedField: MatchField(message.matched_field),
            highlights: try readList(message.highlights, count: message.n_highlights, "highlights"),
            kind: CodeKind(message.kind), status: CodeStatus(message.status) ?? .active,
            isBillable: message.billable != 0, isAddOn: message.add_on != 0, familySize: Int(message.family_size),
            explanation: try message.explanation.map { explanation throws(MessageError) in
                try readList(explanation.pointee.parts, count: explanation.pointee.n_parts, "explanation.parts")
            })
    }

    func fill(_ message: inout Medcodes__V1__SearchHit, in arena: MessageArena) {
        message.key = key.made(in: arena)
        message.display = arena.copy(display)
        message.score = score
        message.matched_term = arena.copy(matchedTerm)
        message.matched_field = matchedField?.wireValue ?? MEDCODES__V1__MATCH_FIELD__MATCH_FIELD_UNSPECIFIED
        message.n_highlights = highlights.count
        message.highlights = arena.list(highlights)
        message.kind = kind.wireValue
        message.status = status.wireValue
        message.billable = isBillable ? 1 : 0
        message.add_on = isAddOn ? 1 : 0
        message.family_size = Int64(familySize)
        message.explanation = explanation.map { parts in
            arena.make {
                $0.n_parts = parts.count
                $0.parts = arena.list(parts)
            }
        }
    }
}

/// The message is `TextRange`.
extension Range<Int>: MessageMapping {
    init(_ message: Medcodes__V1__TextRange) throws(MessageError) {
        guard message.start >= 0, message.length > 0 else {
            throw .invalid("length", "a range begins at 0 or behind it and is not empty")
        }
        self = Int(message.start)..<Int(message.start) + Int(message.length)
    }

    func fill(_ message: inout Medcodes__V1__TextRange, in arena: MessageArena) {
        message.start = Int32(clamping: lowerBound)
        message.length = Int32(clamping: count)
    }
}

extension ScorePart: MessageMapping {
    init(_ message: Medcodes__V1__ScorePart) throws(MessageError) {
        guard message.contribution.isFinite else { throw .invalid("contribution", "a part of a score is finite") }
        self.init(String(cString: message.label), contribution: message.contribution)
    }

    func fill(_ message: inout Medcodes__V1__ScorePart, in arena: MessageArena) {
        message.label = arena.copy(label)
        message.contribution = contribution
    }
}

extension QueryReading: MessageMapping {
    init(_ message: Medcodes__V1__QueryReading) throws(MessageError) {
        guard let reason = ReadingReason(message.reason) else {
            throw .invalid("reason", "this version knows no such reason")
        }
        self.init(
            typed: String(cString: message.typed), readAs: readList(message.read_as, count: message.n_read_as),
            reason: reason)
    }

    func fill(_ message: inout Medcodes__V1__QueryReading, in arena: MessageArena) {
        message.typed = arena.copy(typed)
        message.n_read_as = readAs.count
        message.read_as = arena.list(readAs)
        message.reason = reason.wireValue
    }
}
