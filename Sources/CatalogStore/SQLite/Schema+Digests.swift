internal import CatalogModel
internal import GRDB

/// A table of the catalog's books, which is small and kept by row after row: systems, revisions, counts.
///
/// Rows of codes and facts carry digests of their own. A book has one digest for all of its rows, the sum of theirs,
/// which triggers keep as rows come, change and go.
struct BookTable {
    let name: String
    /// All of its columns.
    let columns: [String]

    /// All of them.
    static let all = [
        BookTable(name: "revision", columns: ["number", "committed_at", "format", "files", "change_count"]),
        BookTable(name: "revision_change", columns: ["revision", "system_id", "code", "kind"]),
        BookTable(
            name: "code_system",
            columns: [
                "id", "name", "code_count", "header_count", "modifier_count", "procedure_count", "is_loaded",
            ]),
        BookTable(name: "page_mention", columns: ["target_system", "target_code", "system_id", "code"]),
        BookTable(name: "fact_count", columns: ["scope", "kind", "row_count"]),
        BookTable(
            name: "fact_edition_count", columns: ["scope", "since", "kind", "fact_count", "unresolved_count"]),
        BookTable(name: "fact_unresolved", columns: ["scope", "since", "kind", "key"]),
    ]

    /// 40 bits, so that the sum of eight million rows' digests fits in SQLite's integers. The low bits of a
    /// ``RowDigest`` change with any single byte, as all of them do.
    private static let mask: Int64 = (1 << 40) - 1

    /// The digest of the table as its rows are now, as an expression.
    var sum: String { "(SELECT ifnull(sum(\(digest(of: name))), 0) & \(Self.mask) FROM \(name))" }

    /// Statements that put the table under its digest.
    var guardStatements: String {
        """
        INSERT INTO table_digest (name, digest) VALUES ('\(name)', \(sum));
        CREATE TRIGGER \(name)_comes AFTER INSERT ON \(name) BEGIN \(count("+ " + digest(of: "NEW"))); END;
        CREATE TRIGGER \(name)_goes AFTER DELETE ON \(name) BEGIN \(count("- " + digest(of: "OLD"))); END;
        CREATE TRIGGER \(name)_changes AFTER UPDATE ON \(name)
            BEGIN \(count("+ " + digest(of: "NEW") + " - " + digest(of: "OLD"))); END;

        """
    }

    private func digest(of row: String) -> String {
        "(row_digest(\(columns.map { "\(row).\($0)" }.joined(separator: ", "))) & \(Self.mask))"
    }

    private func count(_ change: String) -> String {
        "UPDATE table_digest SET digest = (digest \(change)) & \(Self.mask) WHERE name = '\(name)'"
    }
}

extension Schema {
    /// Digests of everything: those of rows take in the columns that no answer shows, and books get theirs. The digests
    /// that rows have are carried on, not made anew, so that what is damaged stays known as damaged.
    static var version5: String {
        let facts = FactKind.allCases.map(FactTable.init).map { table in
            "UPDATE \(table.name) SET digest = \(FactTable.digest("digest", revision: "revision"));\n"
        }
        return """
            CREATE TABLE table_digest (
                name TEXT PRIMARY KEY,
                digest INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;

            UPDATE listing SET digest = row_digest_on(digest, revision);
            UPDATE page SET digest = row_digest_on(digest, has_procedure, revision);
            UPDATE release SET digest = row_digest_on(digest, row_count, revision);
            UPDATE fact_edition SET digest = row_digest_on(digest, revision);
            \(facts.joined())
            \(BookTable.all.map(\.guardStatements).joined())
            """
    }
}
