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
        /// The systems in which it is the telling word of a reading of that group.
        var tellingSystems: UInt32 = 0
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
        /// The most it can add.
        var value: Float
        /// Where ``ScoringPlan/slotWords`` holds the word and its variants.
        var words: Range<Int>
        /// The systems for which it says most of its reading: a document without it does not have the group by that.
        var tellingSystems: UInt32 = 0
    }

    /// A way to say a group.
    struct Reading {
        var slots: Range<Int>
        var systems: UInt32
        /// Where ``ScoringPlan/slotWords`` holds the word that says most of it, in its variants.
        var tellingWords: Range<Int>
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
        /// Its place among ``ScoringPlan/counted``; nil when it is not one of them.
        var place: Int?
    }

    /// The words, by number.
    private(set) var words: [Word] = []
    private(set) var uses: [Use] = []
    private(set) var slots: [Slot] = []
    /// The words of the slots, one slot after the other.
    private(set) var slotWords: [Int32] = []
    private(set) var readings: [Reading] = []
    private(set) var groups: [Group] = []
    /// By system, what a document gains for being of it.
    private(set) var systemGains: [Float] = []
    /// The groups by which documents are chosen.
    private(set) var counted: [Int] = []

    /// So many groups choose the documents, the weightiest; the others only add to the score. ``ScoreBounds`` has room
    /// for so many.
    static let countedGroupsMax = 12

    /// From this part of a group's value on a reading is a strong one.
    private static let strongShare: Float = 0.75

    /// How many of the counted groups a document must have to match; 0 when the query asks for nothing.
    var matchedGroupsMin: Int {
        Int((Float(counted.count) * RankingWeights.matchShare).rounded(.up))
    }

    init(_ groups: [QueryGroup], index: SearchIndex) {
        // Word and number of use, packed so that sorting is one of numbers.
        var usesOfWords: [UInt64] = []
        usesOfWords.reserveCapacity(64)
        for group in groups { append(group, index, &usesOfWords) }
        usesOfWords.sort()
        let unsorted = uses
        for (position, packed) in usesOfWords.enumerated() {
            let (word, use) = (Int32(packed >> 32), unsorted[Int(packed & 0xFFFF_FFFF)])
            uses[position] = use
            if words.last?.word != word {
                words.append(Word(word: word, uses: position..<position, saving: 0, group: nil))
            }
            let last = words.count - 1
            words[last].uses = words[last].uses.lowerBound..<(position + 1)
            if words[last].group == nil, !self.groups[use.group].isExcluded {
                words[last].group = use.group
                words[last].saving = index.unaskedCosts[Int(word)]
            }
            if words[last].group == use.group { words[last].tellingSystems |= slots[use.slot].tellingSystems }
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

    private mutating func append(_ group: QueryGroup, _ index: SearchIndex, _ usesOfWords: inout [UInt64]) {
        func worth(_ word: Int32) -> Float { index.bestVariant(of: word).map { index.wordWeights[Int($0)] } ?? 0 }
        func worth(_ reading: QueryGroup.Reading) -> Float { reading.words.reduce(Float(0)) { $0 + worth($1) } }
        let value = group.readings.reduce(Float(0)) { max($0, worth($1)) } * group.emphasis
        let start = readings.count
        for reading in group.readings {
            let (sum, firstSlot) = (worth(reading), slots.count)
            if sum <= 0 { continue }
            for word in reading.words {
                let slotValue = value * reading.weight * worth(word) / sum
                let firstWord = slotWords.count
                var bestFactor: Float = 0
                index.forEachVariant(of: word) { variant, factor in
                    if bestFactor == 0 { bestFactor = factor }
                    slotWords.append(variant)
                    usesOfWords.append(UInt64(variant) << 32 | UInt64(uses.count))
                    uses.append(Use(slot: slots.count, group: groups.count, worth: slotValue * factor))
                }
                if bestFactor == 0 { continue }
                slots.append(Slot(value: slotValue * bestFactor, words: firstWord..<slotWords.count))
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
        self.slots[telling].tellingSystems = systems
        let value = slots.reduce(Float(0)) { $0 + self.slots[$1].value }
        readings.append(
            Reading(
                slots: slots, systems: systems, tellingWords: self.slots[telling].words, value: value,
                partialValue: RankingWeights.incomplete * (value - self.slots[telling].value),
                isStrong: value >= Self.strongShare * groupValue))
    }

    private mutating func chooseCounted() {
        let wanted = groups.indices.filter { !groups[$0].isExcluded && !groups[$0].readings.isEmpty }
        let telling = wanted.filter { !groups[$0].isWeak }
        let byValue = (telling.isEmpty ? wanted : telling).sorted { groups[$0].value > groups[$1].value }
        counted = Array(byValue.prefix(Self.countedGroupsMax))
        for (place, group) in counted.enumerated() { groups[group].place = place }
    }
}
