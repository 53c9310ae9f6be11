import Compression

/// gzip streams: whole and in pieces, with a limit to what they may stand for.
///
/// An input is: the limit in units of 64 bytes, the sizes of input and output pieces, the stream.
enum GzipTarget: FuzzTarget {
    static let name = "gzip"

    static func seeds() throws -> [String: [UInt8]] {
        let text = try compressed(Array("hello, hello, hello".utf8))
        let bomb = try compressed([UInt8](repeating: 0, count: 100_000))
        return [
            "text": [1, 0, 10, 10] + text,
            "two-members": [1, 0, 1, 1] + text + text + [0, 0],
            "bomb": [1, 0, 200, 200] + bomb,
            "cut": [1, 0, 3, 7] + text.dropLast(3),
            "stored": [1, 0, 0, 0] + "never compressed".utf8,
        ]
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        let limit = input.short() * 64
        let (inputStep, outputStep) = (Int(input.byte()) + 1, Int(input.byte()) + 1)
        let stream = input.remainder
        let whole = Result { () throws(GzipError) in try Gzip.inflate(stream, byteCountMax: limit) }
        let pieces = Result { () throws(GzipError) in
            try inflate(stream, byteCountMax: limit, inputStep: inputStep, outputStep: outputStep)
        }
        switch (whole, pieces) {
        case (.success(let whole), .success(let pieces)):
            try demand(whole == pieces, "the pieces are not the whole")
            try demand(whole.count <= limit, "\(whole.count) bytes pass a limit of \(limit)")
        case (.failure, .failure): break  // Which fault is found first depends on the pieces.
        default: throw Violation("whole: \(whole), in pieces: \(pieces)")
        }
        try checkRoundTrip(stream)
    }

    private static func compressed(_ bytes: [UInt8]) throws(GzipError) -> [UInt8] {
        try bytes.withUnsafeBufferPointer { bytes throws(GzipError) in
            try Gzip.compress(UnsafeRawBufferPointer(bytes))
        }
    }

    private static func inflate(
        _ stream: UnsafeRawBufferPointer, byteCountMax: Int, inputStep: Int, outputStep: Int
    ) throws(GzipError) -> [UInt8] {
        let decoder = try GzipDecoder(outputByteCountMax: byteCountMax)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: outputStep, alignment: 1)
        defer { room.deallocate() }
        var output: [UInt8] = []
        var rest = stream[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(inputStep))
            let (read, written) = try decoder.decode(piece, into: room)
            output += room[..<written]
            rest = rest.dropFirst(read)
        }
        while case let written = try decoder.drain(into: room), written > 0 { output += room[..<written] }
        try decoder.finish()
        return output
    }

    private static func checkRoundTrip(_ bytes: UnsafeRawBufferPointer) throws {
        let stream = try compressed(Array(bytes))
        try stream.withUnsafeBytes { stream in
            let again = try Gzip.inflate(stream, byteCountMax: bytes.count)
            try demand(again.elementsEqual(bytes), "compressing changes the bytes")
            guard !bytes.isEmpty else { return }
            let less = Result { () throws(GzipError) in try Gzip.inflate(stream, byteCountMax: bytes.count - 1) }
            try demand(less == .failure(.tooLarge(byteCountMax: bytes.count - 1)), "one byte too many passes: \(less)")
        }
    }
}
