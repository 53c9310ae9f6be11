internal import CatalogMessages
internal import CatalogModel
internal import FoundationEssentials
internal import WireMessages

/// Where a stream of codes goes on after a cut: behind which code, of which revision, on which day, for which request.
///
/// Layout, before Base64: a byte 1; the revision, the request's digest (8 bytes each) and the day (4 bytes), little endian;
/// the length of the system's name and the name, the length of the code and the code (1 byte each length, system names
/// have at most 255); whether the code's period has a first day (1 byte), and that day (4 bytes).
struct ResumeToken: Hashable {
    /// The revision that the stream is of.
    var revision: Revision
    /// Stands for the arguments of the request.
    var requestDigest: UInt64
    /// The day asked for, also when the request left it to the server.
    var day: CalendarDate
    /// The last code sent.
    var place: ExportPlace

    /// The digest of a request, without its token: FNV-1a of its message, which equal requests have in common.
    static func digest(of request: StreamCodesRequest) -> UInt64 {
        var request = request
        request.resumeToken = ""
        return request.withMessage { $0.bytes() }.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The token as text.
    var text: String {
        var bytes: [UInt8] = [1]
        bytes.appendNumber(revision.rawValue)
        bytes.appendNumber(requestDigest)
        bytes.appendNumber(day.dayNumber)
        bytes.appendText(place.key.system.name)
        bytes.appendText(place.key.code)
        bytes.append(place.effective == nil ? 0 : 1)
        bytes.appendNumber(place.effective?.dayNumber ?? 0)
        return Data(bytes).base64EncodedString()
    }

    init(revision: Revision, requestDigest: UInt64, day: CalendarDate, place: ExportPlace) {
        self.revision = revision
        self.requestDigest = requestDigest
        self.day = day
        self.place = place
    }

    /// Reads a token; nil when the text is none.
    init?(text: String) {
        guard text.utf8.count <= Self.characterCountMax, let data = Data(base64Encoded: text) else { return nil }
        var rest = Array(data)[...]
        guard rest.popFirst() == 1, let revision = rest.popNumber(Int64.self), let digest = rest.popNumber(UInt64.self),
            let day = rest.popNumber(Int32.self).flatMap(CalendarDate.init(dayNumber:)),
            let system = rest.popText().flatMap(CodeSystem.init(name:)), let code = rest.popText(),
            let key = try? CodeKey(system: system, code: code), key.code == code, let hasDay = rest.popFirst(),
            let effective = rest.popNumber(Int32.self), rest.isEmpty
        else { return nil }
        let first = hasDay == 0 ? nil : CalendarDate(dayNumber: effective)
        guard hasDay == 0 || first != nil else { return nil }
        self.init(
            revision: Revision(rawValue: revision), requestDigest: digest, day: day,
            place: ExportPlace(key: key, effective: first))
    }

    /// Longer than any token is.
    private static let characterCountMax = 1_024
}

extension [UInt8] {
    fileprivate mutating func appendNumber(_ number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func appendText(_ text: String) {
        append(UInt8(clamping: text.utf8.count))
        append(contentsOf: text.utf8.prefix(Int(UInt8.max)))
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func popNumber<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        let byteCount = MemoryLayout<Number>.size
        guard count >= byteCount else { return nil }
        defer { removeFirst(byteCount) }
        return prefix(byteCount).reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    fileprivate mutating func popText() -> String? {
        guard let byteCount = popFirst().map(Int.init), count >= byteCount else { return nil }
        defer { removeFirst(byteCount) }
        return String(validating: prefix(byteCount), as: UTF8.self)
    }
}
