/// An instruction printed with a code or group in a tabular list.
public struct TabularNote: CatalogFact {
    /// `note`.
    public static let kind = FactKind.note

    /// What a note says (ICD-10-CM Official Guidelines, I.A.10 to I.A.17).
    public enum NoteKind: String, Hashable, Sendable, Codable, CaseIterable {
        /// What stands under the code.
        case includes
        /// Conditions the code stands for; also a ``Term``.
        case inclusionTerm
        /// Never reported with the code.
        case excludes1
        /// Not part of the code, and may be reported with it.
        case excludes2
        /// Another code comes first.
        case codeFirst
        /// Another code is added.
        case useAdditionalCode
        /// Another code may be needed.
        case codeAlso
        /// How the seventh character is chosen.
        case seventhCharacter
        /// Any other note.
        case note
    }

    /// The code or group.
    public var key: CodeKey
    /// What the note says; `kind` is taken by the kind of fact.
    public var noteKind: NoteKind
    /// The note's place among those of its kind and key, from 1.
    public var ordinal: Int
    /// The note, as printed.
    public var text: String
    /// The days on which the note holds.
    public var period: ValidityPeriod

    /// A note.
    public init(
        key: CodeKey, noteKind: NoteKind, ordinal: Int, text: String, period: ValidityPeriod = .always
    ) {
        self.key = key
        self.noteKind = noteKind
        self.ordinal = ordinal
        self.text = text
        self.period = period
    }
}
