internal import CatalogModel

/// Who the contractors are, and in which states each has Medicare's business.
struct MCDContractors {
    /// What tells contractors apart: one company has a number of contracts.
    struct ID: Hashable {
        private let fields: [String]

        init(_ record: MCDRecord) { fields = ID.columns.map { record[$0] } }

        static let columns = ["contractor_id", "contractor_type_id", "contractor_version"]
    }

    private var names: [ID: String] = [:]
    private var states: [ID: Set<String>] = [:]

    init(_ files: MCDFiles, _ session: ImportSession) throws(CatalogError) {
        var abbreviations: [String: String] = [:]
        try files.read("state_lookup", columns: ["state_id", "state_abbrev"], session) { record in
            abbreviations[record["state_id"]] = Self.state(record["state_abbrev"])
        }
        var names: [ID: String] = [:]
        try files.read("contractor", columns: ID.columns + ["contractor_bus_name"], session) { record in
            names[ID(record)] = HTMLText.plain(record["contractor_bus_name"], byteCountMax: 200)
        }
        var states: [ID: Set<String>] = [:]
        try files.read("contractor_jurisdiction", columns: ID.columns + ["state_id"], session) { record in
            guard record["term_date"].isEmpty, let state = abbreviations[record["state_id"]] else { return }
            states[ID(record), default: []].insert(state)
        }
        self.names = names
        self.states = states
    }

    /// The contractor's name and states; nil for one that no table names.
    func named(_ id: ID) -> (name: String, states: Set<String>)? {
        guard let name = names[id], !name.isEmpty else { return nil }
        return (name, states[id] ?? [])
    }

    /// A state as the post writes it. CMS divides some of them: New York in three, California and Missouri in two.
    private static func state(_ abbreviation: String) -> String? {
        switch abbreviation {
        case "": nil
        case "DN", "QN", "UN": "NY"
        case "NF", "SF": "CA"
        case "EM", "WM": "MO"
        case "CNMI": "MP"
        default: abbreviation
        }
    }
}
