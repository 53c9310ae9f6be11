/// Looks at every call of a server beside its handler: for metrics, logs, authorization, limits and audit.
///
/// For each call whose header list is one of gRPC's, whether the handler is a plain function, has detached the call or
/// streams, every interceptor of the server is told, in the order they were given to the server:
///
/// 1. ``callBegan(_:)``, once, when the header list has come and before any byte of the body is looked at. What throws
///    refuses the call, and the first refusal counts. A call may be refused already, by the protocol (no such method, a
///    malformed timeout), by overload or by an interceptor before: ``IncomingCall/isRefused`` says so.
/// 2. ``callEnded(_:_:)``, once, before the last of the answer leaves: also for calls that were refused, cancelled, out of
///    time, malformed, or whose connection was lost.
/// 3. ``answersLeave()``, once for any number of calls that have ended, before bytes of their answers are given to a
///    socket: the place to write down together what `callEnded` has collected.
///
/// A request that is none of gRPC's (HTTP 405 and 415), or whose header list is malformed HTTP, is no call.
///
/// All of these run on the event loop of the call's connection, so they must neither block nor take long: with a cached
/// answer the rest of the call takes some microseconds. One interceptor serves all loops at once, unless ``onLoop(_:)``
/// gives each loop its own.
public protocol ServerInterceptor: AnyObject, Sendable {
    /// What serves one event loop; by default this object itself. Counters that each loop has for itself are written
    /// without contention. Asked once for each loop, when the server starts.
    ///
    /// - Parameter methods: The server's methods, where ``IncomingCall/methodIndex`` points into.
    func onLoop(_ methods: [RPCMethod]) -> any ServerInterceptor

    /// A call has come. By default nothing happens.
    ///
    /// - Throws: What the caller gets instead of an answer.
    func callBegan(_ call: any IncomingCall) throws(RPCError)

    /// A call has ended, as far as the server is concerned: what waits to be sent may still be lost with its connection.
    /// By default nothing happens.
    func callEnded(_ call: any IncomingCall, _ ending: CallEnding)

    /// The answers of calls that have ended since the last time are about to leave. By default they do so at once.
    ///
    /// - Returns: When they may: a hold keeps back the connections they are for, and others of the loop that have
    ///   something to send meanwhile. `never` closes all connections of the loop.
    func answersLeave() -> AnswerDeparture
}

extension ServerInterceptor {
    /// Serves all loops.
    public func onLoop(_ methods: [RPCMethod]) -> any ServerInterceptor { self }
    /// Refuses nothing.
    public func callBegan(_ call: any IncomingCall) throws(RPCError) {}
    /// Does nothing.
    public func callEnded(_ call: any IncomingCall, _ ending: CallEnding) {}
    /// Lets them leave at once.
    public func answersLeave() -> AnswerDeparture { .now }
}
