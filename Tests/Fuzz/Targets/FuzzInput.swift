/// Reads the choices at the front of an input; the rest is what the code under test gets.
struct FuzzInput {
    /// What was not read yet.
    private(set) var rest: Slice<UnsafeRawBufferPointer>

    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes[...] }

    /// The next byte; 0 after the end, so that every input is a valid one.
    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// The next two bytes as a number.
    mutating func short() -> Int { Int(byte()) << 8 | Int(byte()) }

    /// The next bytes, at most so many.
    mutating func bytes(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// A size to cut what follows into: all of it in most cases, or small pieces.
    mutating func chunkByteCount() -> Int {
        let choice = byte()
        return choice < 128 ? .max : Int(choice - 127)
    }

    /// What was not read yet, as one buffer.
    var remainder: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: rest) }

    /// Gives what was not read yet to `body` in pieces.
    func forEachChunk(of byteCount: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        var rest = rest
        while !rest.isEmpty {
            let chunk = rest.prefix(byteCount)
            rest = rest.dropFirst(chunk.count)
            try body(UnsafeRawBufferPointer(rebasing: chunk))
        }
    }
}
