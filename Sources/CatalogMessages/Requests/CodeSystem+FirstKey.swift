public import CatalogModel
internal import WireMessages

extension CodeSystem {
    /// The number, 1...5, of the system that the first key of a request names; 0 when it is none of the known ones. For
    /// requests whose first field is a key or a list of keys. Whether the request is right is not said.
    public static func number(ofFirstKeyIn request: UnsafeRawBufferPointer) -> UInt8 {
        var reader = WireReader(request)
        guard let tag = reader.tag(), tag.field == 1, tag.type == .lengthDelimited, let key = reader.lengthDelimited()
        else { return 0 }
        return KeyFields(key)?.systemNumber ?? 0
    }
}
