internal import Dispatch
internal import Glibc

/// A signal by which operators ask a running server for something. From the moment it is made the signal ends the process
/// no more, also after ``cancel()``.
package final class OperatorSignal: @unchecked Sendable {
    // Sendable because the source is set in the initializer and only cancelled from then on, which any thread may do.

    /// What is asked for.
    package enum Request: Sendable {
        /// SIGHUP: read your files again.
        case reload
        /// SIGUSR2: let a new process take your place.
        case replace

        fileprivate var number: Int32 { self == .reload ? SIGHUP : SIGUSR2 }
    }

    private let source: any DispatchSourceSignal

    /// Takes the signal over.
    ///
    /// - Parameter action: Called for each signal, on a queue of Dispatch's; several that come at once may count as one.
    package init(_ request: Request, action: @escaping @Sendable () -> Void) {
        signal(request.number, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: request.number, queue: .global())
        source.setEventHandler(handler: action)
        source.activate()
    }

    /// The action is not called for signals from now on.
    package func cancel() { source.cancel() }
}
