import Testing

@testable import RPCCore

struct RequestIDTests {
    @Test(
        "Texts that programs make to be unique are taken",
        arguments: [
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
            "f81d4fae7dec11d0a76500a0c91e6bf6", "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        ])
    func wellFormed(text: String) {
        #expect(Array(text.utf8).withUnsafeBytes(RequestID.isWellFormed))
    }

    @Test(
        "What could say something about a patient is not",
        arguments: [
            "", "Smith", "MRN-0012345", "1980-02-29", "john.smith@example.org", "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
            "f81d4fae 7dec-11d0-a765-00a0c91e6bf6", "g81d4fae7dec11d0a76500a0c91e6bf6", "81ARZ3NDEKTSV4RRFFQ69G5FAV",
            "ABCDEFGHJKMNPQRSTVWXYZABCD", "01ARZ3NDEKTSV4RRFFQ69G5FA\"",
        ])
    func malformed(text: String) {
        #expect(!Array(text.utf8).withUnsafeBytes(RequestID.isWellFormed))
    }

    @Test(
        "The trace's id is read where the field is well-formed",
        arguments: [
            ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true),
            ("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", true),
            ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", false),
            ("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false),
            ("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false),
            ("00-00000000000000000000000000000000-b7ad6b7169203331-01", false),
            ("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false),
            ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", false), ("", false),
        ])
    func trace(text: String, isWellFormed: Bool) {
        let id = Array(text.utf8).withUnsafeBytes {
            TraceParent.traceID(in: $0).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(id == (isWellFormed ? "0af7651916cd43dd8448eb211c80319c" : nil))
    }
}
