internal import ArgumentParser
internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Lists what stands directly below a code.
struct Children: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "children",
        abstract: "List what stands directly below a code, or at the top of a system.",
        usage: "medcodes children [<options>] <system> [<code>]",
        discussion: """
            A code, a group such as A00-A09, or the leading characters of ICD-10-PCS codes; without one, the top of the \
            system. On a terminal the answer is a table; elsewhere lines of tab-separated code, kind (empty for groups \
            and leading characters), reportable codes below it, axis, and descriptor or label; with --json one \
            ListChildCodesResponse of all of them.

            Examples:
              medcodes children icd10cm E08-E13
              medcodes children icd10pcs 0SG
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @OptionGroup var place: PlaceArguments

    func run(with client: some CatalogClient, on console: Console) async throws {
        let children = try await client.children(of: try place.key, in: place.system, asOf: lookup.asOf)
        if format.json {
            let page = ListPage(children, totalCount: children.count)
            try console.print(json: ListChildCodesResponse(page: page), isSingle: true)
        } else {
            try console.print(ChildTable.of(children), as: format)
        }
        if children.isEmpty { console.say("Nothing stands below it on that day.") }
    }
}
