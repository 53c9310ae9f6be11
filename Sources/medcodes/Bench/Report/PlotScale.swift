internal import Foundation

/// Maps the values of an axis to places on it, and says which values to mark.
struct PlotScale {
    /// A marked value and what is written there.
    struct Tick {
        let place: Double
        let label: String
    }

    /// The marks, by their share of the axis' length.
    let ticks: [Tick]
    private let map: (Double) -> Double

    /// Where a value lies, as a share of the axis' length.
    func place(_ value: Double) -> Double { min(1, max(0, map(value))) }

    /// From zero to at least `maximum`, in four to ten equal steps.
    static func linear(to maximum: Double, label: (Double) -> String) -> PlotScale {
        let maximum = maximum > 0 ? maximum : 1
        let step = step(for: maximum)
        let count = (maximum / step).rounded(.up)
        let ticks = (0...Int(count)).map { Tick(place: Double($0) / count, label: label(Double($0) * step)) }
        return PlotScale(ticks: ticks) { $0 / (count * step) }
    }

    /// From a power of ten at or below `minimum` to one at or above `maximum`; both above zero.
    static func logarithmic(from minimum: Double, to maximum: Double, label: (Double) -> String) -> PlotScale {
        let low = log10(minimum).rounded(.down)
        let high = max(log10(maximum).rounded(.up), low + 1)
        let ticks = stride(from: low, through: high, by: 1).map { power in
            Tick(place: (power - low) / (high - low), label: label(pow(10, power)))
        }
        return PlotScale(ticks: ticks) { (log10($0) - low) / (high - low) }
    }

    /// Percentiles by their nines, so that the tail has as much room as it has weight: 0, 90, 99, 99.9 … up to `last`.
    static func nines(to last: Double) -> PlotScale {
        // Three nines are a little more than 3 in floating point.
        let count = max(1, (nines(last) - 1e-9).rounded(.up))
        let labels = ["0 %", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %", "99.9999 %"]
        let ticks = labels.prefix(Int(count) + 1).enumerated().map { Tick(place: Double($0) / count, label: $1) }
        return PlotScale(ticks: ticks) { nines($0) / count }
    }

    private static func nines(_ percentile: Double) -> Double { -log10(max(1 - percentile / 100, 1e-6)) }

    /// 1, 2 or 5 times a power of ten.
    private static func step(for maximum: Double) -> Double {
        let rough = maximum / 5
        let power = pow(10, log10(rough).rounded(.down))
        return ([1, 2, 5].first { $0 * power >= rough } ?? 10) * power
    }
}
