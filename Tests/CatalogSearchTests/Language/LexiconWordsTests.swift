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

    /// The words of a file's descriptors in lower case: runs of letters and digits.
    private static func collectWords(of path: String, into words: inout Set<String>) throws {
        let file = try InputFile(path: path)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = try buffer.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
            bytes += buffer[..<count]
        }
        bytes.append(0)
        // The C library walks the file: a debug build of Swift takes ten times as long for each byte.
        var seen = [UInt64](repeating: 0, count: 1 << 16)
        bytes.withUnsafeMutableBytes { bytes in
            var rest: UnsafeMutablePointer<CChar>?
            var next = strtok_r(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), separators, &rest)
            while let word = next {
                next = strtok_r(nil, separators, &rest)
                // Most words were there a moment ago: told by their first and last eight letters and their length.
                var (head, tail): (UInt64, UInt64) = (0, 0)
                let count = strlen(word)
                memcpy(&head, word, min(8, count))
                memcpy(&tail, word + max(0, count - 8), min(8, count))
                let look = (head &+ tail &* 0xBF58_476D_1CE4_E5B9 &+ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
                if seen[Int(look >> 48)] == look { continue }
                seen[Int(look >> 48)] = look
                words.insert(singular(String(cString: word).lowercased()[...]))
            }
        }
    }

    private static let separators =
        (1..<128).map { UInt8($0) }.filter {
            !(48...57).contains($0) && !(65...90).contains($0) && !(97...122).contains($0)
        }.map { CChar($0) } + [0]

    private static func singular(_ word: Substring) -> String {
        if word.count > 4, word.hasSuffix("ies") { return String(word.dropLast(3)) + "y" }
        let isPlural = word.count > 3 && word.hasSuffix("s") && !["ss", "us", "is"].contains { word.hasSuffix($0) }
        return String(isPlural ? word.dropLast() : word)
    }
}
