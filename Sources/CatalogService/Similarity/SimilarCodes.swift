internal import CatalogModel
internal import CatalogStore

/// Finds the codes most like others on one day, from one snapshot: lists written by hand, add-on families, headings and
/// table rows, and shared words (decision 0001). Codes that follow one another share what is read of their family.
///
/// A list depends on nothing but the catalog and the day. It is complete up to ``CodeFamily/codeCountMax`` codes for each
/// way to be similar, and costs a few hundred indexed rows.
final class SimilarCodes {
    private let day: CalendarDate
    private let reader: any CodeStoreReader
    /// The family read last, which the next code of a batch or an export is often of too.
    private var lastFamily: (system: CodeSystem, family: CodeFamily)?

    /// The most codes that GetCode shows, so that a batch of 1,000 fits in what clients take; the list has all of them.
    static let shownCountMax = 10
    /// The primaries of an add-on code of which other add-ons are looked for, the first in order.
    private static let primaryCountMax = 64
    /// The relations that are read of those.
    private static let relationCountMax = 4096

    init(on day: CalendarDate, from reader: any CodeStoreReader) {
        self.day = day
        self.reader = reader
    }

    /// A code found similar, before its title is known.
    private struct Candidate {
        var code: SimilarCode
        /// The code itself, where it has been read.
        var loaded: Code?
    }

    /// The code as GetCode shows it: in the full view, with the beginning of the list of codes like it.
    func answer(for key: CodeKey) throws(CatalogError) -> CodeAnswer {
        let answer = try reader.answer(for: key, asOf: day, view: .full)
        guard case .found(var code) = answer else { return answer }
        code.similarCodes = Array(try list(of: code).prefix(Self.shownCountMax))
        return .found(code)
    }

    /// The codes like one, best first, ties by code, each once with the best of its reasons.
    ///
    /// - Parameters:
    ///   - code: The code in the full view of the day.
    ///   - reasons: Only these reasons; empty for all.
    func list(of code: Code, for reasons: [SimilarityReason] = []) throws(CatalogError) -> [SimilarCode] {
        let wanted = Set(reasons.isEmpty ? SimilarityReason.allCases : reasons)
        var candidates = try written(of: code)
        if wanted.contains(.addOnFamily) { candidates += try addOnFamily(of: code) }
        if !wanted.isDisjoint(with: [.sibling, .sharedText]), code.isBillable { candidates += try family(of: code) }
        var best: [CodeKey: Candidate] = [:]
        for candidate in candidates where wanted.contains(candidate.code.reason) && candidate.code.key != code.key {
            if let other = best[candidate.code.key], other.code.score >= candidate.code.score { continue }
            best[candidate.code.key] = candidate
        }
        var list: [SimilarCode] = []
        for candidate in best.values {
            if let similar = try titled(candidate) { list.append(similar) }
        }
        return list.sorted { ($1.score, $0.key) < ($0.score, $1.key) }
    }

    /// The code with its descriptor of the day; nil for one that is known not to be valid on it. One that is not loaded
    /// stays with the title it came with, for a list written by hand is right until the catalog knows better.
    private func titled(_ candidate: Candidate) throws(CatalogError) -> SimilarCode? {
        var similar = candidate.code
        if let loaded = candidate.loaded {
            similar.title = loaded.longDescriptor
            return similar
        }
        switch try reader.answer(for: similar.key, asOf: day, view: .basic) {
        case .found(let loaded): similar.title = loaded.longDescriptor
        case .absent(let absence) where absence.reason == .terminated || absence.reason == .notYetEffective: return nil
        case .absent: break
        }
        return similar
    }

    // MARK: Ways to be similar

    /// What pages and lists say.
    private func written(of code: Code) throws(CatalogError) -> [Candidate] {
        let links = try reader.facts(
            FactQuery<SimilarityLink>.of(code.key).on(day).limited(to: CodeFamily.codeCountMax))
        let linked = links.map(\.value).map { link in
            SimilarCode(key: link.other, reason: link.reason, score: link.score)
        }
        return (code.similarCodes + linked).map { Candidate(code: $0) }
    }

    /// The primaries of an add-on code, the add-on codes of a primary, and the add-on codes that share primaries.
    private func addOnFamily(of code: Code) throws(CatalogError) -> [Candidate] {
        let limit = CodeFamily.codeCountMax
        let primaries = try reader.facts(FactQuery.addOns([code.key]).on(day).limited(to: limit)).compactMap(
            \.value.primary)
        let addOns = try reader.facts(FactQuery.primaries([code.key]).on(day).limited(to: limit)).map(\.value.addOn)
        var family = Set(primaries + addOns).map { key in
            SimilarCode(key: key, reason: .addOnFamily, score: SimilarityScale.addOnAndPrimary)
        }
        let compared = Set(primaries).sorted().prefix(Self.primaryCountMax)
        if !compared.isEmpty {
            let query = FactQuery.primaries(Array(compared)).on(day).limited(to: Self.relationCountMax)
            var shared: [CodeKey: Set<CodeKey>] = [:]
            for relation in try reader.facts(query).map(\.value) {
                if let primary = relation.primary { shared[relation.addOn, default: []].insert(primary) }
            }
            family += shared.map { addOn, primaries in
                let score = SimilarityScale.sharedPrimaries(Double(primaries.count) / Double(compared.count))
                return SimilarCode(key: addOn, reason: .addOnFamily, score: score)
            }
        }
        return family.map { Candidate(code: $0) }
    }

    /// The codes of the same heading or table row, of the same family, and of others with much the same text.
    private func family(of code: Code) throws(CatalogError) -> [Candidate] {
        guard let prefix = try CodeFamily.prefix(around: code.key, on: day, from: reader) else { return [] }
        let family = try read(prefix, of: code.key.system)
        return (family.codes + (try variants(of: code.key, in: family))).compactMap { other in
            judge(code.key, other.key, in: family, family.resemblance.between(code, other)).map { reason, score in
                Candidate(code: SimilarCode(key: other.key, reason: reason, score: score), loaded: other)
            }
        }
    }

    private func judge(
        _ key: CodeKey, _ other: CodeKey, in family: CodeFamily, _ resemblance: Double
    ) -> (SimilarityReason, Double)? {
        let leadLength = CodeFamily.leadLength(of: key.system) ?? 0
        let sharesLead = other.code.hasPrefix(key.code.prefix(leadLength))
        guard key.system.leadLengthMin != nil, sharesLead else {
            return SimilarityScale.sharedText(resemblance: resemblance).map { (.sharedText, $0) }
        }
        let isNear =
            key.system.hasAxes
            ? key.code.differsInOneCharacter(from: other.code)
            : other.code.hasPrefix(family.prefix) && family.parent(of: key) == family.parent(of: other)
        if isNear { return (.sibling, SimilarityScale.sibling(resemblance: resemblance)) }
        return SimilarityScale.relative(resemblance: resemblance).map { (.sibling, $0) }
    }

    /// The valid codes outside the family that differ from a code in one of the characters the family shares, the last
    /// of its category or table and those behind: the same part by another operation, the same injury of another bone.
    private func variants(of key: CodeKey, in family: CodeFamily) throws(CatalogError) -> [Code] {
        guard key.system.leadLengthMin != nil, let leadLength = CodeFamily.leadLength(of: key.system) else { return [] }
        var variants: [Code] = []
        let characters = Array(key.code)
        for position in max(leadLength - 1, 2)..<max(family.prefix.count, 3) where position < characters.count {
            for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" where character != characters[position] {
                var variant = characters
                variant[position] = character
                let text = String(variant)
                let found = try reader.codes(of: key.system, prefix: text, on: day, after: nil, limit: 1)
                variants += found.filter { $0.key.code == text && $0.isBillable }
            }
        }
        return variants
    }

    private func read(_ prefix: String, of system: CodeSystem) throws(CatalogError) -> CodeFamily {
        if let lastFamily, lastFamily.system == system, lastFamily.family.prefix == prefix { return lastFamily.family }
        let family = try CodeFamily(prefix: prefix, of: system, on: day, from: reader)
        lastFamily = (system, family)
        return family
    }
}

extension String {
    /// Whether two texts of one length have all characters but one in common.
    fileprivate func differsInOneCharacter(from other: String) -> Bool {
        utf8.count == other.utf8.count && zip(utf8, other.utf8).count { $0 != $1 } == 1
    }
}
