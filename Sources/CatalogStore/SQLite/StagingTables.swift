internal import GRDB

/// Where an import's rows wait until all of them are there: temporary tables of the writer's connection, in a file of
/// SQLite's own, so memory stays bounded and the catalog is neither changed nor locked while rows come in.
///
/// `system_id` in a staged row is the system's place among those of this import; it may not be loaded yet.
enum StagingTables {
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TEMP TABLE staged_listing (
                    system_id INTEGER NOT NULL,
                    code TEXT NOT NULL,
                    effective INTEGER NOT NULL,
                    terminated INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    long_descriptor TEXT NOT NULL,
                    short_descriptor TEXT NOT NULL,
                    details TEXT,
                    PRIMARY KEY (system_id, code, effective)
                ) WITHOUT ROWID;

                CREATE TEMP TABLE staged_page (
                    system_id INTEGER NOT NULL,
                    code TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    long_descriptor TEXT NOT NULL,
                    short_descriptor TEXT NOT NULL,
                    details TEXT,
                    body TEXT NOT NULL,
                    has_procedure INTEGER NOT NULL,
                    PRIMARY KEY (system_id, code)
                );

                CREATE TEMP TABLE staged_mention (
                    system_id INTEGER NOT NULL,
                    code TEXT NOT NULL,
                    target_system TEXT NOT NULL,
                    target_code TEXT NOT NULL
                );

                -- The codes whose listings differ in the release being applied.
                CREATE TEMP TABLE touched (code TEXT PRIMARY KEY) WITHOUT ROWID;

                -- What the import did to each code that it changed, and the code's state before (CodeState); system_id
                -- is the catalog's.
                CREATE TEMP TABLE effect (
                    layer TEXT NOT NULL,
                    system_id INTEGER NOT NULL,
                    code TEXT NOT NULL,
                    effect TEXT NOT NULL,
                    state INTEGER NOT NULL,
                    PRIMARY KEY (layer, system_id, code)
                ) WITHOUT ROWID;
                """)
    }

    static func drop(_ db: Database) throws {
        for table in ["staged_listing", "staged_page", "staged_mention", "touched", "effect"] {
            try db.execute(sql: "DROP TABLE temp.\(table)")
        }
    }
}
