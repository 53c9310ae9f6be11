import Testing

@testable import RPCTransport

@Suite("Stream numbers passed over")
struct SkippedStreamsTests {
    @Test("Numbers in their order, and those used before, are fine")
    func inOrder() {
        let skipped = SkippedStreams()
        let answers = [1, 3, 5, 3, 1, 7].map { skipped.use($0) }
        #expect(!answers.contains(false))
    }

    @Test("A number that was passed over is not")
    func passedOver() {
        let skipped = SkippedStreams()
        let answers = [3, 11, 1, 5, 9, 11, 13].map { skipped.use($0) }
        #expect(answers == [true, true, false, false, false, true, true])
    }

    @Test("The highest number there is leaves nothing to overflow")
    func highest() {
        let skipped = SkippedStreams()
        let answers = [Int32.max, 1, .max].map { skipped.use($0) }
        #expect(answers == [true, false, true])
    }

    @Test("A peer that skips endlessly is not remembered endlessly")
    func bounded() {
        let skipped = SkippedStreams()
        let answers = stride(from: Int32(3), to: 4_003, by: 4).map { skipped.use($0) }
        #expect(!answers.contains(false))
        let (early, late) = (skipped.use(1), skipped.use(3_997))
        #expect(!early && late, "of 1,000 gaps the first are remembered")
    }
}
