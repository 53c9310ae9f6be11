/// The methods of a server, found by path: an open hash table over bytes, at most half full. Immutable.
public final class MethodTable: Sendable {
    /// The methods in the order they were given.
    public let methods: [RPCMethod]

    private let slots: [RPCMethod?]

    /// A table of the services' methods. Where two have the same path, the first is kept.
    public init(_ services: [any RPCService]) {
        let offered = services.flatMap(\.methods)
        var methods: [RPCMethod] = []
        var slotCount = 8
        while slotCount < offered.count * 2 { slotCount *= 2 }
        var slots = [RPCMethod?](repeating: nil, count: slotCount)
        for method in offered {
            let slot = method.path.withUnsafeBytes { Self.slot(of: $0, in: slots) }
            guard slots[slot] == nil else { continue }
            slots[slot] = method
            methods.append(method)
        }
        self.methods = methods
        self.slots = slots
    }

    /// The method with this path, such as `/grpc.health.v1.Health/Check`; nil when there is none. Allocates nothing.
    package func method(path: UnsafeRawBufferPointer) -> RPCMethod? { slots[Self.slot(of: path, in: slots)] }

    /// Whether some method belongs to this service.
    public func offers(service: String) -> Bool { methods.contains { $0.service == service } }

    /// The slot that holds the path, or the free one where it would be put.
    private static func slot(of path: UnsafeRawBufferPointer, in slots: [RPCMethod?]) -> Int {
        var slot = Int(truncatingIfNeeded: hash(path)) & (slots.count - 1)
        while let method = slots[slot], !method.hasPath(path) { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    /// FNV-1a. The paths in the table are ours and few, so a peer cannot make lookups long.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return hash
    }
}
