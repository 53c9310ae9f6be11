/// What a character of a code means in its table (ICD-10-PCS tables). A value that several rows of a table allow occurs
/// once in each; the codes of a table are the products of the values of each of its rows.
public struct AxisValue: CatalogFact {
    /// `axisValue`.
    public static let kind = FactKind.axisValue

    /// The system.
    public var system: CodeSystem
    /// The table: the leading characters its codes share, e.g. `0SG`.
    public var table: String
    /// The row of the table, from 1; 0 for the positions that the table itself fixes.
    public var row: Int
    /// The character's position, from 1.
    public var position: Int
    /// The character.
    public var value: String
    /// What the position is about, e.g. `Body Part`.
    public var title: String
    /// What the character stands for there, e.g. `Lumbar Vertebral Joint`.
    public var label: String
    /// The official definition; empty when there is none.
    public var definition: String
    /// The days on which the table has the value.
    public var period: ValidityPeriod

    /// A value.
    public init(
        system: CodeSystem, table: String, row: Int, position: Int, value: String, title: String, label: String,
        definition: String = "", period: ValidityPeriod = .always
    ) {
        self.system = system
        self.table = table
        self.row = row
        self.position = position
        self.value = value
        self.title = title
        self.label = label
        self.definition = definition
        self.period = period
    }
}
