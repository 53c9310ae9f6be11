internal import Access
internal import CommandLineSupport

extension AccessRules {
    /// Who may call, in a line for people: `good tokens: 2, 1 expired; anonymous callers may …`.
    ///
    /// - Parameter now: Seconds since 1970-01-01 00:00 UTC.
    func summary(_ settings: ServeSettings, now: Int) -> String {
        var parts: [String] = []
        if let tokens {
            let states = Dictionary(grouping: tokens.values) { $0.state(at: now) }
            var part = "good tokens: \(states[.valid]?.count ?? 0)"
            for state in [TokenRecord.State.expired, .revoked] {
                if let count = states[state]?.count { part += ", \(count) \(state)" }
            }
            let ending = states[.valid]?.filter { $0.expiresUnixSeconds != nil }
            if let next = ending?.min(by: { $0.expiresUnixSeconds ?? 0 < $1.expiresUnixSeconds ?? 0 }),
                let end = next.expiresUnixSeconds
            {
                part += "; the next to expire is \(next.id) of \(next.name), \(UnixTime.text(end))"
            }
            parts.append(part)
        }
        if settings.clientCA.value != nil {
            let demand = settings.demandsClientCertificate ? "demanded" : "asked for"
            parts.append("client certificates are \(demand), \(identities.count) identities are listed")
        }
        parts.append("anonymous callers \(anonymous == nil ? "may nothing but ask for health" : "may read")")
        return parts.joined(separator: "; ")
    }
}
