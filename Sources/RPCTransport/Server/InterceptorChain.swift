internal import RPCCore

/// The interceptors of a loop, in the order they are told. Belongs to that loop.
///
/// A chain of constants and no array: what is taken out of an array is held during each call, which costs more than most
/// of these calls do.
final class InterceptorChain {
    private let first: any ServerInterceptor
    private let rest: InterceptorChain?

    /// A chain; nil for no interceptors.
    convenience init?(_ interceptors: some Collection<any ServerInterceptor>) {
        guard let first = interceptors.first else { return nil }
        self.init(first, InterceptorChain(interceptors.dropFirst()))
    }

    private init(_ first: any ServerInterceptor, _ rest: InterceptorChain?) {
        self.first = first
        self.rest = rest
    }

    /// A call has come.
    ///
    /// - Throws: Why the first interceptor that does refuses it; all are told.
    func callBegan(_ stream: ServerStream) throws(RPCError) {
        do {
            try first.callBegan(stream)
        } catch {
            rest?.refusedCallBegan(stream)
            throw error
        }
        try rest?.callBegan(stream)
    }

    /// A call has come that is refused already.
    func refusedCallBegan(_ stream: ServerStream) {
        stream.isRefused = true
        // It is refused for one reason, which is known.
        try? first.callBegan(stream)
        rest?.refusedCallBegan(stream)
    }

    /// A call has ended.
    func callEnded(_ stream: ServerStream, _ ending: CallEnding) {
        first.callEnded(stream, ending)
        rest?.callEnded(stream, ending)
    }

    /// The answers of calls that have ended are about to leave. Returns when all let them.
    func answersLeave() -> AnswerDeparture {
        let departure = first.answersLeave()
        guard let rest else { return departure }
        return departure.and(rest.answersLeave())
    }
}
