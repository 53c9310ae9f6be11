import Compression
import Testing

@Suite("CRC-32")
struct CRC32Tests {
    @Test(
        "Known check values come out",
        arguments: [("", 0), ("a", 0xE8B7_BE43), ("123456789", 0xCBF4_3926)] as [(String, UInt32)])
    func knownValues(text: String, value: UInt32) {
        #expect(CRC32.checksum(of: text.utf8) == value)
    }

    @Test("Pieces give the same value as the whole, empty ones included")
    func pieces() {
        var check = CRC32()
        for piece in ["1234", "", "56789"] { check.update(piece.utf8) }
        #expect(check.value == 0xCBF4_3926)
    }
}
