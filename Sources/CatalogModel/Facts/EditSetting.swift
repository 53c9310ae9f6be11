/// The edition of the National Correct Coding Initiative's edits an edit belongs to. The raw values are the names of
/// scope parts.
public enum EditSetting: String, Hashable, Sendable, Codable, CaseIterable {
    /// Physicians and ambulatory surgical centers.
    case practitioner
    /// Outpatient hospital services.
    case outpatientHospital = "outpatient-hospital"
    /// Suppliers of durable medical equipment (unit limits only).
    case dmeSupplier = "dme-supplier"
}
