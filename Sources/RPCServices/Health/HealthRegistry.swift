internal import Synchronization

/// Which services of this server answer calls. May be used from any thread.
public final class HealthRegistry: Sendable {
    /// The name that stands for the server as a whole (health checking protocol, "the empty service name").
    public static let wholeServer = ""

    private let state: Mutex<[String: ServingStatus]>

    /// A registry in which the server as a whole and these services do not serve yet.
    ///
    /// - Parameter services: Full names, e.g. `medcodes.v1.CodeCatalogService`.
    public init(services: [String] = []) {
        let names = [Self.wholeServer] + services
        state = Mutex(Dictionary(names.map { ($0, .notServing) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The status of every service; the whole server is under the empty name.
    public var statuses: [String: ServingStatus] { state.withLock { $0 } }

    /// The status of a service, or of the whole server for the empty name; nil when the service is not known.
    public func status(of service: String) -> ServingStatus? { state.withLock { $0[service] } }

    /// Sets the status of one service, which is added if it is not known.
    public func set(_ status: ServingStatus, for service: String) { state.withLock { $0[service] = status } }

    /// Sets the status of the whole server and of every known service, e.g. when it is ready or starts to drain.
    public func setAll(_ status: ServingStatus) {
        state.withLock { statuses in
            for service in statuses.keys { statuses[service] = status }
        }
    }
}
