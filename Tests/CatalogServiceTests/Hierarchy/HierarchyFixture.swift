import CatalogModel
import CatalogStore

/// A little of two code sets, and of what is printed with them.
enum HierarchyFixture {
    /// ICD-10-PCS from 2025 on; in October one code ends and another comes.
    static let tables2025 = [
        "-0SG": "Lower Joints, Fusion", "0SG0070": "Fusion of Lumbar Joint, Anterior",
        "0SG0071": "Fusion of Lumbar Joint",
        "0SG1070": "Fusion of 2 Joints", "XW03301": "Introduction of Something New",
    ]
    static let tables2026 = tables2025.filter { $0.key != "0SG0071" }
        .merging(["0SG0371": "Fusion of Lumbar Joint, Percutaneous"]) { $1 }

    /// ICD-10-CM: a category with a step that is no code (S00.00X), and one that no tabular list has (I10).
    static let categories = [
        "-E10": "Type 1 diabetes mellitus", "-E101": "Type 1 diabetes mellitus with ketoacidosis",
        "E1010": "Type 1 diabetes mellitus with ketoacidosis without coma",
        "E1011": "Type 1 diabetes mellitus with ketoacidosis with coma",
        "E109": "Type 1 diabetes mellitus without complications", "-E11": "Type 2 diabetes mellitus",
        "E119": "Type 2 diabetes mellitus without complications", "I10": "Essential (primary) hypertension",
        "-S00": "Superficial injury of head", "-S000": "Superficial injury of scalp",
        "-S0000": "Unspecified superficial injury of scalp",
        "S0000XA": "Unspecified superficial injury of scalp, initial encounter",
        "S0000XD": "Unspecified superficial injury of scalp, subsequent encounter",
    ]

    /// Chapters and blocks, one category that is not loaded (E13), and one that only later becomes part of its block.
    static let tabularList: [any StorableFact] = [
        HierarchyLink(child: cm("4"), parent: nil, title: "Endocrine diseases"),
        HierarchyLink(child: cm("E08-E13"), parent: cm("4"), title: "Diabetes mellitus"),
        HierarchyLink(child: cm("E10"), parent: cm("E08-E13")), HierarchyLink(child: cm("E101"), parent: cm("E10")),
        HierarchyLink(child: cm("E11"), parent: cm("E08-E13")), HierarchyLink(child: cm("E13"), parent: cm("E08-E13")),
        HierarchyLink(child: cm("19"), parent: nil, title: "Injury"),
        HierarchyLink(child: cm("S00-S09"), parent: cm("19"), title: "Injuries to the head"),
        HierarchyLink(child: cm("S00"), parent: cm("S00-S09")),
    ]

    /// The rows of table 0SG: in the second row the value 1 of the qualifier means something else.
    static let axes: [any StorableFact] =
        [
            axis(0, 1, "0", "Section", "Medical and Surgical"), axis(0, 2, "S", "Body System", "Lower Joints"),
            axis(0, 3, "G", "Operation", "Fusion"),
        ] + row(1, bodyPart: "0", "Lumbar Vertebral Joint", qualifier: ("0", "Anterior"), ("1", "Posterior"))
        + row(2, bodyPart: "1", "Lumbar Vertebral Joints, 2 or more", qualifier: ("0", "Anterior"), ("1", "Middle"))

    private static func row(
        _ row: Int, bodyPart: String, _ label: String, qualifier: (String, String)...
    ) -> [any StorableFact] {
        [
            axis(row, 4, bodyPart, "Body Part", label), axis(row, 5, "0", "Approach", "Open"),
            axis(row, 6, "7", "Device / Substance", "Autologous Tissue Substitute"),
        ] + qualifier.map { axis(row, 7, $0.0, "Qualifier", $0.1) }
    }

    private static func axis(
        _ row: Int, _ position: Int, _ value: String, _ title: String, _ label: String
    ) -> AxisValue {
        AxisValue(
            system: .icd10PCS, table: "0SG", row: row, position: position, value: value, title: title, label: label)
    }

    /// A service with all of it.
    static func service() async throws -> ServiceUnderTest {
        let service = try await ServiceUnderTest()
        try await service.load("2026", "2025-10-01", of: .icd10PCS, tables2026)
        try await service.load("2025", "2025-01-01", of: .icd10PCS, tables2025)
        try await service.load("2025", "2025-01-01", of: .icd10CM, categories)
        try await service.load("icd10-cm-tabular", tabularList)
        try await service.load("icd10-pcs-tables", axes)
        return service
    }
}
