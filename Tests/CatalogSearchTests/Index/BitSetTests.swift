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

    @Test("Sets are joined and counted as if member by member", arguments: [1, 300, 511, 512, 20_000])
    func unions(capacity: Int) {
        let (threes, fives) = (stride(from: 0, to: capacity, by: 3), stride(from: 0, to: capacity, by: 5))
        var one = BitSet(capacity: capacity)
        var other = one
        for member in threes { one.insert(member) }
        for member in fives { other.insert(member) }
        var either = one
        either.formUnion(other)
        #expect((0..<capacity).filter { either.contains($0) } == Set(threes).union(fives).sorted())
        #expect(either.count == Set(threes).union(fives).count)
        one.formIntersection(other)
        #expect((0..<capacity).filter { one.contains($0) } == Array(stride(from: 0, to: capacity, by: 15)))
        #expect(one.remove(0) && !one.remove(0) && one.count == (capacity - 1) / 15)
    }

    @Test("A member is new once")
    func insertion() {
        var set = BitSet(capacity: 65)
        let outcomes = [set.insert(64), set.insert(64)]
        #expect(outcomes == [true, false])
        #expect(set.count == 1)
    }
}
