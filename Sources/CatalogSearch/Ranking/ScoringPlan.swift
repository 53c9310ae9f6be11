/// The groups of a query laid out flat, to score a document in one pass over its words.
struct ScoringPlan {
    /// A word of the index that the query may mean.
    struct Word {
        /// Its number.
        var word: Int32
        /// How many documents hold it.
        var documentCount: Int
        /// Where ``uses`` says what for.
        var uses: Range<Int> = 0..<0
        /// What is saved when a descriptor has it.
        var saving: Float
    }

    /// A slot a word can fill.
    struct Use {
        var slot: Int
        var factor: Float
    }

    /// A word a reading wants.
    struct Slot {
        /// What it adds when it is filled.
        var value: Float
        /// The reading it belongs to.
        var reading: Int
    }

    /// A way to say a group.
    struct Reading {
        var group: Int
        var slots: Range<Int>
        var systems: UInt32
    }

    /// A group; excluded ones cost instead of adding.
    struct Group {
        var readings: Range<Int>
        var isExcluded: Bool
        /// The number of the list it is an item of; 0 for none.
        var list: Int
        /// The most it can add.
        var value: Float
    }

    /// The words, rarest first.
    private(set) var words: [Word] = []
    private(set) var uses: [Use] = []
    private(set) var slots: [Slot] = []
    private(set) var readings: [Reading] = []
    private(set) var groups: [Group] = []
    /// By system, what a document gains for being of it.
    private(set) var systemGains: [Float] = []
    /// What a document must get from the groups to match.
    private(set) var relevanceMin: Float = 0
    /// By word, the most that a document can get from the groups that holds this word or later ones only.
    private(set) var bounds: [Float] = []
    /// By word, the most that such a document can save.
    private(set) var savings: [Float] = []

    init(_ groups: [QueryGroup], index: SearchIndex) {
        var usesByWord: [Int32: [Use]] = [:]
        for group in groups { append(group, index, &usesByWord) }
        words = usesByWord.keys.map { word in
            Word(
                word: word, documentCount: index.words.documentRange(of: word).count,
                saving: index.unaskedCosts[Int(word)])
        }
        words.sort { ($0.documentCount, $0.word) < ($1.documentCount, $1.word) }
        for number in words.indices {
            let start = uses.count
            uses += usesByWord[words[number].word] ?? []
            words[number].uses = start..<uses.count
        }
        systemGains = Self.systemGains(groups, index)
        findBounds()
        relevanceMin = RankingWeights.matchShare * relevanceMax
    }

    /// What a document gets that says all the query says.
    private var relevanceMax: Float {
        var lists: [Int: (sum: Float, max: Float)] = [:]
        var sum: Float = 0
        for group in groups where !group.isExcluded {
            let value = group.readings.reduce(Float(0)) { best, reading in
                max(best, readings[reading].slots.reduce(0) { $0 + slots[$1].value })
            }
            if group.list == 0 {
                sum += value
            } else {
                let list = lists[group.list] ?? (0, 0)
                lists[group.list] = (list.sum + value, max(list.max, value))
            }
        }
        return lists.values.reduce(sum) { $0 + $1.max + RankingWeights.furtherItem * ($1.sum - $1.max) }
    }

    /// How much the query speaks the language of each system.
    private static func systemGains(_ groups: [QueryGroup], _ index: SearchIndex) -> [Float] {
        let count = index.documents.systems.systems.count
        var gains = [Float](repeating: 0, count: count)
        var total: Float = 0
        var groupCount: Float = 0
        func affinity(_ reading: QueryGroup.Reading, _ system: Int) -> Float {
            guard reading.systems & (1 << UInt32(system)) != 0, !reading.slots.isEmpty else { return 0 }
            let sum = reading.slots.reduce(Float(0)) { sum, slot in
                sum + (slot.words.first.map { index.affinities[Int($0.word) * count + system] } ?? 0)
            }
            return reading.weight * sum / Float(reading.slots.count)
        }
        func leads(_ reading: QueryGroup.Reading, _ system: Int) -> Bool {
            reading.systems & (1 << UInt32(system)) != 0
                && reading.slots.contains { $0.words.first.map { index.leads[Int($0.word) * count + system] } ?? false }
        }
        for group in groups where !group.isExcluded {
            let value =
                group.emphasis
                * (group.readings.first?.slots.first?.words.first.map { index.wordWeights[Int($0.word)] } ?? 0)
            let read = group.readings.reduce(UInt32(0)) { $1.systems == SystemTable.all ? $0 : $0 | $1.systems }
            total += value
            groupCount += 1
            for system in gains.indices {
                let isElsewhere = read != 0 && read & (1 << UInt32(system)) == 0
                let best = group.readings.reduce(Float(0)) { max($0, affinity($1, system)) }
                gains[system] += value * best * (isElsewhere ? RankingWeights.affinityElsewhere : 1)
            }
        }
        guard groupCount > 0, total > 0 else { return gains }
        // An operation is said first or last: excision of a kidney, kidney excision.
        let telling = groups.indices.filter { !groups[$0].isExcluded && groups[$0].emphasis == 1 }
        return gains.indices.map { system in
            var lead: Float = 0
            for (number, group) in groups.enumerated() where !group.isExcluded {
                guard group.readings.contains(where: { leads($0, system) }) else { continue }
                let isOuter = number == telling.first || number == telling.last
                lead = max(lead, isOuter ? RankingWeights.leadingWord : RankingWeights.innerLeadingWord)
            }
            return RankingWeights.affinity * gains[system] / groupCount + lead
        }
    }

    private mutating func append(_ group: QueryGroup, _ index: SearchIndex, _ usesByWord: inout [Int32: [Use]]) {
        func worth(_ slot: QueryGroup.Slot) -> Float { slot.words.map { index.wordWeights[Int($0.word)] }.first ?? 0 }
        let sums = group.readings.map { $0.slots.reduce(Float(0)) { $0 + worth($1) } }
        let value = (sums.max() ?? 0) * group.emphasis
        let start = readings.count
        for (reading, sum) in zip(group.readings, sums) where sum > 0 {
            let firstSlot = slots.count
            for slot in reading.slots where !slot.words.isEmpty {
                for (word, factor) in slot.words {
                    usesByWord[word, default: []].append(Use(slot: slots.count, factor: factor))
                }
                slots.append(Slot(value: value * reading.weight * worth(slot) / sum, reading: readings.count))
            }
            readings.append(Reading(group: groups.count, slots: firstSlot..<slots.count, systems: reading.systems))
        }
        groups.append(
            Group(readings: start..<readings.count, isExcluded: group.isExcluded, list: group.list, value: value))
    }

    /// From the most frequent word to the rarest, opens the slots each one fills and adds up what could be reached.
    private mutating func findBounds() {
        bounds = [Float](repeating: 0, count: words.count)
        savings = bounds
        var isOpen = [Bool](repeating: false, count: slots.count)
        var readingValues = [Float](repeating: 0, count: readings.count)
        var openCounts = [Int](repeating: 0, count: readings.count)
        var groupBests = [Float](repeating: 0, count: groups.count)
        var sum: Float = 0
        var saving: Float = 0
        for number in words.indices.reversed() {
            for use in words[number].uses where !isOpen[uses[use].slot] {
                let slot = uses[use].slot
                isOpen[slot] = true
                let reading = slots[slot].reading
                let group = readings[reading].group
                readingValues[reading] += slots[slot].value
                openCounts[reading] += 1
                let isComplete = openCounts[reading] == readings[reading].slots.count
                let value = readingValues[reading] * (isComplete ? 1 : RankingWeights.incomplete)
                if value > groupBests[group], !groups[group].isExcluded {
                    sum += value - groupBests[group]
                    groupBests[group] = value
                }
            }
            saving += words[number].saving
            bounds[number] = sum
            savings[number] = saving
        }
    }
}
