import Testing

@testable import CatalogSearch

struct ScoreMemoryTests {
    private static func pattern(system: Int = 0, _ marks: [(UInt16, Int)]) -> WordPattern {
        var pattern = WordPattern(system: system)
        for (mark, field) in marks { pattern.append(mark, field: field) }
        return pattern
    }

    @Test("Systems, words, their fields and their order are told apart")
    func patterns() {
        let patterns = [
            Self.pattern([]), Self.pattern(system: 31, []), Self.pattern([(1, 0)]), Self.pattern([(1, 1)]),
            Self.pattern([(2, 0)]), Self.pattern([(1, 0), (2, 0)]), Self.pattern([(2, 0), (1, 0)]),
            Self.pattern([(4095, 8), (1, 0)]), Self.pattern((1...7).map { ($0, 0) }),
            Self.pattern(system: 1, (1...7).map { ($0, 0) }),
        ]
        var memory = ScoreMemory()
        memory.forget()
        for (number, pattern) in patterns.enumerated() {
            #expect(patterns[..<number].allSatisfy { $0 != pattern })
            #expect(memory[pattern] == nil)
            memory[pattern] = Float(number)
            #expect(memory[pattern] == Float(number))
        }
        memory.forget()
        #expect(patterns.allSatisfy { memory[$0] == nil })
    }

    @Test(
        "What does not fit is not remembered",
        arguments: [[(4096, 0)], (1...8).map { ($0, 0) }] as [[(UInt16, Int)]])
    func tooLong(marks: [(UInt16, Int)]) {
        var memory = ScoreMemory()
        memory.forget()
        memory[Self.pattern(marks)] = 1
        #expect(memory[Self.pattern(marks)] == nil)
    }
}
