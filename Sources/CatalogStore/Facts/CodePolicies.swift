public import CatalogModel

extension CodeStoreReader {
    /// All policies about a code on a day: those its full view has, and behind them the facts it had no room for.
    ///
    /// - Parameter code: The code in the full view of that day.
    public func policies(about code: Code, on day: CalendarDate) throws(CatalogError) -> [Policy] {
        var policies = code.policies
        var known = Set(policies.map { [$0.payer, $0.number] })
        for entry in try facts(FactQuery<PolicyCode>.of(code.key).on(day)).map(\.value) {
            guard known.insert([entry.payer, entry.number]).inserted else { continue }
            let document = FactQuery<Policy>.of(payer: entry.payer, number: entry.number).on(day).limited(to: 1)
            if let policy = try facts(document).first?.value { policies.append(policy.about(entry)) }
        }
        return policies
    }
}

extension Policy {
    /// The policy with what it says of one code alone, where it says something.
    func about(_ entry: PolicyCode) -> Policy {
        var policy = self
        if !entry.coverage.isEmpty { policy.coverage = entry.coverage }
        if !entry.priorAuthorization.isEmpty { policy.priorAuthorization = entry.priorAuthorization }
        return policy
    }
}
