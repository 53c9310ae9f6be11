internal import AdminHTTP
internal import CatalogService
internal import RPCServices

/// The pages of the admin listener.
///
/// `/livez` says that the process runs; `/readyz` that it can answer lookups, `/readyz/search` that it can search too;
/// `/metrics` is for Prometheus; `/configz` is every setting with its origin, which holds no secret but paths.
struct AdminPages: Sendable {
    let health: HealthRegistry
    let live: LiveSettings
    let metrics: ServerMetrics

    /// By path, as the listener takes them.
    var all: [String: AdminServer.Page] {
        [
            "/livez": { AdminAnswer("ok") },
            "/readyz": { readiness(of: HealthRegistry.wholeServer) },
            "/readyz/search": { readiness(of: CodeCatalogService.searchName) },
            "/metrics": {
                AdminAnswer(contentType: MetricsText.contentType, body: Array(await metrics.text().utf8))
            },
            "/configz": {
                let lines = live.settings.lines.map { "\($0.name)\t\($0.origin)\t\($0.text)" }
                return AdminAnswer(lines.joined(separator: "\n"))
            },
        ]
    }

    /// 200 when this serves, else 503; the body tells the same of everything, a line each.
    private func readiness(of name: String) -> AdminAnswer {
        let statuses = health.statuses
        let lines = statuses.sorted { $0.key < $1.key }.map { name, status in
            "\(name == HealthRegistry.wholeServer ? "server" : name): \(status == .serving ? "ready" : "not ready")"
        }
        return AdminAnswer(status: statuses[name] == .serving ? 200 : 503, lines.joined(separator: "\n"))
    }
}
