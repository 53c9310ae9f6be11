import CatalogMessages
import CatalogModel
import RPCCore
import RPCServices
import TestSupport
import WireMessages

/// Messages as values: what is read is written and read again unchanged, and the quick ways to read a question and a
/// request's canonical form, from which the caches take their keys, agree with the slow one.
///
/// An input is: which message, the message.
enum CatalogMessagesTarget: FuzzTarget {
    static let name = "catalog-messages"

    static func seeds() throws -> [String: [UInt8]] {
        let key = Wire.field(1, 4) + Wire.field(2, "E11.9") + Wire.field(3, "http://hl7.org/fhir/sid/icd-10-cm")
        let date = Wire.field(1, 2025) + Wire.field(2, 2) + Wire.field(3, 28)
        let details = StatusDetails(
            reason: "UNKNOWN_CODE", metadata: ["a": "b"], attachment: .retry(after: .seconds(3)))
        let absence = Wire.field(1, 2) + Wire.field(2, "ended") + Wire.field(4, date) + Wire.field(5, key)
        let code = Wire.field(1, key) + Wire.field(2, 1) + Wire.field(3, "Type 2 diabetes") + Wire.field(10, date)
        return [
            "get": [0] + Wire.field(1, key) + Wire.field(2, date) + Wire.field(3, 1),
            "get-bare": [0] + Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849")),
            "batch": [1] + Wire.field(1, key) + Wire.field(1, key) + Wire.field(2, date) + Wire.field(3, 2),
            "code": [2] + code,
            "results": [3] + Wire.field(1, Wire.field(1, key) + Wire.field(2, code))
                + Wire.field(1, Wire.field(1, key) + Wire.field(3, absence)),
            "summary": [4]
                + Wire.field(1, Wire.field(1, 4) + Wire.field(2, "name") + Wire.field(3, Wire.field(1, "l"))),
            "details": [5] + details.serialized(code: .notFound, message: "no such code"),
            "policies": [7] + Wire.field(1, key) + Wire.field(2, date) + Wire.field(3, "A plan") + Wire.field(5, 7)
                + Wire.field(6, "token"),
            "similar": [8] + Wire.field(1, key) + Wire.field(2, date) + Wire.field(3, [1, 4]) + Wire.field(4, 7),
            "children": [9] + Wire.field(1, Wire.field(1, 4) + Wire.field(2, "A00-A09")) + Wire.field(4, "token"),
            "subsumption": [10] + Wire.field(1, key) + Wire.field(2, Wire.field(1, 4) + Wire.field(2, "E11")),
            "translation": [11] + Wire.field(1, key) + Wire.field(3, "http://hl7.org/fhir/sid/icd-9-cm"),
            "health": [6] + Wire.field(1, Wire.field(1, "a.B") + Wire.field(2, Wire.field(1, 1))),
        ]
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        switch input.byte() % 12 {
        case 0:
            try checkRoundTrip(GetCodeRequest.self, input.remainder)
            try checkQuestion(input.remainder)
        case 1: try checkRoundTrip(BatchGetCodesRequest.self, input.remainder)
        case 2: try checkRoundTrip(Code.self, input.remainder)
        case 3: try checkRoundTrip(BatchGetCodesResponse.self, input.remainder)
        case 4: try checkRoundTrip(CatalogSummary.self, input.remainder)
        case 5: try checkDetails(input.remainder)
        case 7:
            try checkRoundTrip(ListPoliciesRequest.self, input.remainder)
            try checkForm(.listPolicies, ListPoliciesRequest.self, input.remainder)
        case 8:
            try checkRoundTrip(ListSimilarCodesRequest.self, input.remainder)
            try checkForm(.listSimilarCodes, ListSimilarCodesRequest.self, input.remainder)
        case 9:
            try checkRoundTrip(ListChildCodesRequest.self, input.remainder)
            try checkForm(.listChildCodes, ListChildCodesRequest.self, input.remainder)
        case 10:
            try checkRoundTrip(TestSubsumptionRequest.self, input.remainder)
            try checkForm(.testSubsumption, TestSubsumptionRequest.self, input.remainder)
        case 11:
            try checkRoundTrip(TranslateCodeRequest.self, input.remainder)
            try checkForm(.translateCode, TranslateCodeRequest.self, input.remainder)
        default:
            _ = try? HealthMessages.status(fromCheckReply: input.remainder)
            _ = try? HealthMessages.statuses(fromListReply: input.remainder)
        }
    }

    private static let today = CalendarDate(dayNumber: 20_000)!

    private static func checkQuestion(_ bytes: UnsafeRawBufferPointer) throws {
        guard let quick = CodeQuestion(getCodeRequest: bytes, today: today) else { return }
        let request = try GetCodeRequest(message: bytes)
        let slow = CodeQuestion(key: request.key, asOf: request.asOf ?? today, view: request.view)
        try demand(quick == slow, "the quick way reads \(quick), the slow one \(String(describing: slow))")
        try demand(quick.key == request.key, "a question is about \(quick.key), not \(request.key)")
        try demand(
            CodeQuestion.subjects(of: request.key) == [quick.subject, quick.neighbourhood], "one code has two subjects")
    }

    /// The canonical form of a request that is right is a message, has itself as its form, and is the form of the request
    /// as it is written.
    private static func checkForm<Request: CatalogMessage>(
        _ method: CanonicalRequest.Method, _ type: Request.Type, _ bytes: UnsafeRawBufferPointer
    ) throws {
        guard let form = CanonicalRequest(method, bytes, today: today), let request = try? Request(message: bytes)
        else { return }
        let again = form.bytes.withUnsafeBytes { CanonicalRequest(method, $0, today: today) }
        try demand(again?.bytes == form.bytes, "\(form) becomes \(String(describing: again))")
        let canonical = try form.bytes.withUnsafeBytes { try Request(message: $0) }
        let forms = [request, canonical].map { request in
            request.withMessage { $0.bytes() }.withUnsafeBytes { CanonicalRequest(method, $0, today: today) }
        }
        try demand(forms[0] == forms[1], "\(form) asks for something else than \(request)")
    }

    private static func checkDetails(_ bytes: UnsafeRawBufferPointer) throws {
        guard let details = StatusDetails(serialized: bytes) else { return }
        let written = details.serialized(code: .internal, message: "")
        let again = written.withUnsafeBytes { StatusDetails(serialized: $0) }
        try demand(again == details, "\(details) becomes \(String(describing: again))")
    }
}
