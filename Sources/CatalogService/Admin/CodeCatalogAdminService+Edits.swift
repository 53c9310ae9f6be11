internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore
internal import RPCCore
internal import WireMessages

extension CodeCatalogAdminService {
    /// Answers PutCode: one edit, and the code as it then stands.
    func putCode(_ message: ReceivedMessage) async throws -> UnaryReply {
        let request = try message.withBytes { try PutCodeRequest(message: $0) }
        let store = try await opening.value
        var written = request.code
        // The others are computed for each answer: stored, those of a code that was read and is put back would stay as they
        // were on that day.
        written.similarCodes.removeAll { $0.reason != .curated }
        let revision = try await edit(CodeEdit(.put(written), basis: request.expectedRevision), in: store).revision
        let day = request.code.period.dayToShow(today: today())
        let answer = try await store.read { reader throws(CatalogError) in
            try reader.wholeAnswer(for: request.code.key, asOf: day, view: .full)
        }
        // Gone again already: somebody else was quicker than this reply.
        guard case .found(let code) = answer else {
            return try reply(PutCodeResponse(code: written, revision: revision), of: revision)
        }
        return try reply(PutCodeResponse(code: code, revision: revision), of: revision)
    }

    /// Answers DeleteCode.
    func deleteCode(_ message: ReceivedMessage) async throws -> UnaryReply {
        let request = try message.withBytes { try DeleteCodeRequest(message: $0) }
        let store = try await opening.value
        let (revision, isChange) = try await edit(
            CodeEdit(.delete(request.key), basis: request.expectedRevision), in: store)
        guard isChange else { throw RPCError(CodeAbsence(key: request.key, reason: .unknownCode)) }
        return try reply(DeleteCodeResponse(revision: revision), of: revision)
    }

    private func edit(
        _ edit: CodeEdit, in store: any CodeStore
    ) async throws(CatalogError) -> (revision: Revision, isChange: Bool) {
        let report = try await store.write(source: ImportSource(format: "edit", files: [])) {
            writer throws(CatalogError) in try writer.put(edit)
        }
        switch report.outcome {
        case .committed(let revision): return (revision, true)
        case .nothingToDo(let revision): return (revision, false)
        case .rehearsed: return (try await store.revision(), false)
        }
    }
}

extension ValidityPeriod {
    /// Today, or the period's day that is nearest to it.
    fileprivate func dayToShow(today: CalendarDate) -> CalendarDate {
        if let effective, today < effective { return effective }
        guard let terminated, terminated <= today else { return today }
        return CalendarDate(dayNumber: terminated.dayNumber - 1) ?? today
    }
}
