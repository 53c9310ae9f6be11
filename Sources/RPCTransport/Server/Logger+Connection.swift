internal import Logging

extension Logger {
    /// Logs what happened to one connection; at debug, because peers can cause any number of these.
    func connectionEvent(_ message: StaticString, peer: @autoclosure () -> String, error: (any Error)?) {
        guard logLevel <= .debug else { return }
        var metadata: Logger.Metadata = ["peer": "\(peer())"]
        if let error { metadata["error"] = "\(error)" }
        debug("\(message)", metadata: metadata)
    }
}
