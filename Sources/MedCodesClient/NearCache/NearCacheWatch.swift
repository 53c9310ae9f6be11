internal import CatalogMessages
internal import CatalogModel
internal import Logging

/// The stream that keeps the near cache right: from its first message on, the cache is told of every change; when it is lost,
/// nothing held is believed any more, and another one is begun.
///
/// Runs in a task of its own until that is cancelled.
struct NearCacheWatch {
    let codes: NearCodes
    /// A client without near cache, whose connections the watch shares.
    let client: MedCodesClient

    func run() async {
        var delay = ReconnectDelay()
        while !Task.isCancelled {
            do throws(MedCodesError) {
                try await follow { delay.reset() }
            } catch {
                codes.distrust()
                client.configuration.logger.debug(
                    "The near cache has lost its watch", metadata: ["error": "\(error)"])
                // Cancelled while waiting: the loop ends.
                try? await delay.wait(after: error, isolation: nil)
            }
        }
        codes.distrust()
    }

    /// Follows one stream to its end, which is always an error.
    private func follow(whenTrusted: () -> Void) async throws(MedCodesError) {
        let stream = try await ReplyStream<CatalogRevision>(
            client, .watchCatalog, WatchCatalogRequest(revision: Revision(rawValue: 0)))
        let first = try await next(of: stream)
        codes.trust(from: first.revision)
        whenTrusted()
        while true { apply(try await next(of: stream)) }
    }

    private func next(of stream: ReplyStream<CatalogRevision>) async throws(MedCodesError) -> CatalogRevision {
        guard let revision = try await stream.next() else {
            throw MedCodesError(.unavailable, "the server has ended the watch")
        }
        guard (0..<NearCodes.revisionLimit).contains(revision.revision.rawValue) else {
            throw MedCodesError(.internal, "the server names revision \(revision.revision.rawValue), which cannot be")
        }
        return revision
    }

    private func apply(_ revision: CatalogRevision) {
        let isNamed = revision.changedSystems.isEmpty && revision.renewedSystems.isEmpty
        codes.advance(to: revision.revision, changed: isNamed ? revision.changes.map(\.key) : nil)
    }
}
