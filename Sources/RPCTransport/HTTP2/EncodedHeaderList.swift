internal import RPCCore

/// A header list encoded once and for all: every field is a literal that enters no table (RFC 7541 section 6.2.2), so
/// the block means the same on every connection at any time.
///
/// For short lists that end very many streams: encoding one anew each time costs more than the bytes that the table
/// would save.
final class EncodedHeaderList: Sendable {
    /// The block, as HEADERS carries it.
    let bytes: [UInt8]

    /// Encodes fields whose names and values are shorter than 127 bytes each; nil when one is not.
    init?(_ fields: some Sequence<ReplyMetadata.Field>) {
        var bytes: [UInt8] = []
        for field in fields {
            bytes.append(Self.literalWithNewName)
            for text in [field.name, field.value] {
                guard text.count < Self.lengthMax else { return nil }
                bytes.append(UInt8(text.count))
                bytes.append(contentsOf: text)
            }
        }
        self.bytes = bytes
    }

    /// Encodes the fields of metadata, with the same bounds.
    convenience init?(_ metadata: ReplyMetadata) { self.init(metadata.fields) }

    private static let literalWithNewName: UInt8 = 0
    /// Longer ones have lengths of several bytes (RFC 7541 section 5.1).
    private static let lengthMax = 127
}
