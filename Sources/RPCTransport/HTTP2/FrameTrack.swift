/// Follows the frames in what a client sends, by their heads (RFC 9113 section 4.1), and knows what nghttp2 does not tell:
/// whether a header list is incomplete, whatever becomes of it; what PRIORITY says, which nghttp2 skips when the tree of
/// dependencies is not wanted; and what comes on streams that nghttp2 has forgotten.
///
/// ```
/// 0         3      4       5           9
/// +---------+------+-------+-----------+----------
/// | length  | type | flags | stream ID | payload …
/// +---------+------+-------+-----------+----------
/// ```
/// A frame that is malformed ends the connection elsewhere. A class, so that its use is not checked for exclusive access.
final class FrameTrack {
    /// What is worth knowing of a frame.
    enum Event: Equatable {
        case fault(Fault)
        /// HEADERS or CONTINUATION, and where it lies, as far as it does: nowhere when its head came in pieces.
        case headers(Range<Int>)
    }

    /// What the client does wrong.
    enum Fault {
        /// A PRIORITY frame makes a stream depend on itself (RFC 7540 section 5.3.1).
        case selfDependency
        /// DATA or HEADERS of a stream that the client has ended before (RFC 9113 section 5.1, "closed").
        case endedStream
    }

    private static let headByteCount = 9
    /// RFC 9113 section 3.4.
    private static let prefaceByteCount = 24
    /// The identifier at the start of PRIORITY's payload (RFC 9113 section 6.3).
    private static let dependencyByteCount = 4
    /// The highest bit of an identifier is not part of it.
    private static let identifierMask: UInt32 = 0x7FFF_FFFF

    private enum Kind: UInt8 { case data = 0, headers = 1, priority = 2, reset = 3, continuation = 9 }

    private static let endsStream: UInt8 = 0x1
    private static let endsHeaders: UInt8 = 0x4

    /// The head of a frame that comes in pieces, and how much of it has come.
    private let head = UnsafeMutableRawBufferPointer.allocate(byteCount: headByteCount, alignment: 1)
    private var headCount = 0
    /// Bytes of payload that are still to come.
    private var payloadLeft = prefaceByteCount
    private var kind: Kind?
    private var stream: Int32 = 0
    private let ended = EndedStreams()
    private var dependency: UInt32 = 0
    private var dependencyBytesLeft = 0
    /// Whether the last frame of a header list did not say that it was the last.
    private var awaitsContinuation = false

    deinit { head.deallocate() }

    /// Whether a header list has begun and not ended, so that nothing else can come.
    var isInsideHeaderList: Bool {
        awaitsContinuation || (payloadLeft > 0 && isHeaderList)
    }

    /// Follows the bytes from `at` on, until there is an event or no more of them.
    func next(in bytes: UnsafeRawBufferPointer, at: inout Int) -> Event? {
        while at < bytes.count {
            if payloadLeft > 0 {
                let step = min(payloadLeft, bytes.count - at)
                let isSound = dependencyBytesLeft == 0 || readDependency(bytes[at..<at + step])
                pass(step, &at)
                if !isSound { return .fault(.selfDependency) }
            } else if headCount == 0, bytes.count - at >= Self.headByteCount {
                let start = at
                at += Self.headByteCount
                let isSound = begin(UnsafeRawBufferPointer(rebasing: bytes[start..<at]))
                if !isSound { return .fault(.endedStream) }
                if isHeaderList {
                    pass(min(payloadLeft, bytes.count - at), &at)
                    return .headers(start..<at)
                }
            } else if let isSound = collectHead(bytes, &at) {
                if !isSound { return .fault(.endedStream) }
                if isHeaderList { return .headers(at..<at) }
            }
        }
        return nil
    }

    /// Whether the last frame that has begun is of a header list.
    private var isHeaderList: Bool { kind == .headers || kind == .continuation }

    private func pass(_ step: Int, _ at: inout Int) {
        payloadLeft -= step
        at += step
    }

    /// Takes what there is of a head that comes in pieces. Once it is whole, returns whether its stream may have one of its
    /// kind.
    private func collectHead(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) -> Bool? {
        let step = min(Self.headByteCount - headCount, bytes.count - at)
        UnsafeMutableRawBufferPointer(rebasing: head[headCount...]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes[at..<at + step]))
        headCount += step
        at += step
        guard headCount == Self.headByteCount else { return nil }
        headCount = 0
        return begin(UnsafeRawBufferPointer(head))
    }

    /// A frame begins. Returns whether its stream may have one of its kind.
    private func begin(_ head: UnsafeRawBufferPointer) -> Bool {
        payloadLeft = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
        kind = Kind(rawValue: head[3])
        let identifier = UInt32(bigEndian: head.loadUnaligned(fromByteOffset: 5, as: UInt32.self))
        stream = Int32(identifier & Self.identifierMask)
        awaitsContinuation = false
        switch kind {
        case .headers:
            awaitsContinuation = head[4] & Self.endsHeaders == 0
            return begin(endingStream: head[4] & Self.endsStream != 0)
        case .data:
            return begin(endingStream: head[4] & Self.endsStream != 0)
        case .continuation:
            awaitsContinuation = head[4] & Self.endsHeaders == 0
        case .priority:
            dependency = 0
            dependencyBytesLeft = payloadLeft < Self.dependencyByteCount ? 0 : Self.dependencyByteCount
        case .reset:
            ended.note(stream)
        case nil:
            break
        }
        return true
    }

    /// DATA or HEADERS begins, possibly the last of its stream.
    private func begin(endingStream ends: Bool) -> Bool {
        guard !ended.contains(stream) else { return false }
        if ends { ended.note(stream) }
        return true
    }

    /// Takes the next bytes of what a PRIORITY frame says. Returns false when they make its stream depend on itself.
    private func readDependency(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        for byte in bytes.prefix(dependencyBytesLeft) {
            dependency = dependency << 8 | UInt32(byte)
            dependencyBytesLeft -= 1
        }
        return dependencyBytesLeft > 0 || dependency & Self.identifierMask != UInt32(stream)
    }
}
