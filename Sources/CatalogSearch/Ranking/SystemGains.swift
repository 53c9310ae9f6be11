/// How much a query speaks the language of each code system.
enum SystemGains {
    /// By system, what a document gains for being of it.
    static func gains(of groups: [QueryGroup], _ index: SearchIndex) -> [Float] {
        let count = index.documents.systems.systems.count
        var gains = [Float](repeating: 0, count: count)
        var total: Float = 0
        var groupCount: Float = 0
        for group in groups where !group.isExcluded {
            let value =
                group.emphasis
                * (group.readings.first?.words.first.flatMap(index.bestVariant).map { index.wordWeights[Int($0)] } ?? 0)
            let read = group.readings.reduce(UInt32(0)) { $1.systems == SystemTable.all ? $0 : $0 | $1.systems }
            total += value
            groupCount += 1
            for system in gains.indices {
                let isElsewhere = read != 0 && read & (1 << UInt32(system)) == 0
                let best = group.readings.reduce(Float(0)) { max($0, affinity($1, system, index)) }
                gains[system] += value * best * (isElsewhere ? RankingWeights.affinityElsewhere : 1)
            }
        }
        guard groupCount > 0, total > 0 else { return gains }
        // An operation is said first or last: excision of a kidney, kidney excision.
        let telling = groups.indices.filter { !groups[$0].isExcluded && groups[$0].emphasis == 1 }
        return gains.indices.map { system in
            var lead: Float = 0
            for (number, group) in groups.enumerated() where !group.isExcluded {
                guard group.readings.contains(where: { leads($0, system, index) }) else { continue }
                let isOuter = number == telling.first || number == telling.last
                lead = max(lead, isOuter ? RankingWeights.leadingWord : RankingWeights.innerLeadingWord)
            }
            return RankingWeights.affinity * gains[system] / groupCount + lead
        }
    }

    /// How much of a reading's words belongs to a system.
    private static func affinity(_ reading: QueryGroup.Reading, _ system: Int, _ index: SearchIndex) -> Float {
        guard reading.systems & (1 << UInt32(system)) != 0, !reading.words.isEmpty else { return 0 }
        let count = index.documents.systems.systems.count
        let sum = reading.words.reduce(Float(0)) { sum, word in
            sum + (index.bestVariant(of: word).map { index.affinities[Int($0) * count + system] } ?? 0)
        }
        return reading.weight * sum / Float(reading.words.count)
    }

    /// Whether a word of a reading is one that the system's descriptors start with.
    private static func leads(_ reading: QueryGroup.Reading, _ system: Int, _ index: SearchIndex) -> Bool {
        let count = index.documents.systems.systems.count
        return reading.systems & (1 << UInt32(system)) != 0
            && reading.words.contains {
                index.bestVariant(of: $0).map { index.leads[Int($0) * count + system] } ?? false
            }
    }
}
