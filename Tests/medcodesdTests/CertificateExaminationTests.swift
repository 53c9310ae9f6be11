import Foundation
import RPCTransport
import Testing

@testable import medcodesd

@Suite("Looking at certificates")
struct CertificateExaminationTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("medcodes-\(UUID().uuidString)")

    @Test(
        "A certificate is judged by its days and by the host it is for",
        arguments: [
            (0, "localhost", Finding.Severity.ok, "MedCodes development server, for localhost"),
            (-30, "localhost", .failed, "is not valid before"), (4_000, "localhost", .failed, "ended on"),
            (0, "db.example.org", .warning, "and not for db.example.org"), (0, "LOCALHOST", .ok, "until"),
        ])
    func judgement(days: Int, host: String, severity: Finding.Severity, words: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let made = try DevelopmentCertificates.make(in: folder.path, replacing: .never)
        let certificate = try CertificateSummary(pem: made.server.certificate)
        let now = CertificateTime.now.adding(days: days)
        let finding = CertificateExamination.finding(on: certificate, now: now, host: host)
        #expect(finding.severity == severity)
        #expect(finding.message.contains(words), "\(finding.message)")
        #expect(finding.remedy.isEmpty == (severity == .ok))
    }

    @Test("A certificate that ends soon is worth a word")
    func endsSoon() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let made = try DevelopmentCertificates.make(in: folder.path, replacing: .never)
        let certificate = try CertificateSummary(pem: made.server.certificate)
        let finding = CertificateExamination.finding(
            on: certificate, now: certificate.notAfter.adding(days: -3), host: "localhost")
        #expect(finding.severity == .warning)
        #expect(finding.message.contains("ends on \(certificate.notAfter)"))
    }
}
