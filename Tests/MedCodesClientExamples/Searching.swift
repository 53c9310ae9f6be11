import MedCodesClient

func searching(_ client: MedCodesClient) async throws {
    for try await hit in client.search("gallbladder removal", in: [.cpt]).prefix(5) {
        print(hit.key, hit.display)
    }

    let page = try await client.searchPage("spinal fusion", facets: [.system], pageSize: 3)
    print(page.page.totalCount, "codes;", page.page.elements.map(\.key))
    for facet in page.facets { print(facet.field, facet.counts.map { "\($0.label): \($0.hitCount)" }) }

    let suggestions = try await client.suggestions(for: "append", limit: 5)
    for hit in suggestions.hits { print(hit.display) }
}
