internal import CatalogModel

extension FactScope {
    /// What stands for the scope in rows: a digest of its names, so that it does not depend on what was loaded before.
    package var number: Int64 { ShortDigest.of(format + "\n" + part) }
}

/// A 47-bit digest of a text, positive and stored in six bytes: the low bits of its FNV-1a digest.
///
/// Two of a thousand texts share one with a probability of 1 in 10^8; who relies on it checks.
package enum ShortDigest {
    package static let mask: Int64 = (1 << 47) - 1

    package static func of(_ text: String) -> Int64 {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int64(bitPattern: state) & mask
    }
}

/// The day numbers that stand for open ends in rows and cursors.
package enum StoredDay {
    /// The day before 0001-01-01: since ever.
    package static let openStart: Int32 = -719_163
    /// The day after 9999-12-31: no end known.
    package static let openEnd: Int32 = 2_932_897
}
