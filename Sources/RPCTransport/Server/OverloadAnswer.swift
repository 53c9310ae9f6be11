internal import RPCCore

/// What a call is told that the server has no room for, and the header list that says so: made once, since a server that
/// has too much to do is to spend little on it.
struct OverloadAnswer {
    let error: RPCError
    let headers: ReplyMetadata

    init(_ error: RPCError) {
        self.error = error
        headers = ReplyMetadata(failure: error)
    }
}
