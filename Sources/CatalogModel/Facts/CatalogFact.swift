/// Something the catalog knows besides what codes are called: an edit, a relation, a policy, a term.
///
/// Every fact says by itself on which days it holds, as its source prints it. Whether it is also *listed* on a day,
/// because an edition of its source in force on that day holds it, is the store's to know.
public protocol CatalogFact: Hashable, Sendable, Codable {
    /// What kind of fact it is.
    static var kind: FactKind { get }

    /// The days on which the fact holds, as its source prints them; every day where the source prints none.
    var period: ValidityPeriod { get }
}

/// The kinds of facts there are. The raw values are the names in exports.
public enum FactKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// ``AddOnRelation``: an add-on code and a primary it may stand with.
    case addOn
    /// ``PairEdit``: two procedures that are not reported together.
    case pairEdit
    /// ``UnitLimit``: the most units of a code on one day.
    case unitLimit
    /// ``FeeScheduleEntry``: how a fee schedule treats a code.
    case feeSchedule
    /// ``Policy``: a health plan's document.
    case policy
    /// ``PolicyCode``: a code a policy speaks of.
    case policyCode
    /// ``CrosswalkEntry``: a counterpart of a code in another system.
    case crosswalk
    /// ``Term``: words that lead to a code, to the codes with a prefix, or to other words.
    case term
    /// ``AxisValue``: what a character of a code means in its table.
    case axisValue
    /// ``TabularNote``: an instruction printed with a code.
    case note
    /// ``HierarchyLink``: what a code or group stands under.
    case hierarchy
    /// ``SimilarityLink``: a code related to another one.
    case similarity
}
