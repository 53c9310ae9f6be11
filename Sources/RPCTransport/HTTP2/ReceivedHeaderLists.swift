internal import Glibc

/// The lists that a client opens its streams with, so that each is decoded once.
///
/// A client's calls have mostly the same few header lists, and once HPACK has their fields in its table, the same few
/// blocks. What such a list said (``HTTP2Stream/shareHead()``) is kept, and given to all streams that the same block
/// opens. nghttp2, which has to open the stream, is then given a shorter block, of what it asks of every request and goes
/// by itself; the path is of no interest to it.
///
/// ```
/// HEADERS from the client     ▶ head │ :method │ :scheme │ :path   │ :authority │ te │ content-type │ user-agent │ …
/// HEADERS as nghttp2 gets it  ▶ head │ :method │ :scheme │ :path / │ :authority
/// ```
/// A block is good as long as the table is as it was (``FieldRanges``). Belongs to one connection.
final class ReceivedHeaderLists {
    /// Lists that are kept; the oldest makes room.
    static let countMax = 4
    /// Bytes of a frame whose list is kept.
    static let frameByteCountMax = 512

    /// Whether the frame's list is known, so that its fields are nobody's business.
    private(set) var isKnown = false
    /// What it said.
    var head: AnyObject? { isKnown ? last?.head : nil }
    /// Whether the list that is being decoded may be kept.
    private(set) var isLearning = false

    /// The one that came last, which mostly is the next.
    private var last: ReceivedHeaderList?
    private var lists: [ReceivedHeaderList] = []
    private var oldest = 0
    /// The frame whose list is being learned, its fields, and the block for nghttp2 as far as it is known.
    private var learned = UnsafeRawBufferPointer(start: nil, count: 0)
    private var ranges: [Range<Int>] = []
    private var fieldCount = 0
    private var shortBlock: [UInt8] = []

    /// A frame of a header list has come, as far as it has. Returns what nghttp2 is to be given in its place, which is
    /// valid until the next; ``end()`` is to be called when it was.
    func begin(_ frame: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard frame.count > FrameHeader.byteCount, FrameHeader.isWholeHeaderList(frame) else {
            removeAll()  // It may change the table.
            return frame
        }
        guard let list = find(frame) else {
            startLearning(frame)
            return frame
        }
        isKnown = true
        return list.shortened(frame)
    }

    private func find(_ frame: UnsafeRawBufferPointer) -> ReceivedHeaderList? {
        if let last, last.isMade(of: frame) { return last }
        guard let list = lists.first(where: { $0.isMade(of: frame) }) else { return nil }
        last = list
        return list
    }

    /// nghttp2 has been given the frame.
    func end() {
        isKnown = false
        isLearning = false
    }

    private func startLearning(_ frame: UnsafeRawBufferPointer) {
        let block = UnsafeRawBufferPointer(rebasing: frame[FrameHeader.byteCount...])
        guard frame.count <= Self.frameByteCountMax, let ranges = FieldRanges.find(in: block) else {
            return removeAll()
        }
        learned = frame
        self.ranges = ranges
        fieldCount = 0
        shortBlock.removeAll(keepingCapacity: true)
        isLearning = true
    }

    /// The next field of the list that is being learned.
    func note(name: UnsafeRawBufferPointer) {
        guard fieldCount < ranges.count else { return isLearning = false }
        let range = ranges[fieldCount]
        fieldCount += 1
        if name.isText(":path") {
            shortBlock.append(Self.indexOfRootPath)
        } else if name.hasPrefix(":") || Self.isOfInterest(name) {
            shortBlock +=
                learned[(range.lowerBound + FrameHeader.byteCount)..<(range.upperBound + FrameHeader.byteCount)]
        }
    }

    /// The list that is being learned has opened this stream, and is sound.
    func learn(from stream: HTTP2Stream) {
        guard isLearning, fieldCount == ranges.count, let head = stream.shareHead() else { return }
        let list = ReceivedHeaderList(frame: learned, shortBlock: shortBlock, head: head)
        if lists.count < Self.countMax {
            lists.append(list)
        } else {
            lists[oldest] = list
            oldest = (oldest + 1) % Self.countMax
        }
    }

    private func removeAll() {
        guard !lists.isEmpty else { return }
        lists.removeAll(keepingCapacity: true)
        last = nil
        oldest = 0
    }

    /// `:path: /` in HPACK's static table (RFC 7541 appendix A).
    private static let indexOfRootPath: UInt8 = 0x84

    /// Whether nghttp2 goes by a field: in the place of `:authority`, by the length that the payload must have, and by a
    /// stream's place among others (RFC 9218).
    private static func isOfInterest(_ name: UnsafeRawBufferPointer) -> Bool {
        name.isText("host") || name.isText("content-length") || name.isText("priority")
    }
}

/// A header list that was decoded.
private final class ReceivedHeaderList {
    /// What it said.
    let head: AnyObject

    private let block: [UInt8]
    /// The frame for nghttp2; its first bytes are each time those of the frame that has come.
    private let shortFrame: UnsafeMutableRawBufferPointer

    init(frame: UnsafeRawBufferPointer, shortBlock: [UInt8], head: AnyObject) {
        self.head = head
        block = Array(frame[FrameHeader.byteCount...])
        shortFrame = .allocate(byteCount: FrameHeader.byteCount + shortBlock.count, alignment: 4)
        UnsafeMutableRawBufferPointer(rebasing: shortFrame[FrameHeader.byteCount...]).copyBytes(from: shortBlock)
    }

    deinit { shortFrame.deallocate() }

    /// Whether the frame has the same block.
    func isMade(of frame: UnsafeRawBufferPointer) -> Bool {
        guard frame.count == FrameHeader.byteCount + block.count, let start = frame.baseAddress else { return false }
        return memcmp(block, start + FrameHeader.byteCount, block.count) == 0
    }

    /// The frame with the shorter block; valid until the next.
    func shortened(_ frame: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        shortFrame.copyMemory(from: UnsafeRawBufferPointer(rebasing: frame.prefix(FrameHeader.byteCount)))
        FrameHeader.setPayloadByteCount(shortFrame.count - FrameHeader.byteCount, in: shortFrame)
        return UnsafeRawBufferPointer(shortFrame)
    }
}
