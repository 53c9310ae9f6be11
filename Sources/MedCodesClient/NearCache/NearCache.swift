internal import CatalogModel
internal import Synchronization

/// A near cache and its watch, which begins with the first look-up and ends with the last client that shares this.
final class NearCache: Sendable {
    let codes: NearCodes
    private let watchingClient: MedCodesClient
    private let watch = Mutex<Watch>(.none)

    private enum Watch {
        case none
        case running(Task<Void, Never>)
        case stopped
    }

    /// - Parameter watchingClient: A client without near cache.
    init(_ settings: MedCodesConfiguration.NearCaching, watchedBy watchingClient: MedCodesClient) {
        codes = NearCodes(byteCountMax: settings.byteCountMax)
        self.watchingClient = watchingClient
    }

    deinit { stop() }

    /// The answer for a code on a day, if it is held.
    func find(_ key: CodeKey, asOf day: CalendarDate, view: CodeView) -> NearCodes.Found {
        let found = codes.find(key, asOf: day, view: view)
        if case .nothing(nil) = found { begin() }
        return found
    }

    /// Ends the watch for good; nothing is answered after it.
    func stop() {
        let ended = watch.withLock { watch in
            defer { watch = .stopped }
            return watch
        }
        if case .running(let task) = ended { task.cancel() }
        codes.distrust()
    }

    /// Begins to watch, unless that has been done.
    private func begin() {
        watch.withLock { watch in
            guard case .none = watch else { return }
            let run = NearCacheWatch(codes: codes, client: watchingClient)
            watch = .running(Task { await run.run() })
        }
    }
}

/// What a near cache holds and how often it was of use.
public struct NearCacheStatistics: Hashable, Sendable {
    /// Whether a watch of the catalog is up, so that what is held is answered with.
    public let isTrusted: Bool
    /// Answers held.
    public let entryCount: Int
    /// What they weigh, in bytes.
    public let byteCount: Int
    /// Look-ups that were answered, those of codes that are not there among them.
    public let hits: Int
    /// Answers that a call had to bring while a watch was up.
    public let misses: Int
}
