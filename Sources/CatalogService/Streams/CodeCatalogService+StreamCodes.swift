internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore
internal import RPCCore
internal import RPCServices
internal import WireMessages

extension CodeCatalogService {
    /// Answers StreamCodes from one snapshot, a page at a time: the next is read when the caller has taken the last. Reads
    /// past the cache, so an export drives nothing out of it.
    func streamCodes(_ message: ReceivedMessage, _ call: StreamingCall) async throws {
        let request = try read(StreamCodesRequest.self, message)
        let resumed = try resumeToken(of: request)
        guard exports.begin() else { throw RPCError.overloaded(retryAfter: .seconds(1)) }
        defer { exports.end() }
        let snapshot = try await catalog.store.snapshot()
        if let resumed, resumed.revision != snapshot.revision {
            throw RPCError(
                .aborted,
                "the catalog has changed since revision \(resumed.revision.rawValue); export it anew",
                details: StatusDetails(
                    reason: "CATALOG_CHANGED", metadata: ["revision": "\(snapshot.revision.rawValue)"]))
        }
        call.setMetadata(try labels.metadata(revision: snapshot.revision.rawValue, outcome: .miss, stripe: 0))
        call.sendMetadata()
        let today = today()
        let walk = ExportWalk(
            request: request, requestDigest: ResumeToken.digest(of: request), day: resumed?.day ?? request.day ?? today,
            today: today)
        try await StallWatch(timeMax: exportStallTimeMax).run { watch in
            var (last, cut) = (resumed?.place.key, resumed?.place)
            repeat {
                let page = try await snapshot.read { [last, cut] reader throws(CatalogError) in
                    try walk.page(after: last, cut: cut, from: reader)
                }
                for frame in page.frames {
                    try await call.send(frame)
                    watch.noteProgress()
                }
                (last, cut) = (page.end, nil)
            } while last != nil
        }
    }

    private func resumeToken(of request: StreamCodesRequest) throws(MessageError) -> ResumeToken? {
        guard !request.resumeToken.isEmpty else { return nil }
        guard let token = ResumeToken(text: request.resumeToken) else {
            throw .invalid("resume_token", "this is no token of a stream of codes")
        }
        guard token.requestDigest == ResumeToken.digest(of: request) else {
            throw .invalid("resume_token", "the token is of a stream with other arguments")
        }
        return token
    }
}

extension StreamCodesRequest {
    /// The day that the request names.
    fileprivate var day: CalendarDate? { if case .on(let day) = days { day } else { nil } }
}
