import RPCCore
import Testing

@Suite("grpc-message")
struct StatusMessageTests {
    @Test(
        "Encoding escapes what is not printable ASCII",
        arguments: [
            ("not found", "not found"), ("100%", "100%25"), ("\t\r\n", "%09%0D%0A"), ("☺", "%E2%98%BA"),
            ("😈", "%F0%9F%98%88"),
            ("\u{7F}", "%7F"), ("", ""),
        ])
    func encode(message: String, field: String) {
        #expect(String(decoding: StatusMessage.encode(message), as: UTF8.self) == field)
        #expect(StatusMessage.decode(field.utf8) == message)
    }

    @Test(
        "Decoding never fails",
        arguments: [
            ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("a%c3%a9", "aé"), ("%FF", "\u{FFFD}"), ("%25%", "%%"),
        ])
    func decode(field: String, message: String) {
        #expect(StatusMessage.decode(field.utf8) == message)
    }
}
