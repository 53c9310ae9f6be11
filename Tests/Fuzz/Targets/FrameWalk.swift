/// Walks over frames that we send, which must be whole and no longer than every peer takes (RFC 9113 section 4).
struct FrameWalk {
    private var preface: Int

    /// - Parameter preface: How many bytes come before the first frame.
    init(skipping preface: Int) { self.preface = preface }

    /// Takes the next bytes, which end with a frame.
    mutating func take(_ bytes: UnsafeRawBufferPointer) throws {
        let skipped = min(preface, bytes.count)
        preface -= skipped
        var rest = bytes.dropFirst(skipped)
        while !rest.isEmpty {
            let header = Array(rest.prefix(9))
            try demand(header.count == 9, "output ends inside the header of a frame")
            let length = header[..<3].reduce(0) { $0 << 8 | Int($1) }
            try demand(length <= 16_384, "a frame of \(length) bytes is sent")
            try demand(rest.count >= 9 + length, "output ends inside a frame")
            rest = rest.dropFirst(9 + length)
        }
    }
}
