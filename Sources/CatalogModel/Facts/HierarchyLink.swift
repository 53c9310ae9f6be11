/// What a code or group stands under. Groups, such as chapters and sections, have keys that are no codes: `1`,
/// `A00-A09`.
public struct HierarchyLink: CatalogFact {
    /// `hierarchy`.
    public static let kind = FactKind.hierarchy

    /// The code or group.
    public var child: CodeKey
    /// What it stands under; nil at the top.
    public var parent: CodeKey?
    /// The title of a group that is no code; empty for a code, which has a descriptor.
    public var title: String
    /// The days on which it stands there.
    public var period: ValidityPeriod

    /// A link.
    public init(child: CodeKey, parent: CodeKey?, title: String = "", period: ValidityPeriod = .always) {
        self.child = child
        self.parent = parent
        self.title = title
        self.period = period
    }
}
