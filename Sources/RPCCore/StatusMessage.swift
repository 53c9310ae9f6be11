/// The value of `grpc-message`: UTF-8 text, percent-encoded outside printable ASCII (gRPC over HTTP/2, "Status-Message").
public enum StatusMessage {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The message as it stands in a header field: every byte outside 0x20...0x7E, and `%`, becomes `%XX`.
    public static func encode(_ message: String) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(message.utf8.count)
        for byte in message.utf8 {
            if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "%") {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "%"))
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 0xF)])
            }
        }
        return text
    }

    /// The message that a header field stands for. Never fails, as the protocol asks: a `%` that starts no escape is
    /// kept, and bytes that are no UTF-8 become U+FFFD.
    public static func decode(_ field: some Sequence<UInt8>) -> String {
        let text = Array(field)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "%"), index + 2 < text.count, let high = value(of: text[index + 1]),
                let low = value(of: text[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - 48
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - 55
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - 87
        default: nil
        }
    }
}
