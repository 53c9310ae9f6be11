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

    @Test("Sets are joined member by member, also in a run of numbers")
    func unions() {
        let (threes, fives) = (stride(from: 0, to: 300, by: 3), stride(from: 0, to: 300, by: 5))
        var one = BitSet(capacity: 300)
        var other = one
        one.insert(threes.map { UInt32($0) })
        other.insert(fives.map { UInt32($0) })
        for range in [0..<0, 5..<6, 0..<64, 60..<70, 63..<257, 10..<300] {
            var set = one
            set.formUnion(other, in: range)
            let expected = Set(threes).union(fives.filter { range.contains($0) })
            #expect((0..<300).filter { set.contains($0) } == expected.sorted())
        }
        var both = BitSet(capacity: 300)
        both.formUnion(one, other)
        #expect((0..<300).filter { both.contains($0) } == Array(stride(from: 0, to: 300, by: 15)))
        both.formIntersection(one)
        #expect(both.remove(15) && !both.remove(15) && both.count == 19)
    }

    @Test("A member is new once")
    func insertion() {
        var set = BitSet(capacity: 65)
        let outcomes = [set.insert(64), set.insert(64)]
        #expect(outcomes == [true, false])
        #expect(set.count == 1)
    }
}
