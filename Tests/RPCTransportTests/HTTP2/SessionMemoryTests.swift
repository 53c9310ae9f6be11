import RPCCore
import Testing

@testable import RPCTransport

@Suite("Memory for nghttp2")
struct SessionMemoryTests {
    @Test("Gives a block out again for the next object of its size")
    func reuse() throws {
        let memory = SessionMemory()
        let block = try #require(memory.allocate(100))
        memory.giveBack(block)
        let other = try #require(memory.allocate(200))
        #expect(other != block)
        let same = try #require(memory.allocate(65))
        #expect(same == block)
        memory.giveBack(other)
        memory.giveBack(same)
    }

    @Test("Blocks lie apart, and on addresses that any object may have", arguments: [0, 1, 64, 65, 512, 513, 70_000])
    func separation(byteCount: Int) throws {
        let memory = SessionMemory()
        let blocks = try (0..<10).map { _ in try #require(memory.allocate(byteCount)) }
        for (number, block) in blocks.enumerated() {
            #expect(Int(bitPattern: block) % 16 == 0)
            block.initializeMemory(as: UInt8.self, repeating: UInt8(number), count: byteCount)
        }
        for (number, block) in blocks.enumerated() {
            let bytes = UnsafeRawBufferPointer(start: block, count: byteCount)
            #expect(bytes.allSatisfy { $0 == UInt8(number) })
            memory.giveBack(block)
        }
    }

    @Test("A block that grows keeps its bytes", arguments: [(10, 60), (10, 100), (500, 600), (600, 5000)])
    func growth(from: Int, to: Int) throws {
        let memory = SessionMemory()
        let small = try #require(memory.allocate(from))
        for place in 0..<from { small.storeBytes(of: UInt8(place % 251), toByteOffset: place, as: UInt8.self) }
        let large = try #require(memory.reallocate(small, to))
        let bytes = UnsafeRawBufferPointer(start: large, count: to)
        #expect(bytes.prefix(from).elementsEqual((0..<from).map { UInt8($0 % 251) }))
        memory.giveBack(large)
        let fresh = try #require(memory.reallocate(nil, to))
        memory.giveBack(fresh)
        memory.giveBack(nil)
    }

    @Test("Clears what is to be zero, used before or not")
    func zeroed() throws {
        let memory = SessionMemory()
        let used = try #require(memory.allocate(120))
        used.initializeMemory(as: UInt8.self, repeating: 0xFF, count: 120)
        memory.giveBack(used)
        let block = try #require(memory.allocateZeroed(count: 12, byteCount: 10))
        #expect(block == used)
        #expect(UnsafeRawBufferPointer(start: block, count: 120).allSatisfy { $0 == 0 })
        memory.giveBack(block)
    }

    @Test("Sizes that cannot be are refused")
    func impossibleSizes() {
        let memory = SessionMemory()
        #expect(memory.allocateZeroed(count: .max, byteCount: 2) == nil)
        #expect(memory.allocate(.max) == nil)
    }

    @Test("Serves the calls of several connections, and outlives none of their objects")
    func sessions() throws {
        let memory = SessionMemory()
        for _ in 0..<3 {
            let server = try HTTP2Peer(HTTP2Configuration(role: .server), memory: memory)
            let client = try HTTP2Peer(HTTP2Configuration(role: .client), memory: memory)
            server.onEnd = { [unowned server] stream in
                server.connection.respond(
                    on: stream, headers: .response, frame: MessageFrame(message: [7, 8]), trailers: .trailers)
            }
            let streams = try (0..<40).map { _ in
                let stream = HTTP2Stream()
                client.connection.send(MessageFrame(message: [1]), on: stream)
                client.connection.finish(stream)
                try client.connection.request(on: stream, headers: .request)
                return stream
            }
            try client.exchange(with: server)
            #expect(streams.allSatisfy { !$0.isOpen })
            #expect(client.events.filter { $0.hasSuffix("closed 0") }.count == 40)
        }
    }
}
