import Foundation

/// A quarter of pair edits in the layout of CMS's files, made by a rule: each code has edits with the codes behind it.
///
/// Every fifth edit was deleted; every tenth has an earlier one on other days.
public struct GeneratedPairEdits: Sendable {
    /// How many codes there are; CMS's files name about as many.
    public static let codeCount = 12_000

    /// How many codes behind it a code has edits with.
    public let pairsPerCode: Int

    /// About so many rows.
    public init(rowCount: Int) { pairsPerCode = max(rowCount / Self.codeCount, 1) }

    /// A code that does not exist, by its number: 0000B, 0000C, 0000D, 0001B …
    public static func code(_ number: Int) -> String {
        let digits = String(number / 3)
        return String(repeating: "0", count: 4 - digits.count) + digits + ["B", "C", "D"][number % 3]
    }

    /// Whether two codes, by number, have an edit that still holds, the first in column 1.
    public func hasOpenEdit(_ a: Int, _ b: Int) -> Bool {
        let step = (b - a + Self.codeCount) % Self.codeCount
        return (1...pairsPerCode).contains(step) && !Self.isDeleted(a, step)
    }

    /// Writes the file.
    public func write(to path: String) throws {
        try Data("Column 1\tColumn 2\t*\tEffective\tDeletion\tModifier\tRationale\r\n".utf8)
            .write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seekToEnd()
        for a in 0..<Self.codeCount {
            var rows = ""
            for step in 1...pairsPerCode {
                let pair = "\(Self.code(a))\t\(Self.code((a + step) % Self.codeCount))\t"
                let end = Self.isDeleted(a, step) ? "20240930" : "*"
                rows += "\(pair)\t20150101\t\(end)\t\(step % 2)\tMisuse of column two code with column one code\r\n"
                if Self.hasEarlier(a, step) { rows += "\(pair)*\t19960101\t20061231\t1\tStandards of practice\r\n" }
            }
            try file.write(contentsOf: Data(rows.utf8))
        }
        try file.close()
    }

    private static func isDeleted(_ a: Int, _ step: Int) -> Bool { (a + step) % 5 == 0 }
    private static func hasEarlier(_ a: Int, _ step: Int) -> Bool { (a + step) % 10 == 3 }
}
