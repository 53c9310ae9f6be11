internal import RPCCore

/// A header list to be sent: the protocol's own fields, then the user's. Holds references only, and is held until the
/// fields have been sent.
struct HeaderBlock {
    /// Fields such as `:status` and `grpc-status`.
    var own: ReplyMetadata
    /// Metadata of the user.
    var custom: ReplyMetadata

    init(_ own: ReplyMetadata, _ custom: ReplyMetadata = .empty) {
        self.own = own
        self.custom = custom
    }
}
