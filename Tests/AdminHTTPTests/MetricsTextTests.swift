import Testing

@testable import AdminHTTP

@Suite("Metrics as Prometheus reads them")
struct MetricsTextTests {
    @Test("Have help, type, labels in order, and escapes")
    func format() {
        var text = MetricsText()
        text.add("a_total", .counter, help: "Back\\slash\nand line.", 3)
        text.begin("b_seconds", .gauge, help: "Times.")
        text.sample("b_seconds", ["name": "x\"y\\z\n", "other": ""], 0.25)
        text.sample("b_seconds", [:], Double.infinity)
        #expect(
            text.text == """
                # HELP a_total Back\\\\slash\\nand line.
                # TYPE a_total counter
                a_total 3
                # HELP b_seconds Times.
                # TYPE b_seconds gauge
                b_seconds{name="x\\"y\\\\z\\n",other=""} 0.25
                b_seconds +Inf

                """)
    }
}
