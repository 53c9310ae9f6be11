import CatalogMessages
import CatalogModel
import TestSupport
import Testing

@Suite("Canonical request")
struct CanonicalRequestTests {
    private static let today = CalendarDate(year: 2025, month: 11, day: 21)!
    private static let diabetes = Wire.field(1, Wire.field(1, 4) + Wire.field(2, "E119"))

    private static func form(_ method: CanonicalRequest.Method, _ bytes: [UInt8]) -> CanonicalRequest? {
        bytes.withUnsafeBytes { CanonicalRequest(method, $0, today: today) }
    }

    @Test(
        "Requests that mean the same have one form",
        arguments: [
            (.listPolicies, diabetes, Wire.field(1, Wire.field(1, 4) + Wire.field(2, "e11.9"))),
            (
                .listPolicies, diabetes,
                Wire.field(1, Wire.field(2, "E11.9") + Wire.field(3, "http://hl7.org/fhir/sid/icd-10-cm"))
            ),
            (.listPolicies, diabetes, diabetes + Wire.field(3, "") + Wire.field(5, 0) + Wire.field(99, "unknown")),
            (.listPolicies, diabetes, diabetes + Wire.field(5, 50)),
            (.listPolicies, diabetes + Wire.field(5, 500), diabetes + Wire.field(5, 501)),
            (
                .listChildCodes, Wire.field(1, Wire.field(1, 4) + Wire.field(2, "A00-B99")),
                Wire.field(1, Wire.field(1, 4) + Wire.field(2, "a00-b9.9"))
            ),
            (.searchCodes, Wire.field(1, "knee pain"), Wire.field(1, " Knee \t\n PAIN ")),
            (.searchCodes, [], Wire.field(1, " ")),
            (.searchCodes, Wire.field(1, "knee"), Wire.field(1, "knee") + Wire.field(4, 10) + Wire.field(9, 0)),
            (.suggestCodes, Wire.field(1, "é A"), Wire.field(1, "é a") + Wire.field(3, 10)),
        ] as [(CanonicalRequest.Method, [UInt8], [UInt8])])
    func same(method: CanonicalRequest.Method, one: [UInt8], other: [UInt8]) throws {
        let form = try #require(Self.form(method, one))
        #expect(Self.form(method, other) == form)
        #expect(Self.form(method, other)?.hashValue == form.hashValue)
        #expect(Self.form(method, form.bytes)?.bytes == form.bytes, "the form of a form is itself")
    }

    @Test("Whatever else a request says makes another form, and so do method and day")
    func distinct() {
        let knee = Wire.field(1, "knee")
        let requests: [(CanonicalRequest.Method, [UInt8])] = [
            (.searchCodes, knee), (.suggestCodes, knee), (.searchCodes, Wire.field(1, "kneé")),
            (.searchCodes, knee + Wire.field(2, [1])), (.searchCodes, knee + Wire.field(2, [1, 2])),
            (.searchCodes, knee + Wire.field(3, Wire.field(1, 2024))), (.searchCodes, knee + Wire.field(4, 11)),
            (.searchCodes, knee + Wire.field(5, "token")),
            (.searchCodes, knee + Wire.field(6, "a") + Wire.field(6, "b")),
            (.searchCodes, knee + Wire.field(6, "ab")), (.searchCodes, knee + Wire.field(7, Wire.field(3, 1))),
            (.searchCodes, knee + Wire.field(8, [0])), (.searchCodes, knee + Wire.field(9, 1)),
        ]
        let forms = requests.map { Self.form($0, $1) }
        #expect(Set(forms).count == requests.count && !forms.contains(nil))
        let tomorrow = knee.withUnsafeBytes {
            CanonicalRequest(.searchCodes, $0, today: CalendarDate(year: 2025, month: 11, day: 22)!)
        }
        #expect(tomorrow != forms[0] && tomorrow?.bytes == forms[0]?.bytes)
    }

    @Test(
        "Whatever is odd, wrong or too long has no form",
        arguments: [
            (.listPolicies, [0x0A]), (.listPolicies, Wire.field(1, 1)), (.listPolicies, diabetes + diabetes),
            (.listPolicies, Wire.field(3, "payer") + diabetes), (.listPolicies, diabetes + Wire.field(5, .max)),
            (.listPolicies, Wire.field(1, Wire.field(1, 6) + Wire.field(2, "E119"))),
            (.listPolicies, Wire.field(1, Wire.field(2, "2345-7") + Wire.field(3, "http://loinc.org"))),
            (.listPolicies, Wire.field(1, Wire.field(1, 4) + Wire.field(2, " E119"))),
            (.listPolicies, Wire.field(1, Wire.field(1, 4) + Wire.field(2, String(repeating: "A", count: 100)))),
            (.searchCodes, [0x0D, 1, 2, 3, 4]), (.searchCodes, Wire.field(1, String(repeating: "a", count: 512))),
        ] as [(CanonicalRequest.Method, [UInt8])])
    func none(method: CanonicalRequest.Method, bytes: [UInt8]) {
        #expect(Self.form(method, bytes) == nil)
    }

    @Test(
        "The form asks for what the request asks for, on 16,000 damaged requests",
        arguments: 1...2 as ClosedRange<UInt64>)
    func agrees(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let search = SearchCodesRequest(
            query: "Knee  Pain", systems: [.cpt, .icd10CM], asOf: Self.today, filters: SearchFilters(isBillable: true),
            facets: [.status], pageSize: 20, pageToken: "token")
        let policies = ListPoliciesRequest(
            key: CodeKey(system: .icd10CM, canonical: "E119"), asOf: Self.today, payer: "A", pageSize: 20)
        for _ in 0..<4_000 {
            try expectAgreement(.searchCodes, search.bytes.damaged(by: &random), SearchCodesRequest.self)
            try expectAgreement(.listPolicies, policies.bytes.damaged(by: &random), ListPoliciesRequest.self)
        }
    }

    private func expectAgreement<Request: PagedRequest & Equatable>(
        _ method: CanonicalRequest.Method, _ bytes: [UInt8], _ type: Request.Type
    ) throws {
        guard let form = Self.form(method, bytes), var request = try? Request(bytes) else { return }
        request.pageSize = request.elementCountMax
        #expect(try Request(form.bytes) == request, "\(bytes)")
    }

    @Test("An answer about one code depends on it and on what stands around it")
    func subjects() throws {
        let key = CodeKey(system: .icd10CM, canonical: "E119")
        let form = try #require(Self.form(.listSimilarCodes, ListSimilarCodesRequest(key: key).bytes))
        let subjects = try #require(form.subjects)
        #expect([subjects.code, subjects.neighbourhood] == CodeQuestion.subjects(of: key))
        #expect(Self.form(.listSimilarCodes, Wire.field(1, Wire.field(1, 4)))?.subjects == nil)
    }
}

extension [UInt8] {
    /// The bytes with one to three bits turned over.
    fileprivate func damaged(by random: inout SplitMix64) -> [UInt8] {
        var bytes = self
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            bytes[Int.random(in: 0..<count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
        }
        return bytes
    }
}
