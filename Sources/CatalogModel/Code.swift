/// One code of the catalog as it stands on one day: what it is called, where that wording comes from, and, for
/// procedures, what happens to the patient.
public struct Code: Hashable, Sendable, Codable {
    /// System and code.
    public var key: CodeKey
    /// A billable code, a header that only groups codes, or a modifier.
    public var kind: CodeKind
    /// The full descriptor. For the starter catalog this is a wording of ours; see ``descriptorOrigin``.
    public var longDescriptor: String
    /// The abbreviated descriptor; empty when the source has none.
    public var shortDescriptor: String
    /// The descriptor meant for patients; empty when the source has none.
    public var consumerDescriptor: String
    /// The descriptors meant for clinicians, in source order.
    public var clinicianDescriptors: [String]
    /// Whose words the descriptors are.
    public var descriptorOrigin: DescriptorOrigin
    /// What a user must know about the wording or its licence; empty when there is nothing to say.
    public var notice: String
    /// The days on which this record holds.
    public var period: ValidityPeriod
    /// The release that was in force on the day asked for; nil for facts that belong to no release (pages).
    public var release: Release?
    /// Whether the code is reported only together with a primary procedure.
    public var isAddOn: Bool
    /// The code one level up in its system's hierarchy.
    public var parent: CodeKey?
    /// The codes that take its place once it is terminated, where the source names them.
    public var successors: [CodeKey]
    /// What the procedure involves; nil when nothing is known or in the basic view.
    public var procedure: Procedure?
    /// Codes a reader of this one may want instead, best first; empty in the basic view.
    public var similarCodes: [SimilarCode]
    /// Health-plan policies about this code; empty in the basic view.
    public var policies: [Policy]

    /// A record with the given facts and nothing known beyond them.
    public init(
        key: CodeKey, kind: CodeKind = .code, longDescriptor: String, shortDescriptor: String = "",
        consumerDescriptor: String = "", clinicianDescriptors: [String] = [],
        descriptorOrigin: DescriptorOrigin = .official, notice: String = "", period: ValidityPeriod = .always,
        release: Release? = nil, isAddOn: Bool = false, parent: CodeKey? = nil, successors: [CodeKey] = [],
        procedure: Procedure? = nil, similarCodes: [SimilarCode] = [], policies: [Policy] = []
    ) {
        self.key = key
        self.kind = kind
        self.longDescriptor = longDescriptor
        self.shortDescriptor = shortDescriptor
        self.consumerDescriptor = consumerDescriptor
        self.clinicianDescriptors = clinicianDescriptors
        self.descriptorOrigin = descriptorOrigin
        self.notice = notice
        self.period = period
        self.release = release
        self.isAddOn = isAddOn
        self.parent = parent
        self.successors = successors
        self.procedure = procedure
        self.similarCodes = similarCodes
        self.policies = policies
    }

    /// Whether a claim may carry this code: headers and modifiers are not billed by themselves.
    public var isBillable: Bool { kind == .code }
}

/// What role a code plays in its system.
public enum CodeKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A code that can be reported.
    case code
    /// A heading that groups codes and cannot be reported.
    case header
    /// A two-character modifier that refines a reported code.
    case modifier
}

/// Whose words a descriptor is.
public enum DescriptorOrigin: String, Hashable, Sendable, Codable, CaseIterable {
    /// The maintainer's own descriptor (AMA, CMS, CDC), from a file of theirs.
    case official
    /// A wording of ours or of a page's author; not the official descriptor.
    case ownWording
}

/// How much of a code an answer carries.
public enum CodeView: UInt8, Hashable, Sendable, CaseIterable {
    /// Key, descriptors, kind, period, release.
    case basic = 1
    /// Everything: the procedure, similar codes and policies too.
    case full = 2
}

/// A dated edition of a code system: in force from its effective date until the next loaded one.
public struct Release: Hashable, Sendable, Codable {
    /// The edition's name, e.g. `FY2025`.
    public var label: String
    /// The first day on which it is in force.
    public var effective: CalendarDate

    /// An edition with this name, in force from this day.
    public init(label: String, effective: CalendarDate) {
        self.label = label
        self.effective = effective
    }
}
