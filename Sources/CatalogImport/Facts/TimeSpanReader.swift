/// Reads one span from a position among a text's words.
struct TimeSpanReader {
    /// The text's words.
    let words: [TimeWord]
    /// The next word to read.
    var index: Int

    /// One end of a span: how many of which unit; the amount is nil where it is vague.
    private struct End {
        var amount: Double?
        var unit: Int?
        var extraMinutes = 0.0
    }

    /// The span that starts here; nil when none does.
    mutating func span() -> TimeSpan? {
        let start = index
        guard var first = end() else { return nil }
        let afterFirst = index
        if skipSeparator(after: start), let second = end(), let unit = second.unit {
            first.unit = first.unit ?? unit
            return span(start, from: first, to: second, unit: min(first.unit ?? unit, unit))
        }
        index = afterFirst
        guard let unit = first.unit else { return nil }
        return span(start, from: first, to: nil, unit: unit)
    }

    private func span(_ start: Int, from first: End, to second: End?, unit: Int) -> TimeSpan {
        TimeSpan(minutes: minutes(start, from: first, to: second), unit: unit, words: start..<index)
    }

    private func minutes(_ start: Int, from first: End, to second: End?) -> ClosedRange<Int>? {
        guard let lower = Self.minutes(first), !hasOpenEnd(start, isRange: second != nil) else { return nil }
        guard let second else { return isUpperBound(start) ? 0...lower : lower...lower }
        guard let upper = Self.minutes(second), lower <= upper else { return nil }
        return lower...upper
    }

    private static func minutes(_ end: End) -> Int? {
        guard let amount = end.amount, let unit = end.unit else { return nil }
        let minutes = amount * Double(unit) + end.extraMinutes
        return minutes < 1e9 ? Int(minutes.rounded()) : nil
    }

    // MARK: Ends

    private mutating func end() -> End? {
        guard var end = amount() else { return nil }
        let afterAmount = index
        skip(.dash)
        end.unit = unit()
        if end.unit == nil { index = afterAmount } else { addRest(to: &end) }
        return end
    }

    /// `2`, `1 1/2`, `one and a half`, `half an`, `an`, `a few`.
    private mutating func amount() -> End? {
        guard index < words.count else { return nil }
        switch words[index] {
        case .number(let number):
            index += 1
            return End(amount: number + trailingFraction())
        case .fraction(let fraction):
            index += 1
            skip("of")
            if !skip("an") { skip("a") }
            return End(amount: fraction)
        case .word("half"):
            index += 1
            return skip("an") || skip("a") ? End(amount: 0.5) : nil
        case .word("a"), .word("an"):
            index += 1
            if skip("half") { return End(amount: 0.5) }
            return isVague() ? vagueAmount() : End(amount: 1)
        case .word:
            return isVague() ? vagueAmount() : nil
        case .dash, .other:
            return nil
        }
    }

    private mutating func trailingFraction() -> Double {
        if index < words.count, case .fraction(let fraction) = words[index] {
            index += 1
            return fraction
        }
        return skipPhrase(["and", "a", "half"]) ? 0.5 : 0
    }

    private func isVague() -> Bool {
        guard index < words.count, case .word(let word) = words[index] else { return false }
        return ["few", "several", "couple", "many", "some"].contains(word)
    }

    private mutating func vagueAmount() -> End {
        index += 1
        skip("of")
        return End(amount: nil)
    }

    private mutating func unit() -> Int? {
        guard index < words.count, case .word(let word) = words[index], let unit = Self.units[word] else { return nil }
        index += 1
        return unit
    }

    /// `1 hour and 30 minutes`, `an hour and a half`.
    private mutating func addRest(to end: inout End) {
        let start = index
        guard let unit = end.unit else { return }
        if skipPhrase(["and", "a", "half"]) {
            end.extraMinutes = Double(unit) / 2
            return
        }
        skip("and")
        if unit == 60, index < words.count, case .number(let minutes) = words[index], minutes < 60 {
            index += 1
            if self.unit() == 1 {
                end.extraMinutes = minutes
                return
            }
        }
        index = start
    }

    // MARK: Around the span

    /// `to`, `through`, `or`, a dash, or `and` after `between`.
    private mutating func skipSeparator(after start: Int) -> Bool {
        let before = index
        while skip(.dash) || skip("to") || skip("or") || skip("through") || skip("up") {}
        if index == before, word(start - 1) == "between" { skip("and") }
        let found = index > before
        while found, ["about", "around", "even", "approximately"].contains(word(index)) { index += 1 }
        return found
    }

    private func isUpperBound(_ start: Int) -> Bool {
        let (last, previous) = wordsBefore(start)
        let isBound =
            last == "under" || last == "within" || (last == "to" && previous == "up")
            || (last == "than" && ["less", "fewer"].contains(previous)) || (last == "most" && previous == "at")
        return isBound || (last == "than" && previous == "more" && word(before(start) - 2) == "no")
            || (word(index) == "or" && ["less", "fewer"].contains(word(index + 1)))
    }

    private func hasOpenEnd(_ start: Int, isRange: Bool) -> Bool {
        let (last, previous) = wordsBefore(start)
        let opens =
            (last == "least" && previous == "at") || (last == "of" && previous == "minimum")
            || (last == "than" && ["longer", "greater"].contains(previous))
            || (last == "than" && previous == "more" && word(before(start) - 2) != "no")
            || (!isRange && ["over", "exceed", "exceeds"].contains(last))
        return opens || (word(index) == "or" && ["more", "longer"].contains(word(index + 1)))
    }

    /// The two words before a position, `about` and the like left out.
    private func wordsBefore(_ start: Int) -> (last: String, previous: String) {
        let last = before(start)
        return (word(last), word(last - 1))
    }

    private func before(_ start: Int) -> Int {
        var index = start - 1
        while ["about", "around", "approximately", "roughly", "an", "a"].contains(word(index)) { index -= 1 }
        return index
    }

    /// The word at a position; empty where there is none.
    private func word(_ index: Int) -> String {
        guard words.indices.contains(index), case .word(let word) = words[index] else { return "" }
        return word
    }

    @discardableResult
    private mutating func skip(_ word: String) -> Bool { skip(.word(word)) }

    @discardableResult
    private mutating func skip(_ word: TimeWord) -> Bool {
        guard index < words.count, words[index] == word else { return false }
        index += 1
        return true
    }

    private mutating func skipPhrase(_ phrase: [String]) -> Bool {
        guard words[index...].prefix(phrase.count).elementsEqual(phrase.map { .word($0) }) else { return false }
        index += phrase.count
        return true
    }

    private static let units: [String: Int] = [
        "minute": 1, "minutes": 1, "min": 1, "mins": 1, "hour": 60, "hours": 60, "hr": 60, "hrs": 60, "day": 1440,
        "days": 1440, "night": 1440, "nights": 1440, "week": 10_080, "weeks": 10_080, "wk": 10_080, "wks": 10_080,
        "month": 43_200, "months": 43_200, "year": 525_600, "years": 525_600,
    ]
}
