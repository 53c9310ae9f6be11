/// Numbers terms by their hashes, from 0 in the order they came in: an open-addressing table.
///
/// The hashes are well mixed and are the keys themselves: of ten million terms, two would share one by chance once in
/// a hundred thousand catalogs.
struct TermNumbers {
    /// How many terms there are.
    private(set) var count = 0
    private var hashes: [UInt64]
    /// By place of the table, the number of the term; -1 where there is none.
    private var numbers: [Int32]

    init() {
        hashes = [UInt64](repeating: 0, count: 16)
        numbers = [Int32](repeating: -1, count: 16)
    }

    /// The number of a term; nil when it is not known.
    subscript(hash: UInt64) -> Int? {
        let place = place(of: hash)
        return numbers[place] < 0 ? nil : Int(numbers[place])
    }

    /// The number of a term, which is added when it is not known.
    mutating func insert(_ hash: UInt64) -> Int {
        if let number = self[hash] { return number }
        if count * 2 >= numbers.count { grow() }
        let place = place(of: hash)
        hashes[place] = hash
        numbers[place] = Int32(count)
        count += 1
        return count - 1
    }

    private func place(of hash: UInt64) -> Int {
        let mask = numbers.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while numbers[place] >= 0, hashes[place] != hash { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let (oldHashes, oldNumbers) = (hashes, numbers)
        hashes = [UInt64](repeating: 0, count: oldHashes.count * 2)
        numbers = [Int32](repeating: -1, count: oldNumbers.count * 2)
        for (hash, number) in zip(oldHashes, oldNumbers) where number >= 0 {
            let place = place(of: hash)
            hashes[place] = hash
            numbers[place] = number
        }
    }
}
