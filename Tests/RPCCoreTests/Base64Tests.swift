import Testing

@testable import RPCCore

@Suite("Base64")
struct Base64Tests {
    @Test(
        "Is written without padding and read with or without",
        arguments: [
            ("", "", ""), ("f", "Zg", "Zg=="), ("fo", "Zm8", "Zm8="), ("foo", "Zm9v", "Zm9v"),
            ("foobar", "Zm9vYmFy", "Zm9vYmFy"), ("\u{3FF}\u{3FF}", "z7/Pvw", "z7/Pvw=="),
        ])
    func vectors(text: String, unpadded: String, padded: String) {
        let bytes = Array(text.utf8)
        #expect(Base64.encode(bytes) == Array(unpadded.utf8))
        #expect(Base64.decode(unpadded.utf8) == bytes)
        #expect(Base64.decode(padded.utf8) == bytes)
    }

    @Test(
        "What is no Base64 is nothing",
        arguments: ["Z", "Zg=", "Zg===", "=", "Zm9v=", "Zm9vY", "Zm-v", "Zm_v", "Z g", "é"])
    func refused(text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test("The alphabet for URLs has - and _ where the standard one has + and /")
    func url() {
        let bytes: [UInt8] = [0xFB, 0xEF, 0xFF]
        #expect(Base64.encode(bytes) == Array("++//".utf8))
        #expect(Base64.encode(bytes, alphabet: .url) == Array("--__".utf8))
        #expect(Base64.decode("--__".utf8, alphabet: .url) == bytes)
        #expect(Base64.decode("++//".utf8, alphabet: .url) == nil)
    }
}
