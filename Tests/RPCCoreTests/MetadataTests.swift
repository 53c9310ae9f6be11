import RPCCore
import Testing

@Suite("Metadata")
struct MetadataTests {
    @Test("Keys are lower-cased and repeat in order")
    func order() throws {
        var metadata = Metadata()
        try metadata.append("a", for: "X-Trace")
        try metadata.append([1, 2], for: "x-state-bin")
        try metadata.append("b", for: "x-trace")
        #expect(metadata.values(for: "x-trace") == [.text("a"), .text("b")])
        #expect(metadata.text(for: "x-trace") == "a")
        #expect(metadata.bytes(for: "x-state-bin") == [1, 2])
        #expect(metadata.text(for: "x-other") == nil)
    }

    @Test(
        "A key or text that may not be sent is refused",
        arguments: [
            ("grpc-status", "0"), (":path", "/"), ("", "a"), ("sp ace", "a"), ("x-bin", "text"), ("x", "Zoë"),
            ("x", "a\nb"),
        ])
    func refused(key: String, text: String) {
        var metadata = Metadata()
        let error = #expect(throws: RPCError.self) { try metadata.append(text, for: key) }
        #expect(error?.code == .invalidArgument)
        #expect(metadata.isEmpty)
    }

    @Test("Bytes under a key of text are refused")
    func refusedBytes() {
        var metadata = Metadata()
        #expect(throws: RPCError.self) { try metadata.append([1], for: "x-state") }
    }

    @Test(
        "Binary fields are read padded, unpadded and joined by commas",
        arguments: [
            ("q6ur", [[0xAB, 0xAB, 0xAB]]), ("qw==", [[0xAB]]), ("qw", [[0xAB]]), ("", [[]]),
            ("qw==,AAE", [[0xAB], [0, 1]]), ("qw, AAE=", [[0xAB], [0, 1]]),
        ] as [(String, [[UInt8]])])
    func binary(field: String, values: [[UInt8]]) {
        var metadata = Metadata()
        let isRead = metadata.receive("x-bin", field)
        #expect(isRead)
        #expect(metadata.values(for: "x-bin") == values.map { .binary($0) })
    }

    @Test(
        "Binary fields that are no Base64 are refused",
        arguments: ["q", "q=", "qw=", "q===", "q w=", "qw==x", "*"])
    func damagedBinary(field: String) {
        var metadata = Metadata()
        let isRead = metadata.receive("x-bin", field)
        #expect(!isRead)
    }

    @Test("Prepared metadata holds every field, binary ones as Base64", arguments: 0...20)
    func prepared(byteCount: Int) throws {
        let bytes = (0..<byteCount).map { UInt8($0 * 37 & 0xFF) }
        var metadata = Metadata()
        try metadata.append("42", for: "medcodes-revision")
        try metadata.append(bytes, for: "x-state-bin")
        let prepared = ReplyMetadata(metadata)
        var copy = Metadata()
        withExtendedLifetime(prepared) {
            for field in prepared.fields { _ = copy.append(fieldName: field.name, fieldValue: field.value) }
        }
        #expect(copy == metadata)
    }
}

extension Metadata {
    /// Adds a field as if it had come over the wire.
    fileprivate mutating func receive(_ name: String, _ value: String) -> Bool {
        Array(name.utf8).withUnsafeBytes { name in
            Array(value.utf8).withUnsafeBytes { append(fieldName: name, fieldValue: $0) }
        }
    }
}
