internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Codes of the catalog that is served, picked at random: any code as likely as any other, in an order without meaning.
struct CodeSample {
    /// The codes, in basic view.
    private(set) var codes: [Code] = []

    private let countMax: Int
    private var seenCount = 0
    private var generator: SplitMix64

    /// A sample of so many codes at most, which a seed repeats on the same catalog.
    init(countMax: Int, seed: UInt64) {
        self.countMax = countMax
        generator = SplitMix64(seed: seed)
    }

    /// Looks at one code more (Vitter's algorithm R).
    mutating func take(_ code: Code) {
        seenCount += 1
        if codes.count < countMax {
            codes.append(code)
        } else {
            let place = Int.random(in: 0..<seenCount, using: &generator)
            if place < countMax { codes[place] = code }
        }
    }

    /// Reads all codes that are valid on a day and keeps a sample of them.
    ///
    /// - Parameters:
    ///   - systems: Whose codes; empty for all.
    ///   - whenRead: Told how many codes have been read, now and then.
    /// - Throws: ``CommandFailure`` when there are none; the errors of the client.
    static func read(
        from client: some CatalogClient, systems: [CodeSystem], asOf day: CalendarDate?, countMax: Int, seed: UInt64,
        whenRead: (Int) -> Void
    ) async throws -> [Code] {
        var sample = CodeSample(countMax: countMax, seed: seed)
        let request = StreamCodesRequest(systems: systems, days: .on(day), kinds: [.code])
        try await client.export(request) { exported in
            sample.take(exported.code)
            if sample.seenCount.isMultiple(of: 1_000) { whenRead(sample.seenCount) }
        }
        guard !sample.codes.isEmpty else {
            throw CommandFailure(
                .failure, "the catalog has no codes to ask for",
                remedy: "import some, or give another --system or --as-of")
        }
        sample.codes.shuffle(using: &sample.generator)
        return sample.codes
    }
}
