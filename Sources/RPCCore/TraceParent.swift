/// The trace a call belongs to, in the field `traceparent` (W3C Trace Context, section 3.2):
///
/// ```
/// version-trace-id                         -parent-id       -flags
/// 00     -0af7651916cd43dd8448eb211c80319c -b7ad6b7169203331-01
/// ```
package enum TraceParent {
    /// The field of the metadata.
    package static let field: StaticString = "traceparent"

    /// The trace's id, 32 lower-case hexadecimal digits, as part of the text; nil when the text is malformed.
    package static func traceID(in text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard text.count >= 55, text[2] == dash, text[35] == dash, text[52] == dash,
            isHexadecimal(text[0..<2]), isHexadecimal(text[3..<35]), isHexadecimal(text[36..<52]),
            isHexadecimal(text[53..<55])
        else { return nil }
        // Version 00 has no more than this; later ones may, behind a dash. ff is none, and ids of zeros only are none.
        let isVersion0 = text[0..<2].elementsEqual("00".utf8)
        guard isVersion0 ? text.count == 55 : text.count == 55 || text[55] == dash,
            !text[0..<2].elementsEqual("ff".utf8), !isZero(text[3..<35]), !isZero(text[36..<52])
        else { return nil }
        return UnsafeRawBufferPointer(rebasing: text[3..<35])
    }

    private static let dash = UInt8(ascii: "-")

    private static func isZero(_ digits: Slice<UnsafeRawBufferPointer>) -> Bool {
        digits.allSatisfy { $0 == UInt8(ascii: "0") }
    }

    private static func isHexadecimal(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        text.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
    }
}
