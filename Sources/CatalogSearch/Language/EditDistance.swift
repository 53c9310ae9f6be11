/// Counts edits between words: substitution, deletion, insertion, transposition of neighbours (optimal string alignment).
struct EditDistance {
    private var rows = [[Int]](repeating: [], count: 3)

    /// The edits from one word to the other; `limit + 1` when there are more than `limit`.
    mutating func between(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>, limit: Int) -> Int {
        guard abs(a.count - b.count) <= limit else { return limit + 1 }
        for index in rows.indices where rows[index].count <= b.count {
            rows[index] = [Int](repeating: 0, count: max(48, b.count + 1))
        }
        for column in 0...b.count { rows[0][column] = column }
        let (a0, b0) = (a.startIndex, b.startIndex)
        for row in 1..<(a.count + 1) {
            rows.rotateRows()
            // rows[0] is being filled, rows[1] the row before, rows[2] the one before that.
            rows[0][0] = row
            var least = row
            for column in 1..<(b.count + 1) {
                let same = a[a0 + row - 1] == b[b0 + column - 1]
                var best = min(rows[1][column] + 1, rows[0][column - 1] + 1, rows[1][column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, a[a0 + row - 1] == b[b0 + column - 2], a[a0 + row - 2] == b[b0 + column - 1] {
                    best = min(best, rows[2][column - 2] + 1)
                }
                rows[0][column] = best
                least = min(least, best)
            }
            if least > limit { return limit + 1 }
        }
        return min(rows[0][b.count], limit + 1)
    }
}

extension [[Int]] {
    /// Makes the last row the first one, to be filled anew.
    fileprivate mutating func rotateRows() {
        swapAt(2, 1)
        swapAt(1, 0)
    }
}
