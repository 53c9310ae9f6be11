import Testing

@testable import medcodes

/// Axes of the report's plots.
@Suite struct PlotScaleTests {
    @Test("A linear axis goes from zero in round steps")
    func linear() {
        let scale = PlotScale.linear(to: 4_700) { "\(Int($0))" }
        #expect(scale.ticks.map(\.label) == ["0", "1000", "2000", "3000", "4000", "5000"])
        #expect(scale.place(2_500) == 0.5)
        #expect(scale.place(9_000) == 1)
        #expect(PlotScale.linear(to: 0) { "\($0)" }.place(0) == 0)
    }

    @Test("A logarithmic axis goes from a power of ten to another")
    func logarithmic() {
        let scale = PlotScale.logarithmic(from: 30, to: 4_000) { "\(Int($0))" }
        #expect(scale.ticks.map(\.label) == ["10", "100", "1000", "10000"])
        #expect(abs(scale.place(100) - 1.0 / 3) < 1e-9)
        #expect(PlotScale.logarithmic(from: 100, to: 100) { "\(Int($0))" }.ticks.map(\.label) == ["100", "1000"])
    }

    @Test("Each nine of a percentile has as much room")
    func nines() {
        let scale = PlotScale.nines(to: 99.9)
        #expect(scale.ticks.map(\.label) == ["0 %", "90 %", "99 %", "99.9 %"])
        #expect(abs(scale.place(90) - 1.0 / 3) < 1e-9)
        #expect(scale.place(100) == 1)
    }
}
