internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport

/// Tells how two codes of one system stand to each other.
struct Subsumes: CatalogCommand {
    static let configuration = CommandConfiguration(
        commandName: "subsumes",
        abstract: "Tell whether one code stands above another.",
        usage: "medcodes subsumes [<options>] <system> <code> <other>",
        discussion: """
            Prints equivalent, subsumes (the first code stands above the other), subsumed-by or not-subsumed; with \
            --json a TestSubsumptionResponse. Groups such as A00-A09 and the leading characters of ICD-10-PCS codes are \
            taken as codes are.

            Examples:
              medcodes subsumes icd10cm E08-E13 E11.9
            """)

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var lookup: LookupOptions
    @Argument(help: "The code system, or the FHIR URI of another one.") var system: CodeSystem
    @Argument(help: "The code that may stand above.") var code: String
    @Argument(help: "The code that may stand below.") var other: String

    func validate() throws { _ = try keys }

    func run(with client: some CatalogClient, on console: Console) async throws {
        let (first, second) = try keys
        let outcome = try await client.subsumption(of: first, to: second, asOf: lookup.asOf)
        if format.json {
            try console.print(json: outcome, isSingle: true)
        } else if format.csv {
            var table = Table(columns: ["SYSTEM", "CODE", "OTHER", "OUTCOME"].map { .init($0) })
            table.add([system.name, first.printedCode, second.printedCode, outcome.words].map { StyledText($0) })
            try console.print(table, as: format)
        } else {
            try console.print([StyledText(outcome.words)])
        }
    }

    private var keys: (CodeKey, CodeKey) {
        get throws { (try CodeKey(place: code, in: system), try CodeKey(place: other, in: system)) }
    }
}

extension SubsumptionOutcome {
    /// The outcome as FHIR spells it.
    fileprivate var words: String {
        switch self {
        case .equivalent: "equivalent"
        case .subsumes: "subsumes"
        case .subsumedBy: "subsumed-by"
        case .notSubsumed: "not-subsumed"
        }
    }
}
