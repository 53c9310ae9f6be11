internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore
internal import RPCCore

/// Where a stream of codes is: behind this code, of this period.
struct ExportPlace: Hashable, Sendable {
    var key: CodeKey
    /// The first day of the period; nil where it has been valid since ever.
    var effective: CalendarDate?
}

/// Walks through the codes that a request asks for, in the order of system, code and first day, a page at a time.
///
/// Codes are as the catalog holds them: similar codes are those that pages and lists name. Computing the others for each
/// code of an export would take minutes.
struct ExportWalk: Sendable {
    /// A part of the stream, ready to be sent.
    struct Page: Sendable {
        /// The messages.
        var frames: [MessageFrame] = []
        /// The last key that was looked at, with all its periods; nil when there are none behind it.
        var end: CodeKey?
    }

    let request: StreamCodesRequest
    let requestDigest: UInt64
    /// The day asked for; today when all periods are.
    let day: CalendarDate
    let today: CalendarDate

    /// How much of the store one page looks at and holds, so that memory and the time on the store's thread are bounded
    /// also when codes are long or few of them match.
    private static let keyCountMax = 500
    private static let byteCountMax = 256 << 10

    /// The next page behind a key; runs on the store's thread.
    ///
    /// - Parameter cut: Where the stream that is resumed was cut; for the first page alone.
    func page(
        after last: CodeKey?, cut: ExportPlace?, from reader: any CodeStoreReader
    ) throws(CatalogError) -> Page {
        var page = Page()
        var last = last
        let systems = try reader.summary().systems.map(\.system).filter {
            request.systems.isEmpty || request.systems.contains($0)
        }
        let first = last.flatMap { systems.firstIndex(of: $0.system) }
        // A token can only name another system when it was tampered with; it then has nothing behind it.
        if last != nil, first == nil { return page }
        if let cut, request.days == .all { try addPeriods(of: cut, to: &page, from: reader) }
        for system in systems[(first ?? 0)...] {
            guard let prefix = prefix(for: system) else { continue }
            let keys = try reader.keys(
                of: system, prefix: prefix, after: last?.system == system ? last?.code : nil, limit: Self.keyCountMax)
            var byteCount = 0
            for key in keys {
                last = key
                byteCount += try add(key, to: &page, from: reader)
                if byteCount >= Self.byteCountMax { break }
            }
            if keys.count == Self.keyCountMax || byteCount >= Self.byteCountMax {
                page.end = last
                return page
            }
        }
        return page
    }

    /// What the codes of a system are to begin with; nil when none of them can.
    private func prefix(for system: CodeSystem) -> String? {
        guard !request.codePrefix.isEmpty else { return "" }
        if case .other = system { return request.codePrefix }
        if request.codePrefix.utf8.allSatisfy({ $0 == UInt8(ascii: ".") }) { return "" }
        return (try? CodeKey(system: system, code: request.codePrefix))?.code
    }

    /// Adds what is asked for of a key; returns how many bytes it is.
    private func add(_ key: CodeKey, to page: inout Page, from reader: any CodeStoreReader) throws(CatalogError) -> Int
    {
        guard request.days == .all else { return try add(key, on: day, to: &page, from: reader) }
        let listings = try reader.listings(of: key)
        guard !listings.isEmpty else { return try add(key, on: today, to: &page, from: reader) }
        var byteCount = 0
        for listing in listings {
            byteCount += try add(key, on: listing.period.anyDay(or: today), to: &page, from: reader)
        }
        return byteCount
    }

    /// Adds the later periods of a key that a stream was cut within.
    private func addPeriods(
        of place: ExportPlace, to page: inout Page, from reader: any CodeStoreReader
    ) throws(CatalogError) {
        for listing in try reader.listings(of: place.key) {
            guard let effective = listing.period.effective, place.effective.map({ $0 < effective }) ?? true else {
                continue
            }
            _ = try add(place.key, on: effective, to: &page, from: reader)
        }
    }

    private func add(
        _ key: CodeKey, on day: CalendarDate, to page: inout Page, from reader: any CodeStoreReader
    ) throws(CatalogError) -> Int {
        guard case .found(let code) = try reader.answer(for: key, asOf: day, view: request.view),
            request.kinds.isEmpty || request.kinds.contains(code.kind)
        else { return 0 }
        let place = ExportPlace(key: key, effective: code.period.effective)
        let token = ResumeToken(
            revision: reader.revision, requestDigest: requestDigest, day: self.day, place: place)
        let frame = MessageFrame.framing(
            StreamCodesResponse(
                code: code, status: request.days == .all ? code.period.status(on: today) : .active,
                resumeToken: token.text))
        page.frames.append(frame)
        return frame.byteCount
    }
}

extension ValidityPeriod {
    /// One of its days.
    fileprivate func anyDay(or today: CalendarDate) -> CalendarDate {
        if let effective { return effective }
        guard let terminated, terminated <= today else { return today }
        return CalendarDate(dayNumber: terminated.dayNumber - 1) ?? today
    }

    /// Where a day lies.
    fileprivate func status(on day: CalendarDate) -> CodeStatus {
        if let effective, day < effective { return .notYetEffective }
        return contains(day) ? .active : .terminated
    }
}
