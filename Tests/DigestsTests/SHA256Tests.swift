import Digests
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "Agrees with the examples of FIPS 180",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func examples(text: String, digits: String) throws {
        let digest = SHA256Digest(of: text.utf8)
        #expect(digest.hexadecimal == digits)
        #expect(SHA256Digest(hexadecimal: digits.uppercased()) == digest)
    }

    @Test("A hasher takes pieces, and is as new after each digest")
    func pieces() {
        let hasher = SHA256Hasher()
        for _ in 0..<2 {
            for piece in ["a", "", "bc"] { Array(piece.utf8).withUnsafeBytes { hasher.update($0) } }
            #expect(hasher.finish() == SHA256Digest(of: "abc".utf8))
        }
    }

    @Test("Every bit counts when digests are compared")
    func comparison() throws {
        let digest = SHA256Digest(of: "abc".utf8)
        let bytes = digest.withBytes { Array($0) }
        for bit in 0..<256 {
            var other = bytes
            other[bit / 8] ^= 1 << (bit % 8)
            let digits = other.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(try #require(SHA256Digest(hexadecimal: digits)) != digest)
        }
    }

    @Test(
        "Reads 64 hexadecimal digits and nothing else", arguments: ["", "ab", "g" + String(repeating: "0", count: 63)])
    func malformed(text: String) { #expect(SHA256Digest(hexadecimal: text) == nil) }
}
