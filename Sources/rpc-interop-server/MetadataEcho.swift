internal import RPCCore

/// The metadata that a call brings only to see it come back ("Echo Metadata").
struct MetadataEcho {
    /// `x-grpc-test-echo-initial`, for the head of the answer.
    let initial: ReplyMetadata
    /// `x-grpc-test-echo-trailing-bin`, for the trailers.
    let trailing: ReplyMetadata

    private let initialMetadata: Metadata
    private let trailingMetadata: Metadata

    /// What of a request's metadata is to come back.
    init(of request: Metadata) throws(RPCError) {
        var (initial, trailing) = (Metadata(), Metadata())
        let (text, bytes) = ("x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin")
        if let value = request.text(for: text) { try initial.append(value, for: text) }
        if let value = request.bytes(for: bytes) { try trailing.append(value, for: bytes) }
        self.initial = ReplyMetadata(initial)
        self.trailing = ReplyMetadata(trailing)
        initialMetadata = initial
        trailingMetadata = trailing
    }

    /// The error with the metadata that the call would have had without it.
    func applied(to error: RPCError?) -> RPCError? {
        guard var error else { return nil }
        error.initialMetadata = initialMetadata
        error.metadata = trailingMetadata
        return error
    }
}
