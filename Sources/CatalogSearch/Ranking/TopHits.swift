/// The best so many documents seen, as a binary heap with the worst of them on top.
struct TopHits {
    /// A document and its score.
    struct Hit {
        var document: UInt32
        var score: Float

        /// Whether it ranks before another one: higher score, else the code that comes first.
        @inline(__always)
        func precedes(_ other: Hit) -> Bool {
            score != other.score ? score > other.score : document < other.document
        }
    }

    private var heap: [Hit] = []
    private let limit: Int
    private let after: Hit?
    /// The score a document must reach to be taken; lower ones need not be offered.
    private(set) var threshold: Float

    /// - Parameters:
    ///   - limit: how many.
    ///   - after: only hits that rank after this one; nil for all.
    init(limit: Int, after: Hit? = nil) {
        self.limit = limit
        self.after = after
        threshold = limit > 0 ? -.infinity : .infinity
        heap.reserveCapacity(min(limit, 1024))
    }

    /// Takes a hit if it is among the best.
    mutating func offer(_ hit: Hit) {
        if let after, !after.precedes(hit) { return }
        if heap.count < limit {
            heap.append(hit)
            var child = heap.count - 1
            while child > 0, heap[(child - 1) / 2].precedes(heap[child]) {
                heap.swapAt(child, (child - 1) / 2)
                child = (child - 1) / 2
            }
        } else if limit > 0, hit.precedes(heap[0]) {
            heap[0] = hit
            sink()
        }
        if heap.count == limit, limit > 0 { threshold = heap[0].score }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[worst].precedes(heap[child]) { worst = child }
            }
            if worst == parent { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }

    /// The hits, best first.
    var sorted: [Hit] { heap.sorted { $0.precedes($1) } }
}
