import CatalogMessages
import CatalogModel
import TestSupport
import Testing
import WireMessages

@Suite("GetCode request")
struct GetCodeRequestTests {
    @Test("Nothing but the key is needed; the view is then full and the day is left open")
    func defaults() throws {
        let request = try GetCodeRequest(Wire.field(1, Wire.field(1, 4) + Wire.field(2, " e11.9 ")))
        #expect(request == GetCodeRequest(key: CodeKey(system: .icd10CM, canonical: "E119"), asOf: nil, view: .full))
    }

    @Test(
        "The system may be named by number, by URI, or by both alike",
        arguments: CodeSystem.known + [.other(uri: "http://loinc.org")])
    func system(system: CodeSystem) throws {
        let uri = Wire.field(3, system.uri)
        let number = CodeSystem.known.firstIndex(of: system).map { Wire.field(1, UInt64($0) + 1) }
        for name in [uri, number, number.map { $0 + uri }].compactMap(\.self) {
            #expect(try GetCodeRequest(Wire.field(1, name + Wire.field(2, "1"))).key.system == system)
        }
    }

    @Test(
        "What cannot be right is refused with the field named and none of its content",
        arguments: [
            ([], "key: the key is missing; set its system and code"),
            (
                Wire.field(1, Wire.field(2, "22849")),
                "key.system: the code system is missing; set `system` or `system_uri`"
            ),
            (
                Wire.field(1, Wire.field(1, 77) + Wire.field(2, "22849")),
                "key.system: there is no code system with this number; name it by its `system_uri`"
            ),
            (
                Wire.field(1, Wire.field(1, 1) + Wire.field(2, "1") + Wire.field(3, CodeSystem.icd10CM.uri)),
                "key.system_uri: it names another code system than `system`; set one of the two"
            ),
            (
                Wire.field(1, Wire.field(2, "1") + Wire.field(3, "no uri")),
                "key.system_uri: this is no URI of at most 256 characters"
            ),
            (
                Wire.field(1, Wire.field(1, 1)),
                "key.code: a code has 1 to 64 letters and digits, with or without dots"
            ),
            (
                Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22 849!")),
                "key.code: a code has 1 to 64 letters and digits, with or without dots"
            ),
            (
                Wire.field(1, Wire.field(3, "urn:secret") + Wire.field(2, "é")),
                "key.code: a code has 1 to 64 letters and digits, with or without dots"
            ),
            (
                Wire.field(1, Wire.field(1, 1) + Wire.field(2, String(repeating: "x", count: 65))),
                "key.code: a code has 1 to 64 letters and digits, with or without dots"
            ),
            (key + Wire.field(2, []), "as_of: there is no such day; give year 1 to 9999, month and day"),
            (key + Wire.field(3, 9), "view: there is no such view; use CODE_VIEW_BASIC or CODE_VIEW_FULL"),
        ] as [([UInt8], String)])
    func refused(bytes: [UInt8], description: String) {
        #expect { try GetCodeRequest(bytes) } throws: { error in
            "\(error)" == description && (error as? MessageError)?.isMalformed == false
        }
    }

    @Test("Bytes that are no message are told apart from values that cannot be right")
    func malformed() {
        #expect { try GetCodeRequest([0x0A, 0x05]) } throws: { ($0 as? MessageError)?.isMalformed == true }
    }

    @Test("A request names its system by number where it has one, and by URI where it has none")
    func encoding() {
        let known = GetCodeRequest(key: CodeKey(system: .icd10CM, canonical: "E119"), view: .basic)
        #expect(known.bytes == Wire.field(1, Wire.field(1, 4) + Wire.field(2, "E11.9")) + Wire.field(3, 1))
        let other = GetCodeRequest(key: CodeKey(system: .other(uri: "http://loinc.org"), canonical: "718-7"))
        #expect(
            other.bytes == Wire.field(1, Wire.field(2, "718-7") + Wire.field(3, "http://loinc.org")) + Wire.field(3, 2))
    }

    private static let key = Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849"))
}
