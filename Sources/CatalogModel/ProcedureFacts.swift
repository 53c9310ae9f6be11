/// Numbers and kinds read from a procedure page's text; what the text does not say is nil or empty.
public struct ProcedureFacts: Hashable, Sendable, Codable {
    /// How long the procedure takes, in minutes, shortest to longest; equal bounds for a single figure.
    public var durationMinutes: ClosedRange<Int>?
    /// The kinds of anesthesia named, in the order of ``AnesthesiaKind/allCases``.
    public var anesthesia: [AnesthesiaKind]
    /// The places of service named, in the order of ``CareSetting/allCases``.
    public var settings: [CareSetting]
    /// How long the patient stays in hospital, in days; 0...0 for going home the same day.
    public var hospitalDays: ClosedRange<Int>?
    /// How long until full recovery, in days (a week is 7, a month 30, a year 365).
    public var recoveryDays: ClosedRange<Int>?

    /// The facts given, the rest unknown.
    public init(
        durationMinutes: ClosedRange<Int>? = nil, anesthesia: [AnesthesiaKind] = [], settings: [CareSetting] = [],
        hospitalDays: ClosedRange<Int>? = nil, recoveryDays: ClosedRange<Int>? = nil
    ) {
        self.durationMinutes = durationMinutes
        self.anesthesia = anesthesia
        self.settings = settings
        self.hospitalDays = hospitalDays
        self.recoveryDays = recoveryDays
    }
}

/// A kind of anesthesia.
public enum AnesthesiaKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The patient is unconscious.
    case general
    /// Spinal, epidural or nerve block: a region is numb.
    case regional
    /// The site is numb.
    case local
    /// The patient is drowsy: moderate or deep sedation, monitored anesthesia care.
    case sedation
    /// A numbing cream, gel, drops or spray.
    case topical
    /// Said to need none.
    case none
}

/// Where a procedure is done.
public enum CareSetting: String, Hashable, Sendable, Codable, CaseIterable {
    /// A hospital, or its operating room, with or without an overnight stay.
    case hospital
    /// With an overnight stay.
    case inpatient
    /// A hospital outpatient department or any outpatient place not named more closely.
    case outpatient
    /// An ambulatory or specialized surgical center.
    case surgicalCenter
    /// A physician's office or clinic.
    case office
    /// An imaging center or radiology department.
    case imaging
    /// An intensive care unit.
    case intensiveCare
    /// An emergency department.
    case emergency
    /// A laboratory or blood-draw station.
    case laboratory
    /// The patient's home.
    case home
}
