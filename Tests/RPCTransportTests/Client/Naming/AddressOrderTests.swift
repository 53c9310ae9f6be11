import Testing

@testable import RPCTransport

@Suite("The order of addresses")
struct AddressOrderTests {
    @Test(
        "Families take turns, the first address's first, and keep their order",
        arguments: [
            ("", ""), ("6a", "6a"), ("6a 6b 4a 4b", "6a 4a 6b 4b"), ("4a 6a 6b 6c", "4a 6a 6b 6c"),
            ("6a 6b 6c 4a", "6a 4a 6b 6c"), ("4a 4b 4c", "4a 4b 4c"),
        ])
    func interleaved(addresses: String, expected: String) {
        let list = addresses.split(separator: " ").map(String.init)
        #expect(AddressOrder.interleaved(list) { $0.first }.joined(separator: " ") == expected)
    }
}
