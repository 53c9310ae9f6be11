internal import RPCCore

/// A header list to be sent: the protocol's own fields, then the user's. Holds references only, and is held until the
/// fields have been sent.
final class HeaderBlock: Sendable {
    /// Fields such as `:status` and `grpc-status`.
    let own: ReplyMetadata
    /// Metadata of the user.
    let custom: ReplyMetadata
    /// The same fields encoded beforehand, sent instead of them where that is possible: as trailers.
    let encoded: EncodedHeaderList?

    init(_ own: ReplyMetadata, _ custom: ReplyMetadata = .empty, encoded: EncodedHeaderList? = nil) {
        self.own = own
        self.custom = custom
        self.encoded = encoded
    }
}
