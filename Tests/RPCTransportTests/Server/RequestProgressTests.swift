import Testing

@testable import RPCTransport

@Suite("The progress of a request")
struct RequestProgressTests {
    /// `#expect` takes no mutating call.
    private func isStalled(_ progress: inout RequestProgress, at byteCount: Int) -> Bool {
        progress.isStalled(byteCount: byteCount)
    }

    @Test("Is missed when nothing has come for a whole round of questions", arguments: [0, 7])
    func stalled(byteCount: Int) {
        var progress = RequestProgress()
        if byteCount > 0 { #expect(isStalled(&progress, at: byteCount) == false) }
        for _ in 0..<RequestProgress.checksMax {
            #expect(isStalled(&progress, at: byteCount) == false)
        }
        #expect(isStalled(&progress, at: byteCount) == true)
    }

    @Test("Is seen as long as something comes now and then")
    func slow() {
        var progress = RequestProgress()
        for question in 0..<100 {
            #expect(isStalled(&progress, at: question / RequestProgress.checksMax) == false)
        }
    }
}
