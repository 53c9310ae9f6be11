import CatalogMessages
import CatalogModel
import TestSupport

/// The messages of streams and of writes, as values: what is read is written and read again unchanged.
///
/// An input is: which message, the message.
enum StreamMessagesTarget: FuzzTarget {
    static let name = "stream-messages"

    static func seeds() throws -> [String: [UInt8]] {
        let key = Wire.field(1, 4) + Wire.field(2, "E11.9")
        let date = Wire.field(1, 2025) + Wire.field(2, 2) + Wire.field(3, 28)
        let code = Wire.field(1, key) + Wire.field(2, 1) + Wire.field(3, "Type 2 diabetes")
        let page = Wire.field(1, "pages") + Wire.field(3, "R1") + Wire.field(4, date) + Wire.field(5, 1)
        return [
            "lookup": [0] + Wire.field(1, 7) + Wire.field(2, key) + Wire.field(3, date) + Wire.field(4, 2),
            "answer": [1] + Wire.field(1, 7) + Wire.field(2, Wire.field(1, key) + Wire.field(2, code)),
            "export": [2] + Wire.field(1, [4]) + Wire.field(3, date) + Wire.field(5, [1, 2]) + Wire.field(6, "E11."),
            "exported": [3] + Wire.field(1, code) + Wire.field(2, "token"),
            "watch": [4] + Wire.field(1, 7) + Wire.field(2, [4]),
            "revision": [5] + Wire.field(1, 7) + Wire.field(2, 8),
            "import-settings": [6] + Wire.field(1, page),
            "import-file": [6] + Wire.field(2, Wire.field(1, "a.txt")),
            "import-chunk": [6] + Wire.field(3, "00001 001     0 short"),
            "imported": [7] + Wire.field(1, 7) + Wire.field(2, 8),
            "put": [8] + Wire.field(1, code),
            "deleted": [9] + Wire.field(1, key),
            "edited": [10] + Wire.field(1, 7),
        ]
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        switch input.byte() % 12 {
        case 0: try checkRoundTrip(LookupCodesRequest.self, input.remainder)
        case 1: try checkRoundTrip(LookupCodesResponse.self, input.remainder)
        case 2: try checkRoundTrip(StreamCodesRequest.self, input.remainder)
        case 3: try checkRoundTrip(StreamCodesResponse.self, input.remainder)
        case 4: try checkRoundTrip(WatchCatalogRequest.self, input.remainder)
        case 5: try checkRoundTrip(CatalogRevision.self, input.remainder)
        case 6: try checkRoundTrip(ImportCodesRequest.self, input.remainder)
        case 7: try checkRoundTrip(ImportCodesResponse.self, input.remainder)
        case 8: try checkRoundTrip(PutCodeRequest.self, input.remainder)
        case 9: try checkRoundTrip(DeleteCodeRequest.self, input.remainder)
        case 10: try checkRoundTrip(PutCodeResponse.self, input.remainder)
        default: try checkRoundTrip(DeleteCodeResponse.self, input.remainder)
        }
    }
}
