import Testing

@testable import RPCTransport

@Suite("The size of a header list")
struct HeaderListMeterTests {
    /// Whether the list is within its limits after each of the fields.
    private func answers(_ fieldByteCounts: [Int], byteCountMax: Int, fieldCountMax: Int) -> [Bool] {
        var meter = HeaderListMeter()
        var answers: [Bool] = []
        for count in fieldByteCounts {
            answers.append(
                meter.add(fieldByteCount: count, byteCountMax: byteCountMax, fieldCountMax: fieldCountMax))
            #expect(meter.isOversized != answers.last)
        }
        return answers
    }

    @Test("Counts 32 bytes for each field, and is exact to the byte")
    func exact() {
        #expect(answers([18, 18, 0], byteCountMax: 100, fieldCountMax: 9) == [true, true, false])
        #expect(answers([68], byteCountMax: 100, fieldCountMax: 9) == [true])
        #expect(answers([69], byteCountMax: 100, fieldCountMax: 9) == [false])
    }

    @Test("Counts the fields, and stays over the limit once it is")
    func count() {
        #expect(answers([1, 1, 1, 1], byteCountMax: 10_000, fieldCountMax: 2) == [true, true, false, false])
    }
}
