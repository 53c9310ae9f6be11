import TestSupport

/// Makes inputs of seeds by a few random edits: what is left of a fuzzer where there is no libFuzzer. It sees no coverage.
struct Mutator {
    private let seeds: [[UInt8]]
    private var random: SplitMix64

    init(seeds: [[UInt8]], seed: UInt64) {
        self.seeds = seeds
        random = SplitMix64(seed: seed)
    }

    /// The next input: a seed with one to six edits.
    mutating func next() -> [UInt8] {
        var input = seeds.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...6, using: &random) { edit(&input) }
        return input
    }

    private mutating func edit(_ input: inout [UInt8]) {
        let start = Int.random(in: 0...input.count, using: &random)
        let end = Int.random(in: start...min(input.count, start + 32), using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0 where start < input.count: input[start] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 1 where start < input.count: input[start] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
        case 2: input.removeSubrange(start..<end)
        case 3: input.insert(contentsOf: input[start..<end], at: start)
        case 4: input.insert(UInt8.random(in: 0...255, using: &random), at: start)
        default:
            let other = seeds.randomElement(using: &random) ?? []
            input.insert(contentsOf: other.suffix(Int.random(in: 0...other.count, using: &random)), at: start)
        }
    }
}
