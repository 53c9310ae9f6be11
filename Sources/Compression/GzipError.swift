/// Why bytes are not a whole, sound gzip stream (RFC 1952).
public enum GzipError: Error, Hashable, Sendable {
    /// The first bytes are not those of a gzip member.
    case notGzip
    /// The stream ends before its last member does.
    case truncated
    /// The data contradicts itself: a bad block, a wrong check value or a wrong length.
    case corrupt
    /// After the last member comes something that is neither another member nor padding with zeros.
    case trailingGarbage
    /// The inflated data is longer than the limit.
    case tooLarge(byteCountMax: Int)
    /// There was no memory to set up the decoder.
    case outOfMemory
}

extension GzipError: CustomStringConvertible {
    /// The fault as a clause for people.
    public var description: String {
        switch self {
        case .notGzip: "the data is not gzip"
        case .truncated: "the gzip data ends too early"
        case .corrupt: "the gzip data is damaged"
        case .trailingGarbage: "other data follows the gzip data"
        case .tooLarge(let byteCountMax): "the data inflates to more than \(byteCountMax) bytes"
        case .outOfMemory: "there is no memory to inflate the gzip data"
        }
    }
}
