internal import ArgumentParser
internal import CatalogMessages
internal import CatalogModel

/// What a load test asks for.
struct RequestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The methods and how often each is called: get, batch, validate, search, suggest.",
            valueName: "method=weight,…"))
    var mix = MethodMix.standard

    @Option(
        help: ArgumentHelp(
            "How many codes, picked at random from the catalog, are asked for; at most \(Self.keyCountMax).",
            valueName: "count"))
    var keys = 10_000

    @Option(
        help: ArgumentHelp("Which of them are asked for most: uniform, zipf or zipf:0.9.", valueName: "distribution"))
    var popularity = Popularity.zipf(exponent: 0.9)

    @Option(help: "Only codes of this system; may be repeated.") var system: [CodeSystem] = []

    @Option(help: "How much to fetch of each code, by get and batch.") var view = ViewChoice.basic

    @Option(help: ArgumentHelp("Codes of one batch, at most \(BatchGetCodesRequest.keyCountMax).", valueName: "count"))
    var batchSize = 100

    @Option(help: ArgumentHelp("Lines of one encounter, at most \(Encounter.lineCountMax).", valueName: "count"))
    var lines = 5

    @Option(help: ArgumentHelp("Repeats the same choices on the same catalog.", valueName: "number"))
    var seed: UInt64 = 1

    /// The most codes.
    static let keyCountMax = 200_000
    /// The most different requests of each method but get.
    private static let requestCountMax = 1_000

    func validate() throws {
        if !(1...Self.keyCountMax).contains(keys) {
            throw ValidationError("Give --keys a number from 1 to \(Self.keyCountMax).")
        }
        if !(1...BatchGetCodesRequest.keyCountMax).contains(batchSize) {
            throw ValidationError("Give --batch-size a number from 1 to \(BatchGetCodesRequest.keyCountMax).")
        }
        if !(1...Encounter.lineCountMax).contains(lines) {
            throw ValidationError("Give --lines a number from 1 to \(Encounter.lineCountMax).")
        }
    }

    /// The requests of a method, at least one: about these codes, the most popular first.
    func requests(of method: BenchMethod, about codes: [Code], asOf day: CalendarDate?) -> [BenchRequest] {
        let keys = codes.map(\.key)
        switch method {
        case .get: return keys.map { .get(GetCodeRequest(key: $0, asOf: day, view: view.view)) }
        case .batch:
            return Self.groups(of: keys, batchSize).map {
                .batch(BatchGetCodesRequest(keys: $0, asOf: day, view: view.view))
            }
        case .validate:
            return Self.groups(of: keys, lines).map {
                .validate(Encounter(lines: $0.map { EncounterLine(key: $0) }, day: day))
            }
        case .search:
            return codes.prefix(Self.requestCountMax).map {
                .search(
                    SearchCodesRequest(
                        query: BenchQuery.search(for: $0.longDescriptor), systems: system, asOf: day, pageSize: 10))
            }
        case .suggest:
            return codes.prefix(Self.requestCountMax).enumerated().map { index, code in
                .suggest(
                    SuggestCodesRequest(
                        prefix: BenchQuery.prefix(for: code.longDescriptor, length: 3 + index % 5), systems: system,
                        asOf: day, limit: 10))
            }
        }
    }

    /// Keys in groups of this size, each as often as the others, going round when there are too few.
    private static func groups(of keys: [CodeKey], _ size: Int) -> [[CodeKey]] {
        let count = min(max(keys.count / size, 1), requestCountMax)
        return (0..<count).map { group in (0..<size).map { keys[(group * size + $0) % keys.count] } }
    }
}
