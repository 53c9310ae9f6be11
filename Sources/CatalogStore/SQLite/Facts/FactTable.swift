internal import CatalogModel
internal import GRDB

/// The table of a kind of fact: its name, its columns, and the pieces of statements made of them.
///
/// A row is a fact as a scope's editions hold it from the day `since` up to `until`. Its columns are the identity, the
/// fact's `effective` day, `scope`, `since` — together the primary key —, `until`, the content that begins with the
/// fact's `terminated` day, `revision` and `digest`.
struct FactTable {
    let kind: FactKind
    let type: any StorableFact.Type
    /// The catalog's table.
    let name: String
    /// The temporary table in which an import's rows wait.
    let staged: String
    /// The temporary table of what the segment being applied changes.
    let touched: String
    /// The temporary table of what the import did.
    let effects: String
    /// The columns that tell a fact from the others of its scope.
    let identity: [String]
    /// The columns that say more.
    let content: [String]

    /// The catalog's table, without its schema.
    var bareName: String { String(name.dropFirst("main.".count)) }

    init(_ kind: FactKind) {
        self.kind = kind
        type = Fact.type(of: kind)
        let word = kind.rawValue.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
        name = "main.fact_\(word)"
        staged = "temp.staged_\(word)"
        touched = "temp.touched_\(word)"
        effects = "temp.effect_\(word)"
        identity = type.identity.map(\.name) + ["effective"]
        content = ["terminated"] + type.content.map(\.name)
    }

    /// The columns that name codes.
    var keyColumns: [String] { type.identity.filter { $0.content == .key }.map(\.name) }

    /// The primary key's columns, in order.
    var order: [String] { identity + ["scope", "since"] }

    /// A list of columns of a row called so.
    static func list(_ columns: [String], of row: String) -> String {
        columns.map { "\(row).\($0)" }.joined(separator: ", ")
    }

    /// The condition that these columns of two rows are the same.
    static func equal(_ columns: [String], _ a: String, _ b: String) -> String {
        columns.map { "\(a).\($0) = \(b).\($0)" }.joined(separator: " AND ")
    }

    // MARK: Temporary tables

    func createStaging(_ db: Database) throws {
        let identityColumns = type.identity.map { "\($0.name) \($0.storage) NOT NULL" }
        let contentColumns = type.content.map { "\($0.name) \($0.storage) NOT NULL" }
        let columns =
            identityColumns + ["effective INTEGER", "scope INTEGER", "since INTEGER", "until INTEGER"]
            + ["terminated INTEGER"] + contentColumns + ["digest INTEGER"]
        let key = identityColumns + ["effective INTEGER NOT NULL"]
        try db.execute(
            sql: """
                CREATE TEMP TABLE \(bare(staged)) (
                    \(columns.joined(separator: ", ")), PRIMARY KEY (\(order.joined(separator: ", ")))) WITHOUT ROWID;
                CREATE TEMP TABLE \(bare(touched)) (
                    \(key.joined(separator: ", ")), PRIMARY KEY (\(identity.joined(separator: ", ")))) WITHOUT ROWID;
                CREATE TEMP TABLE \(bare(effects)) (
                    \(key.joined(separator: ", ")), scope INTEGER NOT NULL, effect TEXT NOT NULL,
                    PRIMARY KEY (\(identity.joined(separator: ", ")), scope)) WITHOUT ROWID;
                """)
    }

    func dropStaging(_ db: Database) throws {
        for table in [staged, touched, effects] { try db.execute(sql: "DROP TABLE \(table)") }
    }

    private func bare(_ table: String) -> String { String(table.dropFirst("temp.".count)) }

    // MARK: Digests

    /// What `since`, `until` and `revision` add to a row's digest. Odd, so that a change of one by less than 2^47 always
    /// shows; small, so that SQLite's 64-bit integers do not overflow into floating point.
    static let sinceFactor: Int64 = 11_400_715
    static let untilFactor: Int64 = 5_915_587
    static let revisionFactor: Int64 = 3_266_489

    /// The digest of a row from that of the rest of it.
    static func digest(_ rest: Int64, since: Int64, until: Int64, revision: Int64) -> Int64 {
        (rest &+ since &* sinceFactor &+ until &* untilFactor &+ revision &* revisionFactor) & ShortDigest.mask
    }

    /// The same as an expression.
    static func digest(_ rest: String, since: String = "0", until: String = "0", revision: String = "0") -> String {
        """
        ((\(rest) + (\(since)) * \(sinceFactor) + (\(until)) * \(untilFactor) \
        + (\(revision)) * \(revisionFactor)) & \(ShortDigest.mask))
        """
    }

    /// The digest of a row whose days change.
    static func digest(of row: String, since: String, until: String) -> String {
        digest("\(row).digest", since: "(\(since)) - \(row).since", until: "(\(until)) - \(row).until")
    }
}

extension FactColumn {
    /// The column's type in SQLite.
    var storage: String {
        switch content {
        case .key, .text: "TEXT"
        case .phrase, .integer: "INTEGER"
        case .real: "REAL"
        }
    }
}
