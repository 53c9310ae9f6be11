internal import CatalogModel

/// A document of the coverage database in all of its versions that were read.
struct MCDDocument {
    /// What kind of document it is; the raw value is the policy's type.
    enum Kind: String {
        case lcd = "LCD"
        case article = "article"
        case ncd = "NCD"
    }

    /// What tells documents apart.
    struct ID: Hashable {
        var kind: Kind
        var number: Int
    }

    /// One version.
    struct Version {
        var number: Int
        var title: String
        var coverage: String
        /// The first day.
        var effective: CalendarDate
        /// The last day printed.
        var lastDay: CalendarDate?
        /// The states in which it applies, by contractor.
        var states: [String: Set<String>] = [:]
        /// The days on which it holds, once the versions are settled; nil when another one took its place at once.
        var period: ValidityPeriod?
    }

    let id: ID
    /// The number people know it by: `L33000`, `A52000`, or a section of the NCD manual.
    let number: String
    private(set) var versions: [Version] = []

    init(id: ID, number: String) {
        self.id = id
        self.number = number
    }

    /// Whose it is, in any version.
    var payers: Set<String> { Set(versions.flatMap { payers(of: $0).keys }) }

    /// The document as policies: one for each version and contractor.
    var policies: [Policy] {
        versions.flatMap { version -> [Policy] in
            guard let period = version.period else { return [] }
            return payers(of: version).sorted { $0.key < $1.key }.map { payer, states in
                Policy(
                    payer: payer, number: number, title: version.title, type: id.kind.rawValue,
                    url: url(ofVersion: version.number), jurisdictions: states.sorted(), period: period,
                    coverage: version.coverage)
            }
        }
    }

    /// Adds a version, unless the same is there.
    mutating func add(_ version: Version) {
        if !versions.contains(where: { $0.number == version.number }) { versions.append(version) }
    }

    /// Adds a contractor to a version.
    mutating func add(contractor: String, in states: Set<String>, toVersion number: Int) {
        guard let place = versions.firstIndex(where: { $0.number == number }) else { return }
        versions[place].states[contractor, default: []].formUnion(states)
    }

    /// The days on which a version holds.
    func period(ofVersion number: Int) -> ValidityPeriod? { versions.first { $0.number == number }?.period }

    /// Ends each version where it says, and where the next one begins.
    mutating func settle() {
        versions.sort { ($0.effective, $0.number) < ($1.effective, $1.number) }
        for place in versions.indices {
            let next = place + 1 < versions.count ? versions[place + 1].effective : nil
            let end = [versions[place].lastDay?.advanced(by: 1), next].compactMap(\.self).min()
            let isHeld = end.map { versions[place].effective < $0 } ?? true
            versions[place].period =
                isHeld ? ValidityPeriod(effective: versions[place].effective, terminated: end) : nil
        }
    }

    private func payers(of version: Version) -> [String: Set<String>] {
        if id.kind == .ncd { return ["Centers for Medicare & Medicaid Services": []] }
        return version.states.isEmpty ? ["Medicare contractor": []] : version.states
    }

    private func url(ofVersion version: Int) -> String {
        let page =
            switch id.kind {
            case .lcd: "lcd.aspx?lcdid=\(id.number)&ver=\(version)"
            case .article: "article.aspx?articleid=\(id.number)&ver=\(version)"
            case .ncd: "ncd.aspx?ncdid=\(id.number)&ncdver=\(version)"
            }
        return "https://www.cms.gov/medicare-coverage-database/view/\(page)"
    }
}
