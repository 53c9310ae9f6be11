internal import FoundationEssentials
internal import GRDB

/// A 64-bit digest of a row's content, stored with it and compared when the row is loaded for an answer.
///
/// FNV-1a (isthe.com/chongo/tech/comp/fnv): every step is a bijection of the state, so damage to any single byte always
/// changes the digest, and other damage goes unseen once in 2^64. It guards against bad disks, not against forgers.
/// Every value is preceded by its type, and by its length where that varies, so values cannot run into each other.
struct RowDigest {
    private var state: UInt64

    /// The digest so far, as SQLite stores it.
    var value: Int64 { Int64(bitPattern: state) }

    /// The digest of these values in this order.
    static func of(_ values: [DatabaseValue]) -> Int64 {
        var digest = RowDigest()
        for value in values { digest.combine(value.storage) }
        return digest.value
    }

    /// For use in statements: `row_digest(value, …)`, and `row_digest_on(digest, value, …)`, which is the digest of the
    /// values of another one and these behind them.
    static let functions = [
        DatabaseFunction("row_digest", pure: true) { RowDigest.of($0) },
        DatabaseFunction("row_digest_on", pure: true) { values in
            guard let first = values.first, let digest = Int64.fromDatabaseValue(first) else { return nil }
            var row = RowDigest(state: UInt64(bitPattern: digest))
            for value in values.dropFirst() { row.combine(value.storage) }
            return row.value
        },
    ]

    private init(state: UInt64 = 0xCBF2_9CE4_8422_2325) { self.state = state }

    private mutating func combine(_ value: DatabaseValue.Storage) {
        switch value {
        case .null: combine(byte: 0)
        case .int64(let number):
            combine(byte: 1)
            combine(word: UInt64(bitPattern: number))
        case .double(let number):
            combine(byte: 2)
            combine(word: number.bitPattern)
        case .string(var text):
            combine(byte: 3)
            text.withUTF8 { combine(bytes: $0) }
        case .blob(let data):
            combine(byte: 4)
            data.withUnsafeBytes { combine(bytes: $0.bindMemory(to: UInt8.self)) }
        }
    }

    private mutating func combine(bytes: UnsafeBufferPointer<UInt8>) {
        combine(word: UInt64(bytes.count))
        for byte in bytes { combine(byte: byte) }
    }

    private mutating func combine(word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { combine(byte: UInt8(truncatingIfNeeded: word >> shift)) }
    }

    private mutating func combine(byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
