import CatalogMessages
import CatalogModel
import Testing

@Suite("Batch reply writer")
struct BatchReplyWriterTests {
    @Test(
        "Results put together from encoded messages are the reply that encoding it whole gives",
        arguments: 0..<50 as Range<UInt64>)
    func sameAsWhole(seed: UInt64) {
        var random = RandomCatalog(seed: seed)
        let answers = (0..<20).map { _ in random.answer() }
        #expect(Self.assembled(answers) == BatchGetCodesResponse(answers: answers).bytes)
    }

    @Test(
        "Lengths around the edges of a varint are right", arguments: [100, 110, 120, 127, 128, 16_383, 16_384, 70_000])
    func lengths(byteCount: Int) {
        let key = CodeKey(system: .cpt, canonical: "22849")
        let answers = (0..<30).map { index in
            CodeAnswer.found(
                Code(key: key, longDescriptor: String(repeating: "x", count: max(0, byteCount - index * 3))))
        }
        #expect(Self.assembled(answers) == BatchGetCodesResponse(answers: answers).bytes)
    }

    private static func assembled(_ answers: [CodeAnswer]) -> [UInt8] {
        let parts = answers.map { answer in
            if case .found(let code) = answer {
                (isCode: true, bytes: code.bytes)
            } else {
                (isCode: false, bytes: answer.bytes)
            }
        }
        let byteCount = parts.reduce(0) { sum, part in
            sum
                + (part.isCode
                    ? part.bytes.withUnsafeBytes { BatchReplyWriter.byteCount(code: $0) }
                    : BatchReplyWriter.byteCount(resultByteCount: part.bytes.count))
        }
        var reply = [UInt8](repeating: 0xEE, count: byteCount)
        reply.withUnsafeMutableBytes { buffer in
            var writer = BatchReplyWriter(buffer)
            for part in parts {
                part.bytes.withUnsafeBytes { part.isCode ? writer.write(code: $0) : writer.write(result: $0) }
            }
        }
        return reply
    }
}
