import RPCCore
import Testing

@testable import RPCServices

@Suite("Reflection answers")
struct ReflectionAnswersTests {
    private typealias Write = DescriptorBytes

    @Test("Services are listed")
    func services() throws {
        let reply = try ask(Write.text(7, "*"))
        #expect(reply.field(6) == Write.message(1, Write.text(1, "a.B")) + Write.message(1, Write.text(1, "c.D")))
    }

    @Test("A reply repeats the request and its host")
    func echo() throws {
        let request = Write.text(1, "host") + Write.text(7, "*")
        let reply = try ask(request)
        #expect(reply.field(1) == Array("host".utf8))
        #expect(reply.field(2) == request)
    }

    @Test("A file comes with what it imports, and the second time without")
    func files() throws {
        var answers = answers
        let request = Write.text(4, "google.rpc.RetryInfo")
        let names = try (0..<2).map { _ in try ask(request, &answers).fileNames }
        #expect(names[0] == ["google/rpc/error_details.proto", "google/protobuf/duration.proto"])
        #expect(names[1] == ["google/rpc/error_details.proto"])
        let duration = "google/protobuf/duration.proto"
        #expect(try ask(Write.text(3, duration), &answers).fileNames == [duration])
    }

    @Test(
        "What is not there is NOT_FOUND inside an answer",
        arguments: [
            Write.text(3, "no.proto"), Write.text(4, "no.Symbol"), Write.text(6, "no.Type"),
            Write.message(5, Write.text(1, "google.rpc.Status"), Write.number(2, 7)),
        ])
    func absences(request: [UInt8]) throws {
        #expect(try ask(request).field(7)?.prefix(2) == [8, StatusCode.notFound.rawValue])
    }

    @Test("A message without extensions has none")
    func noExtensions() throws {
        #expect(try ask(Write.text(6, "google.rpc.Status")).field(5) == Write.text(1, "google.rpc.Status"))
    }

    @Test("A request that asks for nothing is INVALID_ARGUMENT inside an answer", arguments: [[], Write.text(1, "h")])
    func nothing(request: [UInt8]) throws {
        #expect(try ask(request).field(7)?.prefix(2) == [8, StatusCode.invalidArgument.rawValue])
    }

    @Test("A request that is no message is an error", arguments: [[0x22], [0x22, 1, 0xFF], [0x0B]] as [[UInt8]])
    func malformed(request: [UInt8]) {
        let error = #expect(throws: RPCError.self) { try ask(request) }
        #expect(error?.code == .invalidArgument)
    }

    private let answers = ReflectionAnswers(index: DescriptorIndex([]), services: ["a.B", "c.D"])

    private func ask(_ request: [UInt8]) throws -> ReflectionReply {
        var answers = answers
        return try ask(request, &answers)
    }

    private func ask(_ request: [UInt8], _ answers: inout ReflectionAnswers) throws -> ReflectionReply {
        let frame = try request.withUnsafeBytes { try answers.answer($0) }
        return ReflectionReply(bytes: frame.withMessage { Array($0) })
    }
}

/// The bytes of a ServerReflectionResponse.
private struct ReflectionReply {
    let bytes: [UInt8]

    /// The bytes of a field; nil when it is absent.
    func field(_ number: UInt32) -> [UInt8]? {
        bytes.withUnsafeBytes { DescriptorFields($0)?.byteValues(number).first.map { Array($0) } }
    }

    /// The names of the files in it.
    var fileNames: [String] {
        (field(4) ?? []).withUnsafeBytes { files in
            (DescriptorFields(files)?.byteValues(1) ?? []).compactMap { FileDescriptor($0)?.name }
        }
    }
}
