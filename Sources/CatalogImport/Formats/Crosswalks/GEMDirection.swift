internal import CatalogModel

/// Which of the four General Equivalence Mappings a file holds.
struct GEMDirection: Hashable {
    /// Whether sources are ICD-9-CM and counterparts ICD-10; otherwise the other way round.
    var isForward: Bool
    /// Whether the codes are procedures; otherwise diagnoses.
    var isProcedures: Bool

    /// ICD-9-CM, as far as the mapping goes.
    var icd9: CodeSystem { isProcedures ? .icd9PCS : Self.icd9Diagnoses }
    /// ICD-10, as far as the mapping goes.
    var icd10: CodeSystem { isProcedures ? .icd10PCS : .icd10CM }
    /// The name of the body of facts.
    var part: String {
        let names = isProcedures ? ["icd9pcs", "icd10pcs"] : ["icd9cm", "icd10cm"]
        return (isForward ? names : names.reversed()).joined(separator: "-")
    }

    /// The diagnoses of ICD-9-CM (hl7.org/fhir/DSTU2/terminologies-systems.html).
    static let icd9Diagnoses = CodeSystem(uri: "http://hl7.org/fhir/sid/icd-9-cm/diagnosis")

    /// A direction.
    init(isForward: Bool, isProcedures: Bool) {
        self.isForward = isForward
        self.isProcedures = isProcedures
    }

    /// The direction of a file that begins like this: that of its first row, and what the first row shows whose codes
    /// cannot be both; else what the name says.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`.
    init(_ opening: FileOpening, file: String) throws(CatalogError) {
        var first: GEMRow?
        for line in opening.bytes.split(separator: UInt8(ascii: "\n")) {
            guard let row = try? GEMRow(line.last == 0x0D ? line.dropLast() : line) else { continue }
            first = first ?? row
            if let isProcedures = row.isProcedures {
                self.init(isForward: first?.isForward ?? row.isForward, isProcedures: isProcedures)
                return
            }
        }
        let name = (file.split(separator: "/").last ?? "").lowercased()
        if let first, name.contains("pcs") || name.contains("i9gem") || name.contains("i10gem") {
            self.init(isForward: first.isForward, isProcedures: name.contains("pcs"))
        } else {
            throw .rejection(
                first == nil
                    ? "the file has no rows of General Equivalence Mappings"
                    : "the codes may be diagnoses as well as procedures",
                remedy:
                    "give the file the name CMS did: gem_i9pcs.txt, gem_pcsi9.txt, 2018_I9gem.txt or 2018_I10gem.txt",
                file: file)
        }
    }
}

extension GEMDirection: CustomStringConvertible {
    /// From what to what.
    var description: String {
        let names = isProcedures ? ["ICD-9-CM procedures", "ICD-10-PCS"] : ["ICD-9-CM diagnoses", "ICD-10-CM"]
        return isForward ? "\(names[0]) to \(names[1])" : "\(names[1]) to \(names[0])"
    }
}
