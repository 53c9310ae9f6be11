import RPCCore
import RPCServices
import Testing

@Suite("Status details")
struct StatusDetailsTests {
    @Test("They are the bytes that Google's own library writes")
    func referenceBytes() {
        let details = StatusDetails(
            reason: "UNKNOWN_CODE", metadata: ["system": "cpt"],
            attachment: .resource(.init(type: "medcodes.v1.Code", name: "cpt 99999")))
        #expect(hex(details.serialized(code: .notFound, message: "no such code")) == Self.reference)
    }

    @Test(
        "What was written is read again",
        arguments: [
            nil,
            .badRequest([]),
            .badRequest([
                .init(field: "keys[3].code", description: "the code is empty"), .init(field: "", description: "é"),
            ]),
            .resource(.init(type: "medcodes.v1.Code", name: "icd10cm E11.9", description: "gone")),
            .retry(after: .milliseconds(1_500)),
            .retry(after: .zero),
        ] as [StatusDetails.Attachment?])
    func roundTrip(attachment: StatusDetails.Attachment?) {
        let details = StatusDetails(
            reason: "SOME_REASON", metadata: ["b": "2", "a": "1", "empty": ""], attachment: attachment)
        let error = RPCError(.aborted, "a message — with more than ASCII", details: details)
        #expect(error.statusDetails == details)
    }

    @Test("Equal details are equal bytes, whatever the order of their metadata")
    func deterministic() {
        let keys = (0..<40).map { "key\($0)" }
        func bytes(_ keys: [String]) -> [UInt8] {
            StatusDetails(reason: "R", metadata: Dictionary(uniqueKeysWithValues: keys.map { ($0, $0) }))
                .serialized(code: .internal, message: "")
        }
        #expect(bytes(keys) == bytes(keys.reversed()))
    }

    @Test("Without details, with other details only, or with damaged ones there is nothing to read")
    func unreadable() {
        #expect(RPCError(.internal, "no details").statusDetails == nil)
        #expect(RPCError(.internal, "no ErrorInfo", details: [0x08, 0x05]).statusDetails == nil)
        #expect(RPCError(.internal, "damaged", details: [0xFF, 0xFF]).statusDetails == nil)
    }

    @Test("Details cut or changed anywhere never crash the reader")
    func damaged() {
        let whole = StatusDetails(reason: "R", metadata: ["a": "b"], attachment: .retry(after: .seconds(1)))
            .serialized(code: .unavailable, message: "later")
        for position in whole.indices {
            _ = RPCError(.unavailable, "", details: Array(whole[..<position])).statusDetails
            for bit in 0..<8 {
                var bytes = whole
                bytes[position] ^= 1 << bit
                _ = RPCError(.unavailable, "", details: bytes).statusDetails
            }
        }
        #expect(RPCError(.unavailable, "", details: whole).statusDetails?.reason == "R")
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Made with googleapis-common-protos in Python.
    private static let reference = """
        0805120c6e6f207375636820636f64651a530a28747970652e676f6f676c65617069732e636f6d2f676f6f676c652e727063\
        2e4572726f72496e666f12270a0c554e4b4e4f574e5f434f444512086d6564636f6465731a0d0a0673797374656d12036370\
        741a4c0a2b747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e5265736f75726365496e666f121d\
        0a106d6564636f6465732e76312e436f64651209637074203939393939
        """
}
