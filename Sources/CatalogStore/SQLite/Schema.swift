internal import CatalogModel
internal import GRDB

/// The tables, their versions, and how a file says that it holds them.
///
/// The file's header names the application and the schema version (sqlite.org/pragma.html, `application_id` and
/// `user_version`), so a file that is not ours, or newer than we are, is told before anything in it is touched.
///
/// Days are day numbers of ``CalendarDate``; ``openEnd`` stands for a period without an end. Foreign keys tie rows to
/// the revision that wrote them, which names the source, and facts to their scope; nothing ties a row to a code, so files
/// may name codes that are loaded later.
enum Schema {
    /// "MCAT" in the header's application id.
    static let applicationID: Int32 = 0x4D43_4154
    /// The version this program writes.
    static let version: Int32 = 5
    /// Stored as the terminated day of a period whose end is not known: the day after 9999-12-31.
    static let openEnd: Int64 = 2_932_897
    /// Staged as the effective day of a row that holds since ever: the day before 0001-01-01.
    static let openStart: Int64 = -719_163

    /// The statements that lead from each version to the next.
    private static let migrations = [version1, version2, version3, version4, version5]

    private static let version1 = """
        CREATE TABLE revision (
            number INTEGER PRIMARY KEY,
            committed_at INTEGER NOT NULL,
            format TEXT NOT NULL,
            files TEXT NOT NULL
        ) STRICT;

        CREATE TABLE revision_change (
            revision INTEGER NOT NULL REFERENCES revision,
            system_id INTEGER NOT NULL REFERENCES code_system,
            code TEXT NOT NULL,
            PRIMARY KEY (revision, system_id, code)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE code_system (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            code_count INTEGER NOT NULL DEFAULT 0,
            header_count INTEGER NOT NULL DEFAULT 0,
            modifier_count INTEGER NOT NULL DEFAULT 0,
            procedure_count INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE release (
            system_id INTEGER NOT NULL REFERENCES code_system,
            effective INTEGER NOT NULL,
            label TEXT NOT NULL,
            row_count INTEGER NOT NULL DEFAULT 0,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (system_id, effective),
            UNIQUE (system_id, label)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE listing (
            system_id INTEGER NOT NULL REFERENCES code_system,
            code TEXT NOT NULL,
            effective INTEGER NOT NULL,
            terminated INTEGER NOT NULL CHECK (terminated > effective),
            kind TEXT NOT NULL,
            long_descriptor TEXT NOT NULL,
            short_descriptor TEXT NOT NULL,
            details TEXT,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (system_id, code, effective)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE page (
            system_id INTEGER NOT NULL REFERENCES code_system,
            code TEXT NOT NULL,
            kind TEXT NOT NULL,
            long_descriptor TEXT NOT NULL,
            short_descriptor TEXT NOT NULL,
            details TEXT,
            has_procedure INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (system_id, code)
        ) STRICT;

        CREATE TABLE page_mention (
            target_system TEXT NOT NULL,
            target_code TEXT NOT NULL,
            system_id INTEGER NOT NULL REFERENCES code_system,
            code TEXT NOT NULL,
            PRIMARY KEY (target_system, target_code, system_id, code)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX page_mention_by_page ON page_mention (system_id, code);
        """

    /// Facts. The number of a scope and the id of a phrase are digests of their texts (``ShortDigest``).
    private static let version2 = """
        ALTER TABLE code_system ADD COLUMN is_loaded INTEGER NOT NULL DEFAULT 1;

        CREATE TABLE fact_scope (
            number INTEGER PRIMARY KEY,
            format TEXT NOT NULL,
            part TEXT NOT NULL
        ) STRICT;

        CREATE TABLE fact_edition (
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            label TEXT NOT NULL,
            files TEXT NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE fact_count (
            scope INTEGER NOT NULL REFERENCES fact_scope,
            kind TEXT NOT NULL,
            row_count INTEGER NOT NULL,
            PRIMARY KEY (scope, kind)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE phrase (
            id INTEGER PRIMARY KEY,
            text TEXT NOT NULL
        ) STRICT;

        CREATE TABLE fact_add_on (
            add_on TEXT NOT NULL,
            primary_code TEXT NOT NULL,
            type INTEGER NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            note INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (add_on, primary_code, type, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX fact_add_on_by_primary ON fact_add_on (primary_code);

        CREATE TABLE fact_pair_edit (
            column1 TEXT NOT NULL,
            column2 TEXT NOT NULL,
            setting INTEGER NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            indicator INTEGER NOT NULL,
            predates_1996 INTEGER NOT NULL,
            rationale INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (column1, column2, setting, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE fact_unit_limit (
            key TEXT NOT NULL,
            setting INTEGER NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            units INTEGER NOT NULL,
            adjudication INTEGER NOT NULL,
            rationale INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (key, setting, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE fact_fee_schedule (
            key TEXT NOT NULL,
            modifier TEXT NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            status TEXT NOT NULL,
            global_days TEXT NOT NULL,
            coverage TEXT NOT NULL,
            betos TEXT NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (key, modifier, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE fact_policy (
            payer TEXT NOT NULL,
            number TEXT NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            title TEXT NOT NULL,
            type TEXT NOT NULL,
            url TEXT NOT NULL,
            jurisdictions TEXT NOT NULL,
            coverage TEXT NOT NULL,
            prior_authorization TEXT NOT NULL,
            sample INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (payer, number, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE fact_policy_code (
            key TEXT NOT NULL,
            payer TEXT NOT NULL,
            number TEXT NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            coverage INTEGER NOT NULL,
            prior_authorization INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (key, payer, number, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX fact_policy_code_by_policy ON fact_policy_code (payer, number);

        CREATE TABLE fact_crosswalk (
            source TEXT NOT NULL,
            target_system TEXT NOT NULL,
            scenario INTEGER NOT NULL,
            choice_list INTEGER NOT NULL,
            target TEXT NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            relation TEXT NOT NULL,
            combination INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (source, target_system, scenario, choice_list, target, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE fact_term (
            system TEXT NOT NULL,
            term TEXT NOT NULL,
            term_kind TEXT NOT NULL,
            relation TEXT NOT NULL,
            target TEXT NOT NULL,
            words TEXT NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (system, term, term_kind, relation, target, words, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX fact_term_by_target ON fact_term (target) WHERE target <> '';

        CREATE TABLE fact_axis_value (
            system TEXT NOT NULL,
            code_table TEXT NOT NULL,
            table_row INTEGER NOT NULL,
            position INTEGER NOT NULL,
            value TEXT NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            title INTEGER NOT NULL,
            label INTEGER NOT NULL,
            definition INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (system, code_table, table_row, position, value, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE fact_note (
            key TEXT NOT NULL,
            note_kind TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            note INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (key, note_kind, ordinal, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE fact_hierarchy (
            child TEXT NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            parent TEXT NOT NULL,
            title TEXT NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (child, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX fact_hierarchy_by_parent ON fact_hierarchy (parent);

        CREATE TABLE fact_similarity (
            key TEXT NOT NULL,
            other TEXT NOT NULL,
            reason TEXT NOT NULL,
            effective INTEGER NOT NULL,
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL CHECK (until > since),
            terminated INTEGER NOT NULL,
            score REAL NOT NULL,
            revision INTEGER NOT NULL REFERENCES revision,
            digest INTEGER NOT NULL,
            PRIMARY KEY (key, other, reason, effective, scope, since)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX fact_similarity_by_other ON fact_similarity (other);
        """

    /// What each edition holds on its first day, and the codes its facts name that are not loaded. Editions loaded before
    /// have no counts.
    private static let version3 = """
        CREATE TABLE fact_edition_count (
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            kind TEXT NOT NULL,
            fact_count INTEGER NOT NULL,
            unresolved_count INTEGER NOT NULL,
            PRIMARY KEY (scope, since, kind)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE fact_unresolved (
            scope INTEGER NOT NULL REFERENCES fact_scope,
            since INTEGER NOT NULL,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            PRIMARY KEY (scope, since, kind, key)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX fact_unresolved_by_key ON fact_unresolved (key);
        """

    /// What a revision did to each code (``CodeChange/Kind``), and how many rows of the log say so: null where the log is
    /// cut off. A row without a code stands for its system (``RevisionLog/Mark``).
    private static let version4 = """
        ALTER TABLE revision ADD COLUMN change_count INTEGER;

        CREATE INDEX revision_kept ON revision (number, change_count) WHERE change_count IS NOT NULL;

        ALTER TABLE revision_change ADD COLUMN kind INTEGER NOT NULL DEFAULT 2;
        """

    /// Makes sure that a connection's file is empty or a catalog this program understands. Changes nothing.
    ///
    /// - Throws: ``CatalogError`` of kind `incompatible`.
    static func identify(_ db: Database, file: String) throws {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let found = try version(of: db)
        if application == 0, found == 0, try isEmpty(db) { return }
        guard application == applicationID else {
            throw CatalogError(
                .incompatible, "\(file) is a database of another program, not a catalog",
                remedy: "name the catalog's file, or a new one")
        }
        guard found <= version else {
            throw CatalogError(
                .incompatible, "\(file) has schema version \(found), and this program knows up to \(version)",
                remedy: "use the newer program that wrote it, or another catalog file")
        }
    }

    /// Brings a file up to ``version``, in one transaction.
    static func migrate(_ db: Database) throws {
        guard try version(of: db) < version else { return }
        do {
            try db.inTransaction(.immediate) {
                // Asked again under the lock: another process may have migrated meanwhile.
                for migration in migrations.dropFirst(Int(try version(of: db))) { try db.execute(sql: migration) }
                try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
                return .commit
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw DamagedRow(place: "its tables are not those of its version")
        }
    }

    // MARK: What a sound file holds

    /// All tables.
    static let tableNames =
        BookTable.all.map(\.name) + FactKind.allCases.map { FactTable($0).bareName }
        + ["listing", "page", "release", "fact_scope", "fact_edition", "phrase", "table_digest"]

    /// The tables, indexes and triggers in a file, by kind and name, with the statements that made them.
    static func objects(_ db: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return Dictionary(try rows.map { (try $0.text(at: 0), try $0.text(at: 1)) }) { first, _ in first }
    }

    /// The same of a file that this program makes.
    static func madeObjects() throws -> [String: String] {
        var connection = GRDB.Configuration()
        connection.prepareDatabase { db in
            for function in RowDigest.functions { db.add(function: function) }
        }
        return try DatabaseQueue(configuration: connection).inDatabase { db in
            try migrate(db)
            return try objects(db)
        }
    }

    /// Whether the file holds a catalog, of whatever version; not an empty one.
    static func isThere(_ db: Database) throws -> Bool { try version(of: db) > 0 }

    /// Whether the file is as this program writes it.
    static func isCurrent(_ db: Database) throws -> Bool { try version(of: db) == version }

    private static func version(of db: Database) throws -> Int32 {
        try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }

    private static func isEmpty(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_schema)") == 0
    }
}
