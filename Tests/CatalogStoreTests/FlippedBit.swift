import Foundation

/// Places to damage, the same for the same seed.
struct FlippedBit {
    private var state: UInt64

    /// How many bits a test flips; `MEDCODES_TEST_FLIPS` asks for more.
    static let count = ProcessInfo.processInfo.environment["MEDCODES_TEST_FLIPS"].flatMap { Int($0) } ?? 40

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    /// What the error about a byte of a backup must name.
    static func place(_ byte: Int, pageCount: Int) -> String {
        if byte < pageCount * 4096 { return "page \(byte / 4096 + 1) of" }
        return byte < pageCount * (4096 + 8) ? "the digests of the pages" : "the last 64 bytes"
    }
}
