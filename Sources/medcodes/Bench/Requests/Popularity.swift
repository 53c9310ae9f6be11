internal import ArgumentParser
internal import Glibc

/// How often the requests of one method are made beside each other.
enum Popularity: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
    /// Each as often as the others.
    case uniform
    /// The request of rank r as often as 1/r to the power of the exponent (Zipf's law).
    case zipf(exponent: Double)

    /// The largest exponent.
    static let exponentMax = 5.0

    /// Reads `uniform`, `zipf` (exponent 1) or `zipf:0.9`; nil for other text.
    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("uniform", 1): self = .uniform
        case ("zipf", 1): self = .zipf(exponent: 1)
        case ("zipf", 2):
            guard let exponent = Double(parts[1]), (0...Self.exponentMax).contains(exponent) else { return nil }
            self = .zipf(exponent: exponent)
        default: return nil
        }
    }

    var description: String {
        switch self {
        case .uniform: "uniform"
        case .zipf(let exponent): "zipf:\(exponent)"
        }
    }

    var defaultValueDescription: String { description }
}

/// Draws ranks, from 0, as often as a ``Popularity`` says.
struct RankSampler: Sendable {
    private let count: Int
    /// The chance of each rank or a lower one; empty when all are alike.
    private let cumulative: [Double]

    /// A sampler of so many ranks, at least one.
    init(count: Int, popularity: Popularity) {
        self.count = count
        guard case .zipf(let exponent) = popularity else {
            cumulative = []
            return
        }
        var sum = 0.0
        let sums = (1...count).map { rank in
            sum += pow(Double(rank), -exponent)
            return sum
        }
        cumulative = sums.map { $0 / sum }
    }

    /// A rank; O(log count).
    func draw(using generator: inout SplitMix64) -> Int {
        guard !cumulative.isEmpty else { return Int.random(in: 0..<count, using: &generator) }
        let chance = Double.random(in: 0..<1, using: &generator)
        var (low, high) = (0, count - 1)
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > chance { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
