internal import CatalogModel

/// One row of a table of policies: a policy, and codes it speaks of.
struct PolicyRow {
    static let columns = ColumnNames(
        required: ["payer", "number", "title", "codes"],
        optional: [
            "type", "url", "jurisdictions", "effective", "retired", "coverage", "prior_authorization", "sample",
            "code_coverage", "code_prior_authorization",
        ])

    /// The longest a field but the codes may be, in bytes. A reply carries up to 500 policies.
    static let fieldByteCountMax = 4_000

    let policy: Policy
    /// The codes the policy speaks of on its own days, with what it says of them alone.
    let entries: [PolicyCode]

    /// Reads a row.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming line and column.
    init(_ fields: NamedFields) throws(CatalogError) {
        for name in ["payer", "number", "title"] where fields[name].isEmpty {
            throw fields.rejection("the column \(name) is empty", remedy: "fill it in", at: name)
        }
        for name in Self.columns.all where name != "codes" && fields[name].utf8.count > Self.fieldByteCountMax {
            throw fields.rejection(
                "the column \(name) has more than \(Self.fieldByteCountMax) bytes",
                remedy: "give a summary, and the whole text at the url", at: name)
        }
        let policy = Policy(
            payer: fields["payer"], number: fields["number"], title: fields["title"], type: fields["type"],
            url: fields["url"], jurisdictions: try fields.list("jurisdictions"),
            period: try fields.period("effective", "retired"), coverage: fields["coverage"],
            priorAuthorization: fields["prior_authorization"], isSample: try fields.flag("sample"))
        let keys: [CodeKey]
        do throws(CodeList.Fault) {
            keys = try CodeList.keys(fields["codes"])
        } catch {
            throw fields.rejection(error.message, remedy: error.remedy, at: "codes")
        }
        guard !keys.isEmpty else {
            throw fields.rejection("the policy names no code", remedy: "add one", at: "codes")
        }
        self.policy = policy
        entries = keys.map { key in
            PolicyCode(
                key: key, payer: policy.payer, number: policy.number, coverage: fields["code_coverage"],
                priorAuthorization: fields["code_prior_authorization"], period: policy.period)
        }
    }
}
