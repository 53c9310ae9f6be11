internal import RPCCore

/// The lists that a server begins its answers with, so that each is encoded once.
///
/// Most answers begin with the same few lists, and once HPACK has their fields in its table, with the same few blocks.
/// nghttp2 is then given the status alone, which it makes one byte of; the rest of the block is put behind it when the
/// frame is written.
///
/// ```
/// HEADERS as nghttp2 makes it ▶ head │ :status
/// HEADERS to the client       ▶ head │ :status │ content-type │ medcodes-revision │ …
/// ```
/// A block is good as long as the table is as it was (``FieldRanges``). Belongs to one connection.
final class SentHeaderLists {
    /// Lists that are kept; the oldest makes room.
    static let countMax = 4

    /// The one that was found last, which mostly is the next.
    private var last: SentHeaderList?
    private var lists: [SentHeaderList] = []
    private var oldest = 0

    /// What is kept of this list, if it was sent before and its block is good.
    func find(_ headers: HeaderBlock) -> SentHeaderList? {
        if let last, last.isMade(of: headers) { return last }
        guard let list = lists.first(where: { $0.isMade(of: headers) }) else { return nil }
        last = list
        return list
    }

    /// These fields as a list, the very one that was sent before where there is such a one.
    func list(_ own: ReplyMetadata, _ custom: ReplyMetadata) -> HeaderBlock {
        if let last, last.isGood, last.headers.own === own, last.headers.custom === custom { return last.headers }
        let sent = lists.first { $0.headers.own === own && $0.headers.custom === custom }
        return sent?.headers ?? HeaderBlock(own, custom)
    }

    /// The frame's list was sent, as nghttp2 has encoded it.
    ///
    /// - Parameter headers: Its fields when it begins an answer, else nil.
    func learn(_ frame: UnsafeRawBufferPointer, of headers: HeaderBlock?) {
        let block = UnsafeRawBufferPointer(rebasing: frame[FrameHeader.byteCount...])
        guard FrameHeader.isWholeHeaderList(frame), FieldRanges.find(in: block) != nil else { return removeAll() }
        guard let headers, let list = SentHeaderList(headers, block: block) else { return }
        if lists.count < Self.countMax {
            lists.append(list)
        } else {
            lists[oldest].isGood = false
            lists[oldest] = list
            oldest = (oldest + 1) % Self.countMax
        }
    }

    /// The table changes, or may.
    func removeAll() {
        guard !lists.isEmpty else { return }
        for list in lists { list.isGood = false }
        lists.removeAll(keepingCapacity: true)
        last = nil
        oldest = 0
    }
}

/// A header list that was encoded.
final class SentHeaderList {
    /// The status as nghttp2 makes it: an index of HPACK's static table (RFC 7541 appendix A).
    static let status: [UInt8] = [0x88]

    /// Its fields; the status comes first.
    let headers: HeaderBlock
    /// Whether the table is as it was.
    var isGood = true

    private let indices: [UInt8]
    private let literals: EncodedHeaderList

    /// What is behind the status: the block that was sent as long as it is good, and then one that always is.
    var rest: [UInt8] { isGood ? indices : literals.bytes }

    /// Keeps a list that begins with the status 200 and can be said in literals; nil for others.
    init?(_ headers: HeaderBlock, block: UnsafeRawBufferPointer) {
        let fields = headers.own.fields.dropFirst() + headers.custom.fields
        guard block.starts(with: Self.status), let literals = EncodedHeaderList(fields) else { return nil }
        self.headers = headers
        self.literals = literals
        indices = Array(block.dropFirst(Self.status.count))
    }

    /// Whether it is this list, and good.
    func isMade(of headers: HeaderBlock) -> Bool { isGood && self.headers === headers }
}
