/// Documents that rank before all others, whatever words they hold.
struct Favour {
    /// The documents.
    var documents: Range<Int>
    /// What they get for it.
    var bonus: Float
    /// Whether they are ordered by code alone, not by the words they hold.
    var isByCode: Bool
}
