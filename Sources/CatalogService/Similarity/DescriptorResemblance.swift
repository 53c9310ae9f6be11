internal import CatalogModel
internal import Glibc

/// How alike the descriptors of some codes are: the weight of the words that two of them share, as part of the weight of
/// all words of both (a weighted Jaccard index). A word weighs more the fewer of the descriptors have it, so what all of
/// them say counts for little.
///
/// The same codes give the same numbers to the last bit, in every process: sums are made in the order of first use.
struct DescriptorResemblance {
    /// The numbers of each descriptor's words, ascending.
    private var wordsByCode: [CodeKey: [Int]] = [:]
    /// What each word weighs, by its number.
    private let weights: [Double]

    /// Compares codes that come in the order of their keys.
    init(_ codes: [Code]) {
        var numbers: [Substring: Int] = [:]
        var counts: [Int] = []
        for code in codes {
            let words = Set(
                Self.words(of: code).map { word in
                    let number = numbers[word] ?? counts.count
                    if number == counts.count {
                        numbers[word] = number
                        counts.append(0)
                    }
                    return number
                })
            for number in words { counts[number] += 1 }
            wordsByCode[code.key] = words.sorted()
        }
        weights = counts.map { log(Double(codes.count + 1) / Double($0)) }
    }

    /// How alike two of the codes are, 0 to 1.
    func between(_ a: CodeKey, _ b: CodeKey) -> Double {
        guard let a = wordsByCode[a], let b = wordsByCode[b] else { return 0 }
        var (shared, all) = (0.0, 0.0)
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            let isOfA = j == b.count || (i < a.count && a[i] <= b[j])
            let isOfB = i == a.count || (j < b.count && b[j] <= a[i])
            let weight = weights[isOfA ? a[i] : b[j]]
            all += weight
            if isOfA && isOfB { shared += weight }
            if isOfA { i += 1 }
            if isOfB { j += 1 }
        }
        return all > 0 ? shared / all : 0
    }

    /// The words of a code's descriptor in lower case; numbers are words.
    private static func words(of code: Code) -> [Substring] {
        let text = code.longDescriptor.isEmpty ? code.shortDescriptor : code.longDescriptor
        return text.lowercased().split { !$0.isLetter && !$0.isNumber }
    }
}
