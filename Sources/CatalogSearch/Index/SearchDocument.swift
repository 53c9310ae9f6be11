public import CatalogModel

/// What the index reads of one record of a code.
public struct SearchDocument: Sendable {
    /// A part of a procedure's page.
    public struct Passage: Sendable {
        /// Whether it names the procedure, as name and technical terms do.
        public var isName: Bool
        /// The text.
        public var text: String

        /// A part.
        public init(isName: Bool, text: String) {
            self.isName = isName
            self.text = text
        }
    }

    /// The code.
    public var key: CodeKey
    /// Code, header or modifier.
    public var kind: CodeKind
    /// The full descriptor: what results show.
    public var longDescriptor: String
    /// The abbreviated descriptor; may be empty.
    public var shortDescriptor: String
    /// Descriptors for patients and for clinicians.
    public var otherDescriptors: [String]
    /// The days on which the record holds.
    public var period: ValidityPeriod
    /// Whether the code is reported only together with a primary procedure.
    public var isAddOn: Bool
    /// What the procedure's page says.
    public var passages: [Passage]
    /// Numbers and kinds read from the page; nil when there is none.
    public var facts: ProcedureFacts?

    /// A document.
    public init(
        key: CodeKey, kind: CodeKind = .code, longDescriptor: String, shortDescriptor: String = "",
        otherDescriptors: [String] = [], period: ValidityPeriod = .always, isAddOn: Bool = false,
        passages: [Passage] = [], facts: ProcedureFacts? = nil
    ) {
        self.key = key
        self.kind = kind
        self.longDescriptor = longDescriptor
        self.shortDescriptor = shortDescriptor
        self.otherDescriptors = otherDescriptors
        self.period = period
        self.isAddOn = isAddOn
        self.passages = passages
        self.facts = facts
    }
}
