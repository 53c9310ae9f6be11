internal import CatalogModel
internal import GRDB

/// A fact as the columns of a row, without the days on which it is listed.
struct FactColumns {
    /// Identity, effective day, scope.
    let key: [DatabaseValue]
    /// Terminated day and content.
    let content: [DatabaseValue]
    /// The texts of phrases among the content.
    let phrases: [String]
    /// The digest of all of them.
    let digest: Int64

    /// The columns of a fact.
    init(_ fact: any StorableFact, scope: Int64) {
        self.init(
            identity: fact.identityValues, content: fact.contentValues, of: type(of: fact),
            effective: fact.period.effective?.dayNumber ?? StoredDay.openStart,
            terminated: fact.period.terminated?.dayNumber ?? StoredDay.openEnd, scope: scope)
    }

    /// The columns of a row that was read.
    init(
        identity: [FactValue], content: [FactValue], of type: any StorableFact.Type, effective: Int32,
        terminated: Int32, scope: Int64
    ) {
        var phrases: [String] = []
        key = identity.map(\.stored) + [effective.databaseValue, scope.databaseValue]
        self.content =
            [terminated.databaseValue]
            + zip(type.content, content).map { column, value in
                guard case (.phrase, .text(let text)) = (column.content, value) else { return value.stored }
                phrases.append(text)
                return ShortDigest.of(text).databaseValue
            }
        self.phrases = phrases
        digest = RowDigest.of(key + self.content) & ShortDigest.mask
    }
}

extension FactValue {
    /// The value as SQLite stores it, but for phrases.
    var stored: DatabaseValue {
        switch self {
        case .text(let text): text.databaseValue
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        }
    }

    /// Reads a column.
    init(_ value: DatabaseValue, _ content: FactColumn.Content) throws {
        switch (value.storage, content) {
        case (.string(let text), .key), (.string(let text), .text), (.string(let text), .phrase): self = .text(text)
        case (.int64(let number), .integer): self = .integer(number)
        case (.double(let number), .real): self = .real(number)
        default: throw DamagedRow()
        }
    }
}
