internal import RPCCore

/// The prepared requests of all methods, and how often each is drawn.
struct RequestDrawing: Sendable {
    /// A request that was drawn, by its place.
    struct Draw: Sendable {
        /// The method, as an index into ``methods``.
        let method: Int
        /// The request, as an index into the method's.
        let request: Int
    }

    /// The requests by method, in the order of the mix.
    let methods: [PreparedRequests]
    private let weights: [Int]
    private let weightSum: Int
    private let ranks: [RankSampler]

    /// A drawing. Each method has at least one request.
    init(_ methods: [PreparedRequests], mix: MethodMix, popularity: Popularity) {
        self.methods = methods
        weights = methods.map { mix.weights[$0.method, default: 0] }
        weightSum = weights.reduce(0, +)
        ranks = methods.map { RankSampler(count: $0.frames.count, popularity: popularity) }
    }

    /// Draws a request.
    func draw(using generator: inout SplitMix64) -> Draw {
        var method = 0
        if methods.count > 1 {
            var rest = Int.random(in: 0..<weightSum, using: &generator)
            while rest >= weights[method] {
                rest -= weights[method]
                method += 1
            }
        }
        return Draw(method: method, request: ranks[method].draw(using: &generator))
    }
}
