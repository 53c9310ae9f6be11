internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore
internal import RPCCore

extension CodeCatalogService {
    /// Answers ListPolicies: the policies GetCode shows, all of them.
    func listPolicies(_ request: ListPoliciesRequest, _ call: UncachedCall) throws(RPCError) -> UnaryAnswer {
        let query = try PageQuery<PolicyPlace>(request, today: call.today)
        return answerLater(call, about: request.key, on: query.day) { code, reader throws(CatalogError) in
            let policies = try reader.policies(about: code, on: query.day).filter {
                $0.isPayer(request.payer) && $0.applies(in: request.jurisdiction)
            }
            let sorted = policies.sorted { PolicyPlace($0) < PolicyPlace($1) }
            return ListPoliciesResponse(page: query.page(of: sorted, by: PolicyPlace.init, byteCount: \.byteCount))
        }
    }
}

/// Policies stand in the order of payers, then numbers, each by its bytes.
private struct PolicyPlace: PagePlace {
    let payer: String
    let number: String

    init(_ policy: Policy) {
        payer = policy.payer
        number = policy.number
    }

    init?(fields: [String]) {
        guard fields.count == 2 else { return nil }
        payer = fields[0]
        number = fields[1]
    }

    var fields: [String] { [payer, number] }

    static func < (a: PolicyPlace, b: PolicyPlace) -> Bool {
        a.payer == b.payer
            ? a.number.utf8.lexicographicallyPrecedes(b.number.utf8)
            : a.payer.utf8.lexicographicallyPrecedes(b.payer.utf8)
    }
}

extension Policy {
    /// About how many bytes it takes in a reply.
    fileprivate var byteCount: Int {
        ([payer, number, title, type, url, coverage, priorAuthorization] + jurisdictions)
            .reduce(40) { $0 + $1.utf8.count + 4 }
    }

    /// Whether the payer has this name, in any case; the empty name is every payer's.
    fileprivate func isPayer(_ name: String) -> Bool { name.isEmpty || payer.lowercased() == name.lowercased() }

    /// Whether the policy applies there; the empty jurisdiction is anywhere.
    fileprivate func applies(in jurisdiction: String) -> Bool {
        guard !jurisdiction.isEmpty, !jurisdictions.isEmpty else { return true }
        return jurisdictions.contains { $0.lowercased() == jurisdiction.lowercased() }
    }
}
