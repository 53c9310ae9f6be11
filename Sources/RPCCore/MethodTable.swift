/// The methods of a server, found by path: an open hash table over bytes, at most half full. Immutable.
public final class MethodTable: Sendable {
    /// The methods in the order they were given.
    public let methods: [RPCMethod]

    /// Indexes into `methods`; -1 where there is none.
    private let slots: [Int]

    /// A table of the services' methods. Where two have the same path, the first is kept.
    public init(_ services: [any RPCService]) {
        let offered = services.flatMap(\.methods)
        var methods: [RPCMethod] = []
        var slotCount = 8
        while slotCount < offered.count * 2 { slotCount *= 2 }
        var slots = [Int](repeating: -1, count: slotCount)
        for method in offered {
            let slot = method.path.withUnsafeBytes { Self.slot(of: $0, in: slots, methods) }
            guard slots[slot] < 0 else { continue }
            slots[slot] = methods.count
            methods.append(method)
        }
        self.methods = methods
        self.slots = slots
    }

    /// Where the method with this path, such as `/grpc.health.v1.Health/Check`, stands in ``methods``; nil when there is
    /// none. Allocates nothing.
    package func index(path: UnsafeRawBufferPointer) -> Int? {
        let index = slots[Self.slot(of: path, in: slots, methods)]
        return index < 0 ? nil : index
    }

    /// Whether some method belongs to this service.
    public func offers(service: String) -> Bool { methods.contains { $0.service == service } }

    /// The slot that holds the path, or the free one where it would be put.
    private static func slot(of path: UnsafeRawBufferPointer, in slots: [Int], _ methods: [RPCMethod]) -> Int {
        var slot = Int(truncatingIfNeeded: hash(path)) & (slots.count - 1)
        while slots[slot] >= 0, !methods[slots[slot]].hasPath(path) { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    /// Mixes the length with the last eight bytes, where the names of methods differ, and the eight in the middle, where
    /// those of services do. The paths in the table are ours and few, so a peer cannot make lookups long.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        guard count >= 8 else { return UInt64(count) }
        let last = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        let middle = bytes.loadUnaligned(fromByteOffset: (count - 8) / 2, as: UInt64.self)
        let mixed = (last ^ middle.byteSwapped ^ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
        return mixed >> 32
    }
}
