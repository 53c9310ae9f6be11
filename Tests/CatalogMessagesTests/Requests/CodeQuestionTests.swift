import CAllocationCounter
import CatalogMessages
import CatalogModel
import TestSupport
import Testing

@Suite("Code question")
struct CodeQuestionTests {
    private static let today = CalendarDate(year: 2025, month: 11, day: 21)!

    @Test(
        "Requests that mean the same are the same question",
        arguments: [
            Wire.field(1, Wire.field(1, 4) + Wire.field(2, "E11.9")),
            Wire.field(1, Wire.field(1, 4) + Wire.field(2, "e119")),
            Wire.field(1, Wire.field(1, 4) + Wire.field(2, ".E.1.1.9.")),
            Wire.field(1, Wire.field(2, "e11.9") + Wire.field(3, "http://hl7.org/fhir/sid/icd-10-cm")),
            Wire.field(
                1, Wire.field(3, "http://hl7.org/fhir/sid/icd-10-cm") + Wire.field(1, 4) + Wire.field(2, "E119")),
            Wire.field(1, Wire.field(1, 4) + Wire.field(2, "E11.9")) + Wire.field(3, 2),
            Wire.field(3, 2) + Wire.field(1, Wire.field(1, 4) + Wire.field(2, "E11.9")) + Wire.field(77, "unknown"),
            Wire.field(2, Wire.field(1, 2025) + Wire.field(2, 11) + Wire.field(3, 21))
                + Wire.field(1, Wire.field(1, 1) + Wire.field(1, 4) + Wire.field(2, "wrong") + Wire.field(2, "E11.9")),
        ])
    func canonical(bytes: [UInt8]) throws {
        let question = try #require(Self.question(bytes))
        #expect(question.key == CodeKey(system: .icd10CM, canonical: "E119"))
        #expect(question.day == Self.today)
        #expect(question.view == .full)
        #expect(question == CodeQuestion(key: question.key, asOf: Self.today, view: .full))
        #expect(question.hashValue == CodeQuestion(key: question.key, asOf: Self.today, view: .full)?.hashValue)
    }

    @Test("Code, system, day and view each make another question")
    func distinct() {
        let day = Wire.field(2, Wire.field(1, 2024) + Wire.field(2, 2) + Wire.field(3, 29))
        let requests = [
            Wire.field(1, Wire.field(1, 3) + Wire.field(2, "0SG0070")),
            Wire.field(1, Wire.field(1, 3) + Wire.field(2, "0SG0071")),
            Wire.field(1, Wire.field(1, 3) + Wire.field(2, "0SG007")),
            Wire.field(1, Wire.field(1, 3) + Wire.field(2, "0SG00700000000A")),
            Wire.field(1, Wire.field(1, 3) + Wire.field(2, "0SG00700000000B")),
            Wire.field(1, Wire.field(1, 4) + Wire.field(2, "0SG0070")),
            Wire.field(1, Wire.field(1, 3) + Wire.field(2, "0SG0070")) + day,
            Wire.field(1, Wire.field(1, 3) + Wire.field(2, "0SG0070")) + Wire.field(3, 1),
        ]
        #expect(Set(requests.map(Self.question)).count == requests.count)
        #expect(!requests.map(Self.question).contains(nil))
    }

    @Test(
        "Whatever is odd, wrong or too long takes the slow way",
        arguments: [
            [], [0x0A], [0x0A, 0x05, 0x08], Wire.field(1, 1), Wire.field(1, []),
            Wire.field(1, Wire.field(1, 1)), Wire.field(1, Wire.field(2, "22849")),
            Wire.field(1, Wire.field(1, 1) + Wire.field(2, "...")),
            Wire.field(1, Wire.field(1, 1) + Wire.field(2, " 22849")),
            Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849\0")),
            Wire.field(1, Wire.field(1, 1) + Wire.field(2, "é")),
            Wire.field(1, Wire.field(1, 1) + Wire.field(2, "0123456789ABCDEF")),
            Wire.field(1, Wire.field(1, 6) + Wire.field(2, "22849")),
            Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849") + Wire.field(3, "http://loinc.org")),
            Wire.field(1, Wire.field(2, "22849") + Wire.field(3, "http://loinc.org")),
            Wire.field(
                1, Wire.field(1, 1) + Wire.field(2, "22849") + Wire.field(3, "http://hl7.org/fhir/sid/icd-10-cm")),
            Wire.field(1, Wire.field(1, 1)) + Wire.field(1, Wire.field(2, "22849")),
            Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849")) + Wire.field(2, []),
            Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849")) + Wire.field(3, 3),
            Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849")) + [0x1B],
        ] as [[UInt8]])
    func slowWay(bytes: [UInt8]) {
        #expect(Self.question(bytes) == nil)
    }

    @Test("It never disagrees with the slow way, on 400,000 damaged requests", arguments: 1...4 as ClosedRange<UInt64>)
    func agreesWithSlowWay(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let sample =
            Wire.field(
                1, Wire.field(1, 4) + Wire.field(2, "E11.9") + Wire.field(3, "http://hl7.org/fhir/sid/icd-10-cm"))
            + Wire.field(2, Wire.field(1, 2025) + Wire.field(2, 2) + Wire.field(3, 28)) + Wire.field(3, 1)
        var questionCount = 0
        for _ in 0..<100_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
            guard let question = Self.question(bytes) else { continue }
            questionCount += 1
            let request = try GetCodeRequest(bytes)
            #expect(
                question == CodeQuestion(key: request.key, asOf: request.asOf ?? Self.today, view: request.view),
                "\(bytes)")
        }
        #expect(questionCount > 100)
    }

    @Test(
        "Reading, comparing and hashing a question allocates nothing",
        .enabled(if: allocation_counter_works() != 0, "a sanitizer has an allocator of its own, which is not counted"))
    func allocatesNothing() throws {
        let requests = [
            GetCodeRequest(key: CodeKey(system: .icd10PCS, canonical: "0SG0070"), asOf: Self.today, view: .basic).bytes,
            Wire.field(1, Wire.field(2, "e11.9") + Wire.field(3, "http://hl7.org/fhir/sid/icd-10-cm")),
        ]
        for request in requests {
            let expected = try #require(Self.question(request))
            let (count, agreed) = request.withUnsafeBytes { bytes in
                var agreed = true
                let before = allocation_counter_value()
                for _ in 0..<1_000 {
                    let question = CodeQuestion(getCodeRequest: bytes, today: Self.today)
                    agreed =
                        agreed && question == expected && question?.hashValue == expected.hashValue
                        && question?.key == expected.key
                }
                return (allocation_counter_value() - before, agreed)
            }
            #expect(agreed)
            #expect(count == 0)
        }
    }

    private static func question(_ bytes: [UInt8]) -> CodeQuestion? {
        bytes.withUnsafeBytes { CodeQuestion(getCodeRequest: $0, today: today) }
    }
}
