import CatalogMessages
import WireMessages

/// Demands of bytes that read as a message that what was read is written and read again unchanged, and has a JSON form.
func checkRoundTrip<Message: CatalogMessage & Equatable>(
    _ type: Message.Type, _ bytes: UnsafeRawBufferPointer
) throws {
    guard let message = try? Message(message: bytes) else { return }
    let written = message.withMessage { $0.bytes() }
    let again = try written.withUnsafeBytes { try Message(message: $0) }
    try demand(again == message, "\(message) becomes \(again)")
    try demand(again.withMessage { $0.bytes() } == written, "\(message) is written in two ways")
    _ = message.json(pretty: false)
}
