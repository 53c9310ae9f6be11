/// The names of certificates that may change the catalog.
struct AdminIdentities: Sendable {
    let names: Set<String>

    /// Reads names with commas between them; nil when one is empty.
    init?(_ text: String) {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.names = Set(names)
    }
}

extension AdminIdentities: CustomStringConvertible {
    var description: String { names.sorted().joined(separator: ",") }
}
