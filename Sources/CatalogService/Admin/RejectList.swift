internal import CatalogImport
internal import Synchronization

/// The first rejects of an import, as the importer's thread tells them.
final class RejectList: Sendable {
    private let rejects = Mutex<[Reject]>([])

    /// How many fit into the details of an error.
    private static let countMax = 10

    /// The rejects, in order.
    var first: [Reject] { rejects.withLock { $0 } }

    func add(_ reject: Reject) {
        rejects.withLock { if $0.count < Self.countMax { $0.append(reject) } }
    }
}
