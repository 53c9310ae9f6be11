internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

extension [CodeSystem] {
    /// Reads the systems that a filter names by number and by URI; those that have a number stand first.
    ///
    /// - Throws: when one of them is no system, or there are more than any catalog has.
    init(
        numbers: UnsafeMutablePointer<Medcodes__V1__CodeSystem>?, count: Int,
        uris: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, uriCount: Int
    ) throws(MessageError) {
        guard count + uriCount <= Self.filterCountMax else {
            throw .invalid("systems", "there are more than \(Self.filterCountMax)")
        }
        self = []
        for index in 0..<count {
            guard let number = numbers?[index] else { continue }
            append(try Self.system("systems[\(index)]") { () throws(MessageError) in try CodeSystem(number, uri: "") })
        }
        for (index, uri) in readList(uris, count: uriCount).enumerated() {
            append(
                try Self.system("system_uris[\(index)]") { () throws(MessageError) in
                    try CodeSystem(MEDCODES__V1__CODE_SYSTEM__CODE_SYSTEM_UNSPECIFIED, uri: uri)
                })
        }
        self = filter { $0.wireNumber != 0 } + filter { $0.wireNumber == 0 }
    }

    /// The most systems a filter may name.
    private static var filterCountMax: Int { 100 }

    private static func system(
        _ path: String, _ read: () throws(MessageError) -> CodeSystem
    ) throws(MessageError) -> CodeSystem {
        do {
            return try read()
        } catch {
            throw MessageError(error.problem, at: path)
        }
    }

    /// The systems that have a number, as a list in the arena.
    func numbered(in arena: MessageArena) -> (UnsafeMutablePointer<Medcodes__V1__CodeSystem>?, Int) {
        let numbered = filter { $0.wireNumber != 0 }
        return (arena.array(numbered) { $0.wireValue }, numbered.count)
    }

    /// The URIs of the others.
    func unnumbered(in arena: MessageArena) -> (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, Int) {
        let others = filter { $0.wireNumber == 0 }.map(\.uri)
        return (arena.list(others), others.count)
    }
}
