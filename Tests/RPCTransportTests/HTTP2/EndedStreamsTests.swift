import Testing

@testable import RPCTransport

@Suite("The streams that a peer has ended")
struct EndedStreamsTests {
    @Test("Are remembered while they are among the last sixteen")
    func lastOnes() {
        let ended = EndedStreams()
        #expect(!ended.contains(0) && !ended.contains(1))
        for id in Int32(1)...100 {
            ended.note(id)
            for other in Int32(1)...100 {
                #expect(ended.contains(other) == (other <= id && other > id - 16))
            }
        }
    }
}
