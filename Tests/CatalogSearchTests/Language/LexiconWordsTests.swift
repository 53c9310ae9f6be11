import CatalogSearch
import Compression
import Foundation
import Testing

struct LexiconWordsTests {
    /// The package, three levels above this file's folder.
    private static let package = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }

    @Test("Every expansion of the lexicon has a word that a descriptor has")
    func expansions() throws {
        let data = Self.package.deletingLastPathComponent().appendingPathComponent("shared/data").path
        guard FileManager.default.fileExists(atPath: data) else {
            print("skipped: there is no \(data)")
            return
        }
        var known: Set<String> = []
        for name in ["icd10pcs_order", "icd10cm_order"] {
            try Self.collectWords(of: "\(data)/\(name).txt.gz", into: &known)
        }
        let lexicon = try Lexicon(folder: Self.package.appendingPathComponent("Sources/CatalogSearch/Lexicon").path)
        for entry in lexicon.entries {
            for alternative in entry.alternatives {
                let words = alternative.lowercased().split { !$0.isLetter && !$0.isNumber }.map(Self.singular)
                #expect(words.contains { known.contains($0) }, "\(entry.term): \(alternative)")
            }
        }
    }

    /// A file's words in lower case: runs of letters and digits.
    private static func collectWords(of path: String, into words: inout Set<String>) throws {
        let file = try InputFile(path: path)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var word: [UInt8] = []
        var seen: Set<[UInt8]> = []
        while true {
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            if count == 0 { break }
            for byte in buffer[..<count] {
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): word.append(byte)
                default:
                    if !word.isEmpty { seen.insert(word) }
                    word.removeAll(keepingCapacity: true)
                }
            }
        }
        for word in seen { words.insert(singular(Substring(String(decoding: word, as: UTF8.self)))) }
    }

    private static func singular(_ word: Substring) -> String {
        if word.count > 4, word.hasSuffix("ies") { return String(word.dropLast(3)) + "y" }
        let isPlural = word.count > 3 && word.hasSuffix("s") && !["ss", "us", "is"].contains { word.hasSuffix($0) }
        return String(isPlural ? word.dropLast() : word)
    }
}
