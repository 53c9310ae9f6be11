/// Whether a request that is not complete comes on, asked a few times within the longest time that it may stand still.
///
/// It costs nothing while the request comes: what has come is compared when it is asked.
struct RequestProgress {
    /// Questions within the longest time: the more there are, the closer to it a request is ended.
    static let checksMax = 4

    private var byteCount = 0
    private var checksWithoutProgress = 0

    /// Asks.
    ///
    /// - Parameter byteCount: What has come of the request.
    /// - Returns: Whether so little as nothing has come for as many questions as there are in the longest time.
    mutating func isStalled(byteCount: Int) -> Bool {
        if byteCount != self.byteCount {
            self.byteCount = byteCount
            checksWithoutProgress = 0
        } else {
            checksWithoutProgress += 1
        }
        return checksWithoutProgress > Self.checksMax
    }
}
