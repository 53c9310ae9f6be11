internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import RPCCore
internal import WireMessages

extension CodeCatalogService {
    /// The codes and lists that were asked for most of late. O(entries of the caches); no call waits for it longer than for
    /// one shard.
    public var hotRequests: HotRequests {
        let today = today()
        let codes = catalog.cache.hottest(count: HotRequests.countMax).compactMap { question -> HotRequests.Request? in
            guard case .code(let question) = question else { return nil }
            let request = GetCodeRequest(
                key: question.key, asOf: question.day == today ? nil : question.day, view: question.view)
            return HotRequests.Request(method: "GetCode", message: request.withMessage { $0.bytes() })
        }
        let lists = catalog.lists.hottest(count: HotRequests.countMax / Self.listShare).map { request in
            HotRequests.Request(method: request.method.name, message: request.bytes)
        }
        return HotRequests(lists + codes)
    }

    /// Asks for everything again, one after the other, so that the answers are in the cache before somebody waits for them.
    /// Ends when it is cancelled. What cannot be asked or answered any more is passed over.
    public func warm(with hot: HotRequests) async {
        let methods = Dictionary(uniqueKeysWithValues: methods.map { ($0.name, $0) })
        for request in hot.requests {
            guard !Task.isCancelled else { return }
            guard let method = methods[request.method], let handler = method.immediateHandler else { continue }
            await WarmingCall.run(method, handler, request.message)
        }
    }
}

/// A call that nobody waits for but the cache.
private final class WarmingCall: ServerCall {
    let method: RPCMethod
    let peer = ""
    let metadata = Metadata()
    let deadline = Deadline.never
    let wakeUpNanoseconds: UInt64 = 0
    private let pending: PendingReply

    private init(_ method: RPCMethod, done: @escaping @Sendable () -> Void) {
        self.method = method
        pending = PendingReply(deadline: .never) { _ in done() }
    }

    func detach() -> PendingReply { pending }

    /// Makes the call; returns when it is answered.
    static func run(_ method: RPCMethod, _ handler: UnaryHandler, _ message: [UInt8]) async {
        await withCheckedContinuation { continuation in
            let call = WarmingCall(method) { continuation.resume() }
            let answer = try? message.withUnsafeBytes { try handler($0, call) }
            // A reply at once, or an error: nothing more is to come.
            if case .detached? = answer { return }
            call.pending.cancel()
            continuation.resume()
        }
    }
}
