import TestSupport

/// Well-formed messages to damage.
enum Samples {
    static let key = Wire.field(1, 4) + Wire.field(2, "E11.9") + Wire.field(3, "http://hl7.org/fhir/sid/icd-10-cm")

    static let date = Wire.field(1, 2025) + Wire.field(2, 2) + Wire.field(3, 28)

    static let procedure =
        Wire.field(
            1,
            Wire.field(1, 11) + Wire.field(2, "Risks")
                + Wire.field(3, Wire.field(1, "Common risks") + Wire.field(3, list)))
        + Wire.field(
            2, Wire.field(1, Wire.field(1, 60) + Wire.field(2, 90)) + Wire.field(2, [1, 4]) + Wire.field(4, []))

    static let list =
        Wire.field(1, 1) + Wire.field(2, Wire.field(2, "Infection") + Wire.field(3, "rare") + Wire.field(3, "“é”"))

    /// A `Code` with a value in nearly every kind of field.
    static let code =
        Wire.field(1, key) + Wire.field(2, 1) + Wire.field(3, "Type 2 diabetes") + Wire.field(6, "a")
        + Wire.field(6, "b")
        + Wire.field(10, date) + Wire.field(13, 1) + Wire.field(17, procedure)
        + Wire.field(18, Wire.field(1, key) + Wire.tag(4, 1) + [0, 0, 0, 0, 0, 0, 0xE0, 0x3F])

    /// A `BatchGetCodesRequest` for three keys.
    static let batch =
        Wire.field(1, key) + Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849")) + Wire.field(1, [])
        + Wire.field(2, date)
        + Wire.field(3, 1)
}
