internal import CommandLineSupport
internal import RPCCore

/// The requests of one method with the replies they must get.
struct PreparedRequests: Sendable {
    /// The method.
    let method: BenchMethod
    /// The requests, the most popular first.
    let frames: [MessageFrame]
    /// What each must be answered with, byte for byte.
    let replies: [[UInt8]]
}

/// Makes every request of a load test once before any is timed, and keeps the answers, which the timed ones must equal.
struct Rehearsal {
    /// The most bytes of replies that are kept.
    static let replyByteCountMax = 512 << 20
    /// How many answers of each method are compared with what a plain call says.
    static let comparisonCountMax = 20
    /// Requests that are under way at once.
    private static let windowMax = 64

    /// How a request is made: the reply's message.
    let send: @Sendable (BenchMethod, MessageFrame) async throws -> [UInt8]
    private var replyByteCount = 0

    /// A rehearsal over this way of sending.
    init(send: @escaping @Sendable (BenchMethod, MessageFrame) async throws -> [UInt8]) { self.send = send }

    /// Makes the requests of a method, and has the first ones' answers compared with the client's.
    ///
    /// - Parameter whenAnswered: Told how many have been answered, now and then.
    /// - Throws: ``CommandFailure`` for an answer that is not the client's, and for more answers than are kept; the errors of
    ///   the calls.
    mutating func prepare(
        _ requests: [BenchRequest], of method: BenchMethod, comparedWith client: some CatalogClient,
        whenAnswered: (Int) -> Void
    ) async throws -> PreparedRequests {
        let frames = requests.map(\.frame)
        var replies: [[UInt8]] = []
        while replies.count < frames.count {
            let window = Array(frames[replies.count..<min(replies.count + Self.windowMax, frames.count)])
            replies += try await Self.answers(to: window, of: method, send)
            replyByteCount = replies.suffix(window.count).reduce(replyByteCount) { $0 + $1.count }
            guard replyByteCount <= Self.replyByteCountMax else {
                throw CommandFailure(
                    .usage,
                    "the answers are more than the \(Self.replyByteCountMax >> 20) MiB that are kept for comparison",
                    remedy: "ask for fewer with --keys, or for less with --view basic")
            }
            whenAnswered(replies.count)
        }
        for (request, reply) in zip(requests, replies).prefix(Self.comparisonCountMax)
        where try await !request.isAnswered(by: reply, as: client) {
            throw CommandFailure(
                .failure, "\(method.name) does not answer what a plain call of the client is answered: \(request)",
                remedy: "do not trust this server's figures; look at it with the other commands")
        }
        return PreparedRequests(method: method, frames: frames, replies: replies)
    }

    private static func answers(
        to frames: [MessageFrame], of method: BenchMethod,
        _ send: @escaping @Sendable (BenchMethod, MessageFrame) async throws -> [UInt8]
    ) async throws -> [[UInt8]] {
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for (index, frame) in frames.enumerated() {
                group.addTask { (index, try await send(method, frame)) }
            }
            var answers = [[UInt8]](repeating: [], count: frames.count)
            for try await (index, answer) in group { answers[index] = answer }
            return answers
        }
    }
}
