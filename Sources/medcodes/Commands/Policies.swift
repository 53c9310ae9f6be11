internal import ArgumentParser
internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Lists the policies about one code.
struct Policies: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "policies",
        abstract: "List the health-plan policies about one code.",
        usage: "medcodes policies [<options>] <system> <code>",
        discussion: """
            Policies come by payer, then number. On a terminal the answer is a table; elsewhere lines of tab-separated \
            payer, number, type, title, effective day, first day no longer effective, jurisdictions (with semicolons \
            between them), coverage, prior authorization, URL, and 'sample' for an invented example; with --json one \
            ListPoliciesResponse of all policies.

            Examples:
              medcodes policies cpt 22849 --payer "Sample Health Plan (fictitious)"
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @Option(help: "Only this payer's policies, in any case.") var payer = ""
    @Option(help: "Only policies that apply there, or everywhere.") var jurisdiction = ""
    @OptionGroup var code: KeyArguments

    func run(with client: some CatalogClient, on console: Console) async throws {
        let policies = try await client.policies(
            about: try code.key, asOf: lookup.asOf, payer: payer, jurisdiction: jurisdiction)
        if format.json {
            let page = ListPage(policies, totalCount: policies.count)
            try console.print(json: ListPoliciesResponse(page: page), isSingle: true)
        } else {
            let isForPeople = console.isForPeople(format)
            try console.print(isForPeople ? PolicyTable.brief(policies) : PolicyTable.whole(policies), as: format)
        }
        if policies.isEmpty { console.say("No policy about the code applies on that day.") }
    }
}
