internal import CatalogModel

/// The five-character codes that CMS files of edits and fees hold without naming their system.
enum ProcedureCode {
    /// The key of a code: HCPCS Level II where it begins with a letter, else CPT (whose categories II and III, and
    /// laboratory analyses, end in one). nil for anything but five letters and digits.
    static func key(_ field: some Collection<UInt8>) -> CodeKey? {
        guard field.count == 5, let first = field.first else { return nil }
        var code = ""
        for byte in field {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                code.unicodeScalars.append(Unicode.Scalar(byte))
            default: return nil
            }
        }
        return CodeKey(system: first >= UInt8(ascii: "A") ? .hcpcs : .cpt, canonical: code)
    }

    /// The key of a code in a text, blanks around it left out.
    static func key(_ text: String) -> CodeKey? { key(Array(PageText.trimmed(text[...]).utf8)) }
}
