internal import CatalogModel
internal import Glibc

/// How alike descriptors are: the weight of the words that two of them share, as part of the weight of all words of both
/// (a weighted Jaccard index). A word weighs more the fewer codes of a family have it, so what all of them say counts
/// for little.
///
/// The same codes give the same numbers to the last bit, in every process: sums are made in the order of first use.
struct DescriptorResemblance {
    /// A descriptor's words.
    private struct Words {
        /// The numbers of those that the family uses, ascending.
        var numbers: [Int]
        /// What all of them weigh.
        var weight: Double
    }

    private var numberByWord: [Substring: Int] = [:]
    private var weights: [Double] = []
    /// What a word weighs that no code of the family has.
    private let strangeWeight: Double
    private var wordsByCode: [CodeKey: Words] = [:]

    /// Weighs the words of a family's codes, which come in the order of their keys.
    init(_ codes: [Code]) {
        strangeWeight = log(Double(codes.count + 1))
        var counts: [Int] = []
        for code in codes {
            for word in Set(Self.words(of: code)).sorted() {
                if let number = numberByWord[word] {
                    counts[number] += 1
                } else {
                    numberByWord[word] = counts.count
                    counts.append(1)
                }
            }
        }
        weights = counts.map { log(Double(codes.count + 1) / Double($0)) }
        for code in codes { wordsByCode[code.key] = weigh(code) }
    }

    /// How alike two codes are, 0 to 1, of the family or not.
    func between(_ a: Code, _ b: Code) -> Double {
        let (a, b) = (wordsByCode[a.key] ?? weigh(a), wordsByCode[b.key] ?? weigh(b))
        var shared = 0.0
        var rest = b.numbers[...]
        for number in a.numbers {
            rest = rest.drop { $0 < number }
            if rest.first == number { shared += weights[number] }
        }
        let all = a.weight + b.weight - shared
        return all > 0 ? shared / all : 0
    }

    private func weigh(_ code: Code) -> Words {
        var words = Words(numbers: [], weight: 0)
        var strangeCount = 0
        for word in Set(Self.words(of: code)) {
            if let number = numberByWord[word] { words.numbers.append(number) } else { strangeCount += 1 }
        }
        words.numbers.sort()
        words.weight = words.numbers.reduce(Double(strangeCount) * strangeWeight) { $0 + weights[$1] }
        return words
    }

    /// The words of a code's descriptor in lower case: runs of letters and digits, and of whatever is not ASCII.
    private static func words(of code: Code) -> [Substring] {
        let text = code.longDescriptor.isEmpty ? code.shortDescriptor : code.longDescriptor
        return text.lowercased().utf8.split { !$0.isPartOfWord }.map { Substring($0) }
    }
}

extension UInt8 {
    fileprivate var isPartOfWord: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: true
        default: false
        }
    }
}
