/// Lines over two axes, as an SVG that takes its colors from the page around it.
struct Plot {
    /// A line with a name.
    struct Line {
        let name: String
        /// Values of both axes, and what is told about the point under the pointer.
        let points: [(x: Double, y: Double, note: String)]
    }

    let title: String
    let horizontal: PlotScale
    let vertical: PlotScale
    let horizontalTitle: String
    let verticalTitle: String
    let lines: [Line]
    /// Whether what lies below the line is tinted.
    var isFilled = false

    private static let (width, height) = (720.0, 340.0)
    private static let (left, right, top, bottom) = (64.0, 16.0, 28.0, 44.0)

    /// The element. It scales with the page.
    var svg: String {
        var parts = [
            "<svg viewBox=\"0 0 \(Self.width) \(Self.height)\" role=\"img\" aria-label=\"\(HTML.escape(title))\">",
            "<text class=\"axis\" x=\"0\" y=\"14\">\(HTML.escape(verticalTitle))</text>",
            "<text class=\"axis\" x=\"\(Self.width - Self.right)\" y=\"\(Self.height - 6)\" text-anchor=\"end\">"
                + "\(HTML.escape(horizontalTitle))</text>",
        ]
        parts += vertical.ticks.flatMap(row)
        parts += horizontal.ticks.map(column)
        parts += lines.enumerated().flatMap(drawing)
        return (parts + ["</svg>"]).joined(separator: "\n")
    }

    private func row(_ tick: PlotScale.Tick) -> [String] {
        let y = Self.y(tick.place)
        return [
            "<line class=\"grid\" x1=\"\(Self.left)\" x2=\"\(Self.width - Self.right)\" y1=\"\(y)\" y2=\"\(y)\"/>",
            "<text class=\"tick\" x=\"\(Self.left - 8)\" y=\"\(y)\" dy=\"0.35em\" text-anchor=\"end\">\(tick.label)</text>",
        ]
    }

    private func column(_ tick: PlotScale.Tick) -> String {
        // The last label would stick out if it stood in the middle of its place.
        let anchor = tick.place > 0.97 ? "end" : "middle"
        return "<text class=\"tick\" x=\"\(Self.x(tick.place))\" y=\"\(Self.height - Self.bottom + 18)\" "
            + "text-anchor=\"\(anchor)\">\(tick.label)</text>"
    }

    private func drawing(_ index: Int, _ line: Line) -> [String] {
        let places = line.points.map { (x: Self.x(horizontal.place($0.x)), y: Self.y(vertical.place($0.y))) }
        guard let first = places.first, let last = places.last else { return [] }
        let path = "M" + places.map { "\($0.x) \($0.y)" }.joined(separator: "L")
        let ground = Self.y(0)
        let area =
            isFilled ? ["<path class=\"area s\(index)\" d=\"\(path)L\(last.x) \(ground)L\(first.x) \(ground)Z\"/>"] : []
        let dots = zip(places, line.points).map { place, point in
            "<circle class=\"dot s\(index)\" cx=\"\(place.x)\" cy=\"\(place.y)\" r=\"7\">"
                + "<title>\(HTML.escape(point.note))</title></circle>"
        }
        return area + ["<path class=\"line s\(index)\" d=\"\(path)\"/>"] + dots
    }

    private static func x(_ place: Double) -> Double { rounded(left + place * (width - left - right)) }

    private static func y(_ place: Double) -> Double { rounded(height - bottom - place * (height - top - bottom)) }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

/// Text inside of HTML and SVG.
enum HTML {
    /// The text with what would be markup written out.
    static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
