/// In which order the addresses of a target are tried.
enum AddressOrder {
    /// Takes the families in turn, beginning with the first address's, and keeps the order within each (RFC 8305
    /// section 4; gRPC proposal A61), so that one broken family costs one attempt and not all.
    static func interleaved<Address, Family: Equatable>(
        _ addresses: [Address], family: (Address) -> Family
    ) -> [Address] {
        guard let first = addresses.first.map(family) else { return [] }
        var preferred = addresses.filter { family($0) == first }[...]
        var others = addresses.filter { family($0) != first }[...]
        var ordered: [Address] = []
        while let address = preferred.popFirst() {
            ordered.append(address)
            if let other = others.popFirst() { ordered.append(other) }
        }
        return ordered + others
    }
}
