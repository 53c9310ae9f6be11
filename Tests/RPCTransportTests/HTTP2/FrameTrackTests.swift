import Testing

@testable import RPCTransport

@Suite("A track of frames")
struct FrameTrackTests {
    private static let open = RawFrame(type: 1, flags: 0, stream: 1, payload: [1, 2, 3])
    private static let more = RawFrame(type: 9, flags: 0, stream: 1, payload: [4])
    private static let last = RawFrame(type: 9, flags: 4, stream: 1, payload: [5])
    private static let data = RawFrame(type: 0, flags: 0, stream: 1, payload: [UInt8](repeating: 7, count: 300))

    /// Follows the bytes in pieces. Returns the last fault in them.
    private func follow(_ bytes: [UInt8], by step: Int, with track: FrameTrack) -> FrameTrack.Fault? {
        var fault: FrameTrack.Fault?
        for start in stride(from: 0, to: bytes.count, by: step) {
            bytes[start..<min(start + step, bytes.count)].withUnsafeBytes { piece in
                var at = 0
                while let event = track.next(in: piece, at: &at) {
                    if case .fault(let found) = event { fault = found }
                }
            }
        }
        return fault
    }

    @Test("Knows when a header list is open, whatever pieces the bytes come in", arguments: [1, 2, 5, 9, 13, 10_000])
    func headerList(step: Int) {
        let track = FrameTrack()
        let steps: [(RawFrame, Bool)] = [
            (Self.data, false), (Self.open, true), (Self.more, true), (Self.last, false), (Self.data, false),
            (RawFrame.request(stream: 3), false), (RawFrame(type: 9, flags: 4, stream: 3), false),
        ]
        #expect(follow(RawFrame.preface, by: step, with: track) == nil)
        for (frame, isInside) in steps {
            #expect(follow(frame.bytes, by: step, with: track) == nil)
            #expect(track.isInsideHeaderList == isInside)
        }
    }

    @Test("Knows that a header list is open in the middle of its frame")
    func insideFrame() {
        let track = FrameTrack()
        let bytes = RawFrame.preface + RawFrame.request(stream: 1).bytes
        #expect(follow(bytes.dropLast(), by: 100, with: track) == nil)
        #expect(track.isInsideHeaderList)
        #expect(follow(bytes.suffix(1), by: 1, with: track) == nil)
        #expect(!track.isInsideHeaderList)
    }

    @Test("Finds a stream that depends on itself", arguments: [1, 3, 9, 12, 10_000], [UInt8(0), 0x80])
    func selfDependency(step: Int, exclusive: UInt8) {
        let sound = RawFrame(type: 2, stream: 7, payload: [exclusive, 0, 0, 5, 1]).bytes
        let unsound = RawFrame(type: 2, stream: 7, payload: [exclusive, 0, 0, 7, 1]).bytes
        let track = FrameTrack()
        #expect(follow(RawFrame.preface + sound + Self.data.bytes + sound, by: step, with: track) == nil)
        #expect(follow(unsound + Self.data.bytes, by: step, with: track) == .selfDependency)
        #expect(follow(Self.data.bytes + sound, by: step, with: track) == nil)
    }

    /// Frames that end stream 1.
    private static let ends = [
        RawFrame(type: 0, flags: 1, stream: 1, payload: [1]), RawFrame(type: 1, flags: 5, stream: 1, payload: [1]),
        RawFrame(type: 3, stream: 1, payload: [0, 0, 0, 8]),
    ]

    @Test("Finds what comes on a stream that was ended", arguments: [1, 9, 10_000], ends)
    func endedStream(step: Int, end: RawFrame) {
        for frame in [Self.data, Self.open] {
            let track = FrameTrack()
            let allowed = [
                RawFrame(type: 8, stream: 1, payload: [0, 0, 0, 1]),
                RawFrame(type: 2, stream: 1, payload: [0, 0, 0, 0, 1]),
                RawFrame(type: 3, stream: 1, payload: [0, 0, 0, 8]), RawFrame.request(stream: 3),
                RawFrame(type: 0, flags: 1, stream: 3, payload: [1]),
            ]
            let bytes = ([Self.data, end] + allowed).flatMap(\.bytes)
            #expect(follow(RawFrame.preface + bytes, by: step, with: track) == nil)
            #expect(follow(frame.bytes, by: step, with: track) == .endedStream)
        }
    }

    @Test("Takes nothing of a frame for another's, be it empty or too short")
    func shortFrames() {
        let track = FrameTrack()
        let short = RawFrame(type: 2, stream: 0, payload: [0, 0]).bytes + RawFrame(type: 2, stream: 0).bytes
        let zeros = RawFrame(type: 0, stream: 0, payload: [0, 0, 0, 0]).bytes
        #expect(follow(RawFrame.preface + short + zeros, by: 4, with: track) == nil)
    }
}
