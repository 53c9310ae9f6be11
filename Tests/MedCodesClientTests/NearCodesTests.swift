import CatalogModel
import Foundation
import Testing

@testable import MedCodesClient

@Suite("What the near cache holds")
struct NearCodesTests {
    private static let day = CalendarDate(dayNumber: 20_000)
    private static let key = CodeKey(system: .icd10CM, canonical: "E119")

    private static func answer(_ words: String, _ key: CodeKey = key) -> CodeAnswer {
        .found(Code(key: key, longDescriptor: words))
    }

    private static func found(_ codes: NearCodes, _ key: CodeKey = key) -> String? {
        guard let day, case .held(let held, _) = codes.find(key, asOf: day, view: .basic),
            case .found(let code) = held.answer
        else { return nil }
        return code.longDescriptor
    }

    /// Puts an answer in its place at once.
    private static func keep(_ codes: NearCodes, _ words: String, at revision: Int64, _ key: CodeKey = key) {
        guard let place = codes.place(of: key, asOf: day, view: .basic) else { return }
        codes.keep(answer(words, key), at: Revision(rawValue: revision), in: place, evicting: true)
    }

    @Test("Nothing is held before there is a watch")
    func untrusted() {
        let codes = NearCodes(byteCountMax: 1 << 20)
        #expect(codes.place(of: Self.key, asOf: Self.day, view: .basic) == nil)
        codes.trust(from: Revision(rawValue: 7))
        Self.keep(codes, "7", at: 7)
        #expect(Self.found(codes) == "7")
        codes.distrust()
        #expect(Self.found(codes) == nil)
    }

    @Test("An answer from before the watch, or before a change, is not held, whenever it comes")
    func outdated() throws {
        let codes = NearCodes(byteCountMax: 1 << 20)
        codes.trust(from: Revision(rawValue: 7))
        Self.keep(codes, "6", at: 6)
        #expect(Self.found(codes) == nil)
        let place = try #require(codes.place(of: Self.key, asOf: Self.day, view: .basic))
        codes.advance(to: Revision(rawValue: 8), changed: [Self.key])
        codes.keep(Self.answer("7"), at: Revision(rawValue: 7), in: place, evicting: true)
        #expect(Self.found(codes) == nil)
        codes.keep(Self.answer("8"), at: Revision(rawValue: 8), in: place, evicting: true)
        #expect(Self.found(codes) == "8")
        codes.keep(Self.answer("none"), at: nil, in: place, evicting: true)
        #expect(Self.found(codes) == "8")
    }

    @Test("A new watch forgets all, also of a server that counts from one again")
    func newWatch() throws {
        let codes = NearCodes(byteCountMax: 1 << 20)
        codes.trust(from: Revision(rawValue: 100))
        Self.keep(codes, "100", at: 100)
        let old = try #require(codes.place(of: Self.key, asOf: Self.day, view: .basic))
        codes.trust(from: Revision(rawValue: 1))
        #expect(Self.found(codes) == nil)
        codes.keep(Self.answer("100"), at: Revision(rawValue: 100), in: old, evicting: true)
        #expect(Self.found(codes) == nil)
        Self.keep(codes, "1", at: 1)
        #expect(Self.found(codes) == "1")
        codes.advance(to: Revision(rawValue: 2), changed: nil)
        #expect(Self.found(codes) == nil)
    }

    @Test("Revisions that cannot be are not believed, and stop nothing", arguments: [Int64.min, -1, 1 << 48, .max])
    func hostileRevisions(number: Int64) {
        let codes = NearCodes(byteCountMax: 1 << 20)
        codes.trust(from: Revision(rawValue: 1))
        Self.keep(codes, "hostile", at: number)
        #expect(Self.found(codes) == nil)
        codes.advance(to: Revision(rawValue: number), changed: nil)
        Self.keep(codes, "1", at: 1)
        #expect(Self.found(codes) == nil)
    }

    @Test("However much comes, no more is held than the bound, and what is held is counted")
    func bound() {
        let codes = NearCodes(byteCountMax: 256 << 10)
        codes.trust(from: Revision(rawValue: 1))
        for number in 0..<5_000 {
            let key = CodeKey(system: .icd10CM, canonical: "X\(number)")
            Self.keep(codes, String(repeating: "w", count: 200), at: 1, key)
        }
        let statistics = codes.statistics
        #expect(statistics.byteCount <= 256 << 10 && statistics.byteCount > 64 << 10)
        #expect(statistics.entryCount > 100 && statistics.entryCount < 5_000)
    }

    @Test("A change far away from what is held leaves it")
    func otherChange() {
        let codes = NearCodes(byteCountMax: 1 << 20)
        codes.trust(from: Revision(rawValue: 1))
        Self.keep(codes, "1", at: 1)
        codes.advance(to: Revision(rawValue: 2), changed: [CodeKey(system: .cpt, canonical: "22849")])
        #expect(Self.found(codes) == "1")
        guard let day = Self.day, case .held(_, let revision) = codes.find(Self.key, asOf: day, view: .basic) else {
            Issue.record("nothing is held")
            return
        }
        #expect(revision == Revision(rawValue: 2))
    }
}
