internal import ArgumentParser
internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Lists the codes most like one.
struct Similar: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "similar",
        abstract: "List the codes most like one.",
        usage: "medcodes similar [<options>] <system> <code>",
        discussion: """
            Codes come best first. On a terminal the answer is a table; elsewhere lines of tab-separated score (0 to 1), \
            reason, system, code and descriptor; with --json one ListSimilarCodesResponse of all of them.

            Examples:
              medcodes similar icd10pcs 0DTJ4ZZ
              medcodes similar cpt 22849 --reason curated
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @Option(help: "Only codes that are similar for this reason; may be repeated.") var reason: [SimilarityReason] = []
    @OptionGroup var code: KeyArguments

    func run(with client: some CatalogClient, on console: Console) async throws {
        let codes = try await client.similarCodes(of: try code.key, asOf: lookup.asOf, reasons: reason)
        if format.json {
            let page = ListPage(codes, totalCount: codes.count)
            try console.print(json: ListSimilarCodesResponse(page: page), isSingle: true)
        } else {
            try console.print(SimilarTable.of(codes), as: format)
        }
        if codes.isEmpty { console.say("No code is known to be like it on that day.") }
    }
}
