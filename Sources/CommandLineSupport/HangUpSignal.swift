internal import Dispatch
internal import Glibc

/// SIGHUP, by which operators ask a server to read its files again. From the moment it is made the signal ends the process
/// no more, also after ``cancel()``.
package final class HangUpSignal: @unchecked Sendable {
    // Sendable because the source is set in the initializer and only cancelled from then on, which any thread may do.

    private let source: any DispatchSourceSignal

    /// Takes the signal over.
    ///
    /// - Parameter action: Called for each signal, on a queue of Dispatch's; several that come at once may count as one.
    package init(_ action: @escaping @Sendable () -> Void) {
        signal(SIGHUP, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        source.setEventHandler(handler: action)
        source.activate()
    }

    /// The action is not called for signals from now on.
    package func cancel() { source.cancel() }
}
