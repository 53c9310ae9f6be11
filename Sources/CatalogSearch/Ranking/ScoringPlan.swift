/// The groups of a query laid out flat, to score a document in one pass over its words.
struct ScoringPlan {
    /// A word of the index that the query may mean.
    struct Word {
        /// Its number.
        var word: Int32
        /// Where ``ScoringPlan/uses`` says what for.
        var uses: Range<Int>
        /// What is saved when a descriptor has it.
        var saving: Float
        /// The group it saves that for: the first that looks for it; nil when it is only excluded.
        var group: Int?
    }

    /// A slot a word can fill.
    struct Use {
        var slot: Int
        var group: Int
        /// What it adds when it stands in a descriptor.
        var worth: Float
    }

    /// A word a reading wants.
    struct Slot {
        var reading: Int
        /// The most it can add.
        var value: Float
        /// Whether it says most of its reading: a document without it does not have the group.
        var isTelling: Bool
    }

    /// A way to say a group.
    struct Reading {
        var slots: Range<Int>
        var systems: UInt32
        /// The most it can add, and the most when the telling word is missing.
        var value: Float
        var partialValue: Float
        /// Whether it adds about as much as the best of its group.
        var isStrong: Bool
    }

    /// A group; excluded ones cost instead of adding.
    struct Group {
        var readings: Range<Int>
        var isExcluded: Bool
        /// The number of the list it is an item of; 0 for none.
        var list: Int
        /// The most it can add.
        var value: Float
        /// Whether it says little: weak words and asides.
        var isWeak: Bool
    }

    /// The words, by number.
    private(set) var words: [Word] = []
    private(set) var uses: [Use] = []
    private(set) var slots: [Slot] = []
    private(set) var readings: [Reading] = []
    private(set) var groups: [Group] = []
    /// By system, what a document gains for being of it.
    private(set) var systemGains: [Float] = []
    /// The groups by which documents are chosen.
    private(set) var counted: [Int] = []

    /// So many groups choose the documents, the weightiest; the others only add to the score.
    static let countedGroupsMax = 12

    /// From this part of a group's value on a reading is a strong one.
    private static let strongShare: Float = 0.75

    /// How many of the counted groups a document must have to match; 0 when the query asks for nothing.
    var matchedGroupsMin: Int {
        Int((Float(counted.count) * RankingWeights.matchShare).rounded(.up))
    }

    init(_ groups: [QueryGroup], index: SearchIndex) {
        var usesOfWords: [(word: Int32, use: Use)] = []
        for group in groups { append(group, index, &usesOfWords) }
        usesOfWords.sort { ($0.word, $0.use.slot) < ($1.word, $1.use.slot) }
        for (word, use) in usesOfWords {
            if words.last?.word != word {
                words.append(Word(word: word, uses: uses.count..<uses.count, saving: 0, group: nil))
            }
            uses.append(use)
            words[words.count - 1].uses = words[words.count - 1].uses.lowerBound..<uses.count
            if words[words.count - 1].group == nil, !self.groups[use.group].isExcluded {
                words[words.count - 1].group = use.group
                words[words.count - 1].saving = index.unaskedCosts[Int(word)]
            }
        }
        systemGains = SystemGains.gains(of: groups, index)
        chooseCounted()
    }

    /// The number of a word among ``words``; nil when the query does not mean it.
    func number(of word: Int32) -> Int? {
        var low = 0
        var high = words.count
        while low < high {
            let middle = (low + high) / 2
            if words[middle].word < word { low = middle + 1 } else { high = middle }
        }
        return low < words.count && words[low].word == word ? low : nil
    }

    private mutating func append(
        _ group: QueryGroup, _ index: SearchIndex, _ usesOfWords: inout [(word: Int32, use: Use)]
    ) {
        func worth(_ slot: QueryGroup.Slot) -> Float { slot.words.first.map { index.wordWeights[Int($0.word)] } ?? 0 }
        let sums = group.readings.map { $0.slots.reduce(Float(0)) { $0 + worth($1) } }
        let value = (sums.max() ?? 0) * group.emphasis
        let start = readings.count
        for (reading, sum) in zip(group.readings, sums) where sum > 0 {
            let firstSlot = slots.count
            for slot in reading.slots {
                guard let best = slot.words.first else { continue }
                let slotValue = value * reading.weight * worth(slot) / sum
                for (word, factor) in slot.words {
                    usesOfWords.append((word, Use(slot: slots.count, group: groups.count, worth: slotValue * factor)))
                }
                slots.append(Slot(reading: readings.count, value: slotValue * best.factor, isTelling: false))
            }
            append(readingOf: firstSlot..<slots.count, of: value, systems: reading.systems)
        }
        groups.append(
            Group(
                readings: start..<readings.count, isExcluded: group.isExcluded, list: group.list, value: value,
                isWeak: group.emphasis < 1))
    }

    private mutating func append(readingOf slots: Range<Int>, of groupValue: Float, systems: UInt32) {
        guard let telling = slots.max(by: { self.slots[$0].value < self.slots[$1].value }) else { return }
        self.slots[telling].isTelling = true
        let value = slots.reduce(Float(0)) { $0 + self.slots[$1].value }
        readings.append(
            Reading(
                slots: slots, systems: systems, value: value,
                partialValue: RankingWeights.incomplete * (value - self.slots[telling].value),
                isStrong: value >= Self.strongShare * groupValue))
    }

    private mutating func chooseCounted() {
        let wanted = groups.indices.filter { !groups[$0].isExcluded && !groups[$0].readings.isEmpty }
        let telling = wanted.filter { !groups[$0].isWeak }
        let byValue = (telling.isEmpty ? wanted : telling).sorted { groups[$0].value > groups[$1].value }
        counted = Array(byValue.prefix(Self.countedGroupsMax))
    }
}
