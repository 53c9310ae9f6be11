import CatalogModel
import CatalogStore

/// A release file in miniature: what one release of a system lists.
struct ReleaseFixture: Sendable, Hashable {
    var release: Release
    var codes: [Code]
    var system: CodeSystem = .icd10PCS

    init(_ label: String, _ effective: String, system: CodeSystem = .icd10PCS, _ wordings: [String: String]) {
        release = Release(label: label, effective: day(effective))
        self.system = system
        codes = wordings.sorted { $0.key < $1.key }.map { code, wording in
            Code(key: CodeKey(system: system, canonical: code), longDescriptor: wording)
        }
    }
}

extension CodeStore {
    /// Loads a release file.
    @discardableResult
    func load(_ fixture: ReleaseFixture, dryRun: Bool = false) async throws(CatalogError) -> WriteReport {
        try await write(source: ImportSource(format: "fixture", files: [fixture.release.label]), dryRun: dryRun) {
            (writer) throws(CatalogError) in
            try writer.declare(fixture.release, of: fixture.system)
            for code in fixture.codes { try writer.list(code) }
        }
    }

    /// Loads pages.
    @discardableResult
    func load(pages: [Code]) async throws(CatalogError) -> WriteReport {
        try await write(source: ImportSource(format: "fixture", files: ["pages"])) { (writer) throws(CatalogError) in
            for page in pages { try writer.putPage(page) }
        }
    }

    /// Loads records.
    @discardableResult
    func load(records: [CatalogRecord]) async throws(CatalogError) -> WriteReport {
        try await write(source: ImportSource(format: "fixture", files: ["records"])) { (writer) throws(CatalogError) in
            for record in records { try writer.restore(record) }
        }
    }

    /// All records, read in steps of this size.
    func allRecords(step: Int = 100) async throws(CatalogError) -> [CatalogRecord] {
        let snapshot = try await snapshot()
        var records: [CatalogRecord] = []
        while true {
            let next = try await snapshot.records(after: records.last?.position, limit: step)
            records += next
            if next.count < step { return records }
        }
    }

    /// The answer for one key.
    func answer(
        _ key: CodeKey, on date: String, view: CodeView = .full
    ) async throws(CatalogError) -> CodeAnswer {
        try await lookUp([key], asOf: day(date), view: view).answers[0]
    }

    /// The code behind a key.
    func code(_ key: CodeKey, on date: String, view: CodeView = .full) async throws -> Code {
        guard case .found(let code) = try await answer(key, on: date, view: view) else {
            throw ConformanceFailure(description: "\(key) is not found on \(date)")
        }
        return code
    }

    /// Why a key is absent.
    func absence(_ key: CodeKey, on date: String) async throws -> CodeAbsence {
        guard case .absent(let absence) = try await answer(key, on: date) else {
            throw ConformanceFailure(description: "\(key) is found on \(date)")
        }
        return absence
    }
}

/// The day written `YYYY-MM-DD`; 0001-01-01 for a text that is none, which no fixture means.
func day(_ text: String) -> CalendarDate {
    CalendarDate(text) ?? CalendarDate(year: 1, month: 1, day: 1) ?? day(text)
}

/// An ICD-10-PCS key.
func pcs(_ code: String) -> CodeKey { CodeKey(system: .icd10PCS, canonical: code) }

/// A CPT key.
func cpt(_ code: String) -> CodeKey { CodeKey(system: .cpt, canonical: code) }

/// A page in our own words.
func page(_ key: CodeKey, _ title: String, similar: [CodeKey] = [], policies: [Policy] = []) -> Code {
    Code(
        key: key, longDescriptor: title, consumerDescriptor: "in plain words: \(title)", descriptorOrigin: .ownWording,
        notice: "our wording", isAddOn: true,
        procedure: Procedure(
            sections: [
                Section(kind: .summary, heading: "Summary", blocks: [Block(.paragraph("What happens in \(title)."))])
            ],
            facts: ProcedureFacts(durationMinutes: 30...60)),
        similarCodes: similar.map { SimilarCode(key: $0, title: "title on the page", reason: .curated, score: 0.5) },
        policies: policies)
}
