internal import CatalogModel

extension CodeKey {
    /// The key as one text; see ``FactValue/key(_:)``.
    package var storedText: String { system.storedPrefix + code }

    /// The key that ``storedText`` stands for; nil for any other text.
    package init?(storedText text: String) {
        guard let first = text.utf8.first else { return nil }
        let place = Int(first) - Int(UInt8(ascii: "0"))
        if CodeSystem.known.indices.contains(place) {
            self.init(system: CodeSystem.known[place], canonical: String(text.dropFirst()))
        } else if place == CodeSystem.known.count, let space = text.lastIndex(of: " ") {
            self.init(
                system: .other(uri: String(text[text.index(after: text.startIndex)..<space])),
                canonical: String(text[text.index(after: space)...]))
        } else {
            return nil
        }
    }
}

extension CodeSystem {
    /// What the stored texts of this system's keys begin with.
    package var storedPrefix: String {
        guard let place = Self.known.firstIndex(of: self) else { return "\(Self.known.count)\(name) " }
        return String(place)
    }
}
