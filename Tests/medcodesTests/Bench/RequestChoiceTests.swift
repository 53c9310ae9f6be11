import ArgumentParser
import CatalogMessages
import CatalogModel
import Testing

@testable import medcodes

/// What a load test asks for, and how often.
@Suite struct RequestChoiceTests {
    @Test("A mix names each method once, with a weight above zero")
    func mixes() throws {
        let mix = try #require(MethodMix(argument: "search=15,get=80,suggest"))
        #expect(mix.methods == [.get, .search, .suggest])
        #expect(mix.description == "get=80,search=15,suggest=1")
        for wrong in ["", "get=", "get=0", "get=-1", "get,get", "put", "get=1,", "get=1000001", "get=1=2"] {
            #expect(MethodMix(argument: wrong) == nil, "\(wrong)")
        }
    }

    @Test("A popularity is uniform or Zipf's with an exponent from 0 to 5")
    func popularities() {
        #expect(Popularity(argument: "uniform") == .uniform)
        #expect(Popularity(argument: "zipf") == .zipf(exponent: 1))
        #expect(Popularity(argument: "zipf:0.9") == .zipf(exponent: 0.9))
        for wrong in ["", "zipf:", "zipf:x", "zipf:-1", "zipf:5.1", "zipf:nan", "uniform:1", "Zipf"] {
            #expect(Popularity(argument: wrong) == nil, "\(wrong)")
        }
    }

    @Test("Ranks are drawn as often as their popularity says", arguments: [Popularity.uniform, .zipf(exponent: 0.9)])
    func draws(popularity: Popularity) {
        let sampler = RankSampler(count: 4, popularity: popularity)
        var generator = SplitMix64(seed: 1)
        var counts = [0, 0, 0, 0]
        for _ in 0..<40_000 { counts[sampler.draw(using: &generator)] += 1 }
        // 1 / rank^0.9 over their sum.
        let shares = popularity == .uniform ? [0.25, 0.25, 0.25, 0.25] : [0.4582, 0.2456, 0.1705, 0.1316]
        for (count, share) in zip(counts, shares) { #expect(abs(Double(count) / 40_000 - share) < 0.01) }
    }

    @Test("A sample holds each code as likely as any other, and the seed repeats it")
    func samples() throws {
        let codes = try (0..<50).map { number in
            Code(key: try CodeKey(system: .cpt, code: "\(99_000 + number)"), longDescriptor: "")
        }
        func sample(_ seed: UInt64) -> [CodeKey] {
            var sample = CodeSample(countMax: 5, seed: seed)
            for code in codes { sample.take(code) }
            return sample.codes.map(\.key)
        }
        #expect(sample(7) == sample(7))
        var counts: [CodeKey: Int] = [:]
        for seed in 0..<2_000 { for key in sample(UInt64(seed)) { counts[key, default: 0] += 1 } }
        // 200 are expected of each; the chance of one beyond these bounds is below one in a million.
        #expect(counts.count == 50 && counts.values.allSatisfy { (130...270).contains($0) })
    }

    @Test("Queries are words of the descriptor, prefixes their beginning")
    func queries() {
        let descriptor = "Repair of the Left 2nd Toe, Open Approach"
        #expect(BenchQuery.search(for: descriptor) == "repair left open")
        #expect(BenchQuery.prefix(for: descriptor, length: 4) == "repa")
        #expect(BenchQuery.search(for: "A1 x") == "A1 x")
    }

    @Test("Batches and encounters have the size asked for, also when there are fewer codes")
    func groups() throws {
        let codes = try (0..<3).map { Code(key: try CodeKey(system: .cpt, code: "9900\($0)"), longDescriptor: "word") }
        let options = try RequestOptions.parse(["--batch-size", "5", "--lines", "2"])
        guard case .batch(let batch) = options.requests(of: .batch, about: codes, asOf: nil)[0],
            case .validate(let encounter) = options.requests(of: .validate, about: codes, asOf: nil)[0]
        else {
            Issue.record("no such requests")
            return
        }
        #expect(batch.keys.map(\.code) == ["99000", "99001", "99002", "99000", "99001"])
        #expect(encounter.lines.map(\.key.code) == ["99000", "99001"])
        for method in BenchMethod.allCases { #expect(!options.requests(of: method, about: codes, asOf: nil).isEmpty) }
    }
}
