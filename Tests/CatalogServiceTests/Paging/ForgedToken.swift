import Foundation

/// A page token made as the documentation of `PageToken` says, with whatever in it.
enum ForgedToken {
    static func text(dayNumber: Int32, place: [UInt8], of list: [UInt8]) -> String {
        let body = bytes(UInt64(UInt32(bitPattern: dayNumber)), 4) + place
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes(UInt64(list.count), 8) + list + body { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Data(bytes(digest, 8) + body).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    private static func bytes(_ word: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
    }
}
