internal import CatalogModel
internal import Glibc

extension MedCodesClient {
    /// What the near cache holds, and how often it was of use; nil for a client without one.
    public var nearCacheStatistics: NearCacheStatistics? { nearCache?.codes.statistics }

    /// The day that a look-up is for. With a near cache, "today" is said as a day, so that an answer that comes around
    /// midnight is held for the day that it is about.
    func lookupDay(_ day: CalendarDate?) -> CalendarDate? {
        guard day == nil, nearCache != nil else { return day }
        return CalendarDate(dayNumber: Int32(clamping: time(nil) / 86_400))
    }

    /// Looks for a code in the near cache, if there is one and the options allow it.
    func findNear(_ key: CodeKey, asOf day: CalendarDate?, view: CodeView) -> NearCodes.Found {
        guard let nearCache, options.usesNearCache, let day else { return .nothing(nil) }
        return nearCache.find(key, asOf: day, view: view)
    }

    /// The answers for all keys from the near cache, where it holds all of them, of one revision; else where each belongs.
    func findNear(
        _ keys: [CodeKey], asOf day: CalendarDate?, view: CodeView
    ) -> (answers: [CodeAnswer]?, places: [NearCodes.Place?]) {
        guard let nearCache, options.usesNearCache else { return (nil, []) }
        var answers: [CodeAnswer] = []
        var places: [NearCodes.Place?] = []
        var revisions: Set<Revision> = []
        for key in keys {
            switch findNear(key, asOf: day, view: view) {
            case .held(let held, let revision):
                answers.append(held.answer)
                revisions.insert(revision)
                places.append(nil)
            case .nothing(let place): places.append(place)
            }
        }
        guard answers.count == keys.count, let revision = revisions.first, revisions.count == 1 else {
            return (nil, keys.map { nearCache.codes.place(of: $0, asOf: day, view: view) })
        }
        tell(.batchGetCodes, revision)
        return (answers, [])
    }

    /// Holds an answer that has come.
    func keepNear(_ answer: CodeAnswer, at revision: Revision?, in place: NearCodes.Place?, evicting: Bool = true) {
        guard let place else { return }
        nearCache?.codes.keep(answer, at: revision, in: place, evicting: evicting)
    }

    /// Tells the caller of an answer out of the near cache.
    func tell(_ method: ServiceMethod, _ revision: Revision) {
        options.onReply?(ReplyDetails(method: method.name, nearCacheAt: revision, options: options))
    }
}
