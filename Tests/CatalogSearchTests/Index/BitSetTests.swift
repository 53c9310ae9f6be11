import Testing

@testable import CatalogSearch

struct BitSetTests {
    @Test("Runs are counted and searched as if member by member")
    func runs() {
        var set = BitSet(capacity: 300)
        for member in stride(from: 3, to: 300, by: 7) { set.insert(member) }
        set.insert(120..<133)
        let members = (0..<300).filter { set.contains($0) }
        for start in [0, 1, 63, 64, 65, 127, 128, 250, 299] {
            for end in [start, start + 1, 64, 128, 129, 192, 300] where end >= start {
                let expected = members.filter { (start..<end).contains($0) }
                #expect(set.count(in: start..<end) == expected.count)
                #expect(set.first(in: start..<end) == expected.first)
                #expect(set.last(in: start..<end) == expected.last)
                var visited: [Int] = []
                set.forEach(in: start..<end) { visited.append($0) }
                #expect(visited == expected)
            }
        }
    }

    @Test("A member is new once")
    func insertion() {
        var set = BitSet(capacity: 65)
        let outcomes = [set.insert(64), set.insert(64)]
        #expect(outcomes == [true, false])
        #expect(set.count == 1)
    }
}
