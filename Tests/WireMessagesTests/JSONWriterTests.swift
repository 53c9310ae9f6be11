import CMedCodesProtos
import TestSupport
import Testing

@testable import WireMessages

@Suite("JSON writer")
struct JSONWriterTests {
    @Test("A message is written on one line")
    func compact() throws {
        #expect(
            try json(Samples.batch, as: Medcodes__V1__BatchGetCodesRequest.self)
                == #"{"keys":[{"system":"CODE_SYSTEM_ICD10_CM","code":"E11.9","systemUri":"http://hl7.org/fhir/sid/icd-10-cm"},"#
                + #"{"system":"CODE_SYSTEM_CPT","code":"22849"},{}],"asOf":{"year":2025,"month":2,"day":28},"#
                + #""view":"CODE_VIEW_BASIC"}"#)
    }

    @Test("Pretty, it is indented by two spaces, with a nested empty message in braces")
    func pretty() throws {
        #expect(
            try json(Samples.code, as: Medcodes__V1__Code.self, pretty: true) == """
                {
                  "key": {
                    "system": "CODE_SYSTEM_ICD10_CM",
                    "code": "E11.9",
                    "systemUri": "http://hl7.org/fhir/sid/icd-10-cm"
                  },
                  "kind": "CODE_KIND_CODE",
                  "longDescriptor": "Type 2 diabetes",
                  "clinicianDescriptors": [
                    "a",
                    "b"
                  ],
                  "effective": {
                    "year": 2025,
                    "month": 2,
                    "day": 28
                  },
                  "addOn": true,
                  "procedure": {
                    "sections": [
                      {
                        "kind": "SECTION_KIND_RISKS",
                        "heading": "Risks",
                        "blocks": [
                          {
                            "label": "Common risks",
                            "list": {
                              "ordered": true,
                              "items": [
                                {
                                  "text": "Infection",
                                  "subItems": [
                                    "rare",
                                    "“é”"
                                  ]
                                }
                              ]
                            }
                          }
                        ]
                      }
                    ],
                    "facts": {
                      "duration": {
                        "minutesMin": 60,
                        "minutesMax": 90
                      },
                      "anesthesia": [
                        "ANESTHESIA_KIND_GENERAL",
                        "ANESTHESIA_KIND_SEDATION"
                      ],
                      "hospitalStay": {}
                    }
                  },
                  "similarCodes": [
                    {
                      "key": {
                        "system": "CODE_SYSTEM_ICD10_CM",
                        "code": "E11.9",
                        "systemUri": "http://hl7.org/fhir/sid/icd-10-cm"
                      },
                      "score": 0.5
                    }
                  ]
                }
                """)
    }

    @Test("Bytes are base64, and the chosen field of a oneof is written even with its default")
    func bytesAndOneof() throws {
        #expect(
            try json(Wire.field(3, "any carnal pleasure"), as: Medcodes__V1__ImportCodesRequest.self)
                == #"{"chunk":"YW55IGNhcm5hbCBwbGVhc3VyZQ=="}"#)
        #expect(try json(Wire.field(3, ""), as: Medcodes__V1__ImportCodesRequest.self) == #"{"chunk":""}"#)
        #expect(try json([], as: Medcodes__V1__ImportCodesRequest.self) == "{}")
    }

    @Test("Integers of 64 bits are strings, and enum values without a name are numbers")
    func wideNumbers() throws {
        let settings = Wire.field(1, Wire.field(6, UInt64(bitPattern: -9_007_199_254_740_993)))
        #expect(
            try json(settings, as: Medcodes__V1__ImportCodesRequest.self)
                == #"{"settings":{"rejectsMax":"-9007199254740993"}}"#)
        #expect(try json(Wire.field(1, 77), as: Medcodes__V1__CodeKey.self) == #"{"system":77}"#)
    }

    @Test(
        "Numbers that JSON has no digits for are strings",
        arguments: [
            (0.5, "0.5"), (1e-7, "1e-07"), (-3.0, "-3.0"), (.infinity, #""Infinity""#), (-.infinity, #""-Infinity""#),
            (.nan, #""NaN""#),
        ] as [(Double, String)])
    func floating(number: Double, text: String) throws {
        let bits = withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
        let code = Wire.field(18, Wire.tag(4, 1) + bits)
        #expect(try json(code, as: Medcodes__V1__Code.self) == #"{"similarCodes":[{"score":\#(text)}]}"#)
    }

    @Test("Quotes, backslashes and control characters are escaped, the rest stands as it is")
    func escapes() throws {
        let text = "\"\\\u{8}\u{1F}\n\r\té🩺/<"
        #expect(
            try json(Wire.field(2, text), as: Medcodes__V1__CodeKey.self)
                == #"{"code":"\"\\\u0008\u001f\n\r\té🩺/<"}"#)
    }

    @Test(
        "Base64 pads as RFC 4648 shows",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ])
    func base64(text: String, encoded: String) {
        #expect(Array(text.utf8).withUnsafeBytes { JSONWriter.base64($0) } == encoded)
    }

    private func json<Message: WireMessage>(
        _ bytes: [UInt8], as type: Message.Type, pretty: Bool = false
    ) throws -> String {
        try bytes.withUnsafeBytes { bytes in
            try Message.withUnpacked(bytes, limits: .request, arena: MessageArena()) {
                JSONWriter.text(of: $0, pretty: pretty)
            }
        }
    }
}
