internal import ArgumentParser

/// Which methods a load test calls, and how often each beside the others: `get=80,search=15,suggest=5`.
struct MethodMix: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
    /// The largest weight.
    static let weightMax = 1_000_000

    /// The weights, above zero, by method.
    let weights: [BenchMethod: Int]

    /// GetCode alone.
    static let standard = MethodMix(weights: [.get: 1])

    private init(weights: [BenchMethod: Int]) { self.weights = weights }

    /// Reads a mix; a method without a number has the weight 1. Nil for other text, a method named twice, a weight of zero
    /// or above ``weightMax``.
    init?(argument: String) {
        var weights: [BenchMethod: Int] = [:]
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let method = BenchMethod(rawValue: String(pair[0])), weights[method] == nil,
                let weight = pair.count == 1 ? 1 : Int(pair[1]), (1...Self.weightMax).contains(weight)
            else { return nil }
            weights[method] = weight
        }
        guard !weights.isEmpty else { return nil }
        self.init(weights: weights)
    }

    /// The methods, in the order of their table.
    var methods: [BenchMethod] { weights.keys.sorted() }

    var description: String { methods.map { "\($0.rawValue)=\(weights[$0, default: 0])" }.joined(separator: ",") }

    var defaultValueDescription: String { description }
}
