import CMedCodesProtos
import Testing

@testable import WireMessages

@Suite("Message arena")
struct MessageArenaTests {
    @Test("Memory is aligned to 16 bytes and does not overlap")
    func aligned() {
        let arena = MessageArena()
        let places = [1, 15, 16, 17, 0, 40_000, 3].map { (Int(bitPattern: arena.allocate(byteCount: $0)), $0) }
        #expect(places.allSatisfy { $0.0 % 16 == 0 })
        for (a, b) in zip(places.sorted { $0.0 < $1.0 }, places.sorted { $0.0 < $1.0 }.dropFirst()) {
            #expect(a.0 + max(a.1, 1) <= b.0)
        }
    }

    @Test("The first block is kept from scope to scope, larger ones are given back")
    func reuse() {
        let arena = MessageArena()
        let first = arena.scope { arena.allocate(byteCount: 100) }
        #expect(arena.heldByteCount == MessageArena.firstBlockByteCount)
        arena.scope {
            #expect(arena.allocate(byteCount: 100) == first)
            _ = arena.allocate(byteCount: 1_000_000)
            #expect(arena.heldByteCount > 1_000_000)
        }
        #expect(arena.heldByteCount == MessageArena.firstBlockByteCount)
    }

    @Test("A large first allocation is given back too")
    func largeFirst() {
        let arena = MessageArena()
        arena.scope { _ = arena.allocate(byteCount: 1 << 20) }
        #expect(arena.heldByteCount == 0)
    }

    @Test("Scopes nest: the inner one leaves what the outer one has")
    func nesting() {
        let arena = MessageArena()
        arena.scope {
            let outer = arena.copy("outer")
            arena.scope { _ = (0..<1_000).map { _ in arena.copy("inner inner inner inner") } }
            _ = arena.copy("after")
            #expect(String(cString: outer) == "outer")
        }
    }

    @Test("With too small a budget unpacking fails cleanly, whatever the budget")
    func everyBudget() throws {
        let needed = try Medcodes__V1__Code.scan(Samples.code).unpackedByteCount
        let descriptor = Medcodes__V1__Code.descriptor
        for budget in 0...needed {
            let arena = MessageArena()
            let succeeded = Samples.code.withUnsafeBytes { bytes in
                arena.unpacks(bytes, as: descriptor, byteCountMax: budget)
            }
            #expect(succeeded || budget < needed, "budget \(budget)")
            #expect(!succeeded || budget > Samples.code.count, "budget \(budget)")
        }
    }

    @Test("U+0000 in a text to be packed does not swallow what follows")
    func textWithNUL() {
        let arena = MessageArena()
        #expect(String(cString: arena.copy("a\0b")) == "a\u{FFFD}b")
        #expect(String(cString: arena.copy("")) == "")
        #expect(String(cString: arena.copy("“é🩺”")) == "“é🩺”")
    }
}
