/// Writes metrics in the text format that Prometheus reads (exposition format 0.0.4).
///
/// ```
/// # HELP grpc_server_started_total Calls whose header list has come.
/// # TYPE grpc_server_started_total counter
/// grpc_server_started_total{grpc_service="medcodes.v1.CodeCatalogService",grpc_method="GetCode"} 17
/// ```
public struct MetricsText: Sendable {
    /// What kind of number a metric is.
    public enum Kind: String, Sendable {
        /// Grows only, until the process ends.
        case counter
        /// Goes up and down.
        case gauge
        /// Numbers by size.
        case histogram
    }

    /// A metric's labels, in the order they are written.
    public typealias Labels = KeyValuePairs<String, String>

    /// The media type of the text.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// What has been written.
    public private(set) var text = ""

    /// An empty text.
    public init() {}

    /// Begins a metric; its samples follow.
    ///
    /// - Parameter help: What it counts, in a sentence on one line.
    public mutating func begin(_ name: String, _ kind: Kind, help: String) {
        text += "# HELP \(name) \(help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))\n"
        text += "# TYPE \(name) \(kind.rawValue)\n"
    }

    /// A metric of one sample without labels.
    public mutating func add(_ name: String, _ kind: Kind, help: String, _ value: some MetricValue) {
        begin(name, kind, help: help)
        sample(name, [:], value)
    }

    /// A sample of the metric that was begun last.
    ///
    /// - Parameter name: The metric's name; of a histogram with `_bucket`, `_sum` or `_count` behind it.
    public mutating func sample(_ name: String, _ labels: Labels, _ value: some MetricValue) {
        write(name, Array(labels), value)
    }

    /// A bucket of the histogram that was begun last.
    ///
    /// - Parameters:
    ///   - name: The histogram's name.
    ///   - bound: What its numbers are at most.
    ///   - count: How many those are.
    public mutating func bucket(_ name: String, _ labels: Labels, upTo bound: Double, _ count: UInt64) {
        write("\(name)_bucket", labels + [("le", bound.metricText)], count)
    }

    private mutating func write(_ name: String, _ labels: [Labels.Element], _ value: some MetricValue) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",") + "}"
        }
        text += " \(value.metricText)\n"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

/// A number that can be a sample.
public protocol MetricValue {
    /// The number as Prometheus reads it.
    var metricText: String { get }
}

extension Int: MetricValue {
    /// Its decimal digits.
    public var metricText: String { String(self) }
}

extension Int64: MetricValue {
    /// Its decimal digits.
    public var metricText: String { String(self) }
}

extension UInt64: MetricValue {
    /// Its decimal digits.
    public var metricText: String { String(self) }
}

extension Double: MetricValue {
    /// Its decimal digits, `+Inf`, `-Inf` or `NaN`.
    public var metricText: String {
        if isNaN { return "NaN" }
        guard isFinite else { return self < 0 ? "-Inf" : "+Inf" }
        return "\(self)"
    }
}
