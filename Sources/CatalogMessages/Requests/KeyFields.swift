internal import CatalogModel
internal import Glibc
internal import WireMessages

/// The fields of a `CodeKey` that names one of the known systems, read from its bytes.
struct KeyFields {
    /// The system's number, 1...5.
    let systemNumber: UInt8
    /// The code as it came, which may be anything.
    let code: UnsafeRawBufferPointer

    /// Reads the fields; nil when the slow way must be taken.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = WireReader(bytes)
        var number: UInt64 = 0
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        var (code, uri) = (nothing, nothing)
        while !reader.isAtEnd {
            guard let tag = reader.tag() else { return nil }
            switch (tag.field, tag.type) {
            case (1, .varint):
                guard let value = reader.varint() else { return nil }
                number = value
            case (2, .lengthDelimited):
                guard Self.isSurelyText(code), let value = reader.lengthDelimited() else { return nil }
                code = value
            case (3, .lengthDelimited):
                guard Self.isSurelyText(uri), let value = reader.lengthDelimited() else { return nil }
                uri = value
            case (1...3, _): return nil
            default: guard reader.skip(tag.type) else { return nil }
            }
        }
        guard let systemNumber = Self.systemNumber(number, uri) else { return nil }
        self.systemNumber = systemNumber
        self.code = code
    }

    /// The number of the known system that the number, the URI or both alike name.
    private static func systemNumber(_ number: UInt64, _ uri: UnsafeRawBufferPointer) -> UInt8? {
        guard number <= UInt64(CodeSystem.known.count) else { return nil }
        if number != 0 { return uri.isEmpty || isURI(uri, ofSystem: Int(number)) ? UInt8(number) : nil }
        for candidate in 1...CodeSystem.known.count where isURI(uri, ofSystem: candidate) { return UInt8(candidate) }
        return nil
    }

    /// Whether bytes that a later field takes the place of are text, so that nothing that is none slips through; what is not
    /// ASCII is left to the slow way.
    private static func isSurelyText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.allSatisfy { (0x01...0x7F).contains($0) }
    }

    private static func isURI(_ bytes: UnsafeRawBufferPointer, ofSystem number: Int) -> Bool {
        // The known systems stand in the order of their numbers, which start at 1.
        var uri = CodeSystem.known[number - 1].uri
        return uri.withUTF8 { uri in
            guard uri.count == bytes.count, let known = uri.baseAddress, let given = bytes.baseAddress else {
                return false
            }
            return memcmp(known, given, uri.count) == 0
        }
    }
}
