internal import CatalogModel

/// What must be said of the code systems' owners wherever the catalog tells what it holds.
enum LicenceNotices {
    /// The summary with the notice of each system that has one.
    static func added(to summary: CatalogSummary) -> CatalogSummary {
        var summary = summary
        for index in summary.systems.indices {
            summary.systems[index].licenceNotice = notice(of: summary.systems[index].system)
        }
        return summary
    }

    private static func notice(of system: CodeSystem) -> String {
        switch system {
        case .cpt:
            """
            CPT is a registered trademark and its descriptors are the property of the American Medical Association. \
            Descriptors served here are wordings of this catalog unless a record says they are official; official \
            ones need a licence of the AMA.
            """
        case .hcpcs, .icd10PCS: "Maintained by the Centers for Medicare & Medicaid Services; in the public domain."
        case .icd10CM: "Maintained by the National Center for Health Statistics (CDC); in the public domain in the USA."
        case .icd9PCS: "Maintained by CMS until 2015-09-30; in the public domain."
        case .other: ""
        }
    }
}
