import Testing

@testable import RPCTransport

@Suite("The list of open streams")
struct StreamListTests {
    @Test("Holds what was added and not taken out, whatever the order", arguments: [1, 8, 9, 100])
    func membership(count: Int) {
        let list = StreamList()
        let streams = (0..<count).map { _ in HTTP2Stream() }
        for stream in streams { list.append(stream) }
        #expect(list.count == count)
        #expect(Set(list.all.map(ObjectIdentifier.init)) == Set(streams.map(ObjectIdentifier.init)))
        for (number, stream) in streams.enumerated() where number % 3 != 0 {
            list.remove(stream)
            list.remove(stream)
            #expect(!stream.isOpen)
        }
        let left = streams.enumerated().filter { $0.offset % 3 == 0 }.map { ObjectIdentifier($0.element) }
        #expect(Set(list.all.map(ObjectIdentifier.init)) == Set(left))
        for stream in list.all { list.remove(stream) }
        #expect(list.isEmpty)
    }

    @Test("Lets go of its streams when they are taken out, and when it goes itself")
    func ownership() {
        weak var removed: HTTP2Stream?
        weak var kept: HTTP2Stream?
        do {
            let list = StreamList()
            do {
                let streams = (HTTP2Stream(), HTTP2Stream())
                (removed, kept) = streams
                list.append(streams.0)
                list.append(streams.1)
                list.remove(streams.0)
            }
            #expect(removed == nil)
            #expect(kept != nil)
        }
        #expect(kept == nil)
    }
}
