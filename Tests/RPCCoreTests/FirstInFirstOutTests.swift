import Testing

@testable import RPCCore

@Suite("The queue")
struct FirstInFirstOutTests {
    @Test("Gives elements in the order they came, however adding and taking alternate", arguments: 1...5)
    func order(step: Int) {
        var queue = FirstInFirstOut<Int>()
        var expected = 0
        for number in 0..<500 {
            queue.append(number)
            if number % step == 0 {
                #expect(queue.popFirst() == expected)
                expected += 1
            }
        }
        #expect(queue.count == 500 - expected)
        while let next = queue.popFirst() {
            #expect(next == expected)
            expected += 1
        }
        #expect(expected == 500)
        #expect(queue.isEmpty)
    }
}
