internal import CommandLineSupport
internal import EventLoop
internal import Foundation
internal import RPCTransport

/// Looks at the server's certificate: whether it can be read and fits its key, whether it is valid now, and for whom.
struct CertificateExamination {
    let settings: ServeSettings
    var now = CertificateTime.now
    /// The name of this machine, which clients may call it by.
    var hostName = ProcessInfo.processInfo.hostName

    /// How long before its end a certificate is worth a word.
    private static let dayCountLeftMin = 14
    private static let subject = "certificate"

    /// What was found, the worst of it.
    var finding: Finding {
        let identity = TLSIdentity(
            certificate: .file(settings.tlsCertificate.value), key: .file(settings.tlsKey.value))
        do throws(TLSConfigurationError) {
            _ = try TLSContext.server(
                identity: identity, clientAuthorities: settings.clientCA.value.map { .file($0) })
            return Self.finding(on: try CertificateSummary(pem: identity.certificate), now: now, host: host)
        } catch {
            guard error.reason == .unreadable, settings.usesDevelopmentCertificate else {
                return .failed(Self.subject, CommandFailure(.failure, error.message))
            }
            return .ok(Self.subject, "none yet; 'serve' makes a development certificate")
        }
    }

    /// What is to be said of a certificate that can be used.
    static func finding(on certificate: CertificateSummary, now: CertificateTime, host: String) -> Finding {
        let names = certificate.names.joined(separator: ", ")
        if now < certificate.notBefore {
            return .failed(
                subject,
                CommandFailure(
                    .failure, "\(certificate.subject) is not valid before \(certificate.notBefore), and it is \(now)",
                    remedy: "set the clock if it is wrong, or wait"))
        }
        if certificate.notAfter < now {
            return .failed(
                subject,
                CommandFailure(
                    .failure, "\(certificate.subject) ended on \(certificate.notAfter)",
                    remedy: "put a new one in its place; a running server takes it up by itself"))
        }
        if certificate.notAfter < now.adding(days: dayCountLeftMin) {
            return .warning(
                subject, "\(certificate.subject) ends on \(certificate.notAfter)", remedy: "renew it before that")
        }
        guard covers(certificate.names, host) else {
            return .warning(
                subject, "\(certificate.subject) is for \(names), and not for \(host)",
                remedy: "clients that connect to \(host) refuse it; have them use another name, or get one for it")
        }
        return .ok(subject, "\(certificate.subject), for \(names), until \(certificate.notAfter)")
    }

    /// Whom clients ask for: what is listened on, or this machine when that is every address.
    private var host: String {
        let listened = settings.listen.value.host
        return ["0.0.0.0", "::", ""].contains(listened) ? hostName : listened
    }

    /// Whether one of the names is the host's (RFC 6125 section 6.4: a star stands for the first label).
    private static func covers(_ names: [String], _ host: String) -> Bool {
        names.contains { name in
            if name.lowercased() == host.lowercased() { return true }
            guard name.hasPrefix("*."), let dot = host.firstIndex(of: ".") else { return false }
            return host[dot...].lowercased() == name.dropFirst().lowercased()
        }
    }
}
