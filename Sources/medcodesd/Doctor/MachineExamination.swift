internal import CommandLineSupport
internal import Foundation
internal import Glibc
internal import RPCTransport

/// Looks at what the machine gives the service: descriptors, the clock, a directory of its own.
struct MachineExamination {
    let settings: ServeSettings
    /// When the catalog was last changed, in Unix time; nil when that is not known.
    let committedAt: Int64?

    /// What was found.
    var findings: [Finding] { [descriptors, clock, stateDirectory] }

    /// Descriptors besides those of connections: the store's, logs, certificates.
    private static let otherDescriptorCount = 200
    /// How far clocks may differ, in seconds.
    private static let clockTolerance = 60

    private var descriptors: Finding {
        let subject = "descriptors"
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let count = Int(clamping: limit.rlim_cur)
        let connectionCount = RPCServerConfiguration(listen: settings.listen.value, loopCount: 1).connectionsMax
        let wanted = connectionCount + Self.otherDescriptorCount
        guard count < wanted else { return .ok(subject, "\(count) files may be open") }
        return .warning(
            subject, "\(count) files may be open, and \(connectionCount) connections want one each",
            remedy: "raise the limit to \(wanted): LimitNOFILE= in a systemd unit, or ulimit -n")
    }

    private var clock: Finding {
        let subject = "clock"
        let now = Int64(Date().timeIntervalSince1970)
        if let committedAt, now + Int64(Self.clockTolerance) < committedAt {
            let changed = CertificateTime(unixSeconds: Int(committedAt))
            return .failed(
                subject,
                CommandFailure(
                    .failure, "it is \(CertificateTime.now), and the catalog was changed on \(changed)",
                    remedy: "set the clock; certificates and days of service are judged by it"))
        }
        return .ok(subject, "\(CertificateTime.now)")
    }

    private var stateDirectory: Finding {
        let subject = "state directory"
        let path = settings.stateDirectory.path
        guard settings.usesStarterCatalog || settings.usesDevelopmentCertificate else {
            return .ok(subject, "not needed")
        }
        var place = path
        while place != "/", access(place, F_OK) != 0 { place = (place as NSString).deletingLastPathComponent }
        guard access(place, W_OK | X_OK) != 0 else { return .ok(subject, path) }
        return .failed(
            subject,
            CommandFailure(
                .failure, "\(place) cannot be written, so \(path) cannot be used",
                remedy: "allow this user to write it, or name another with MEDCODES_STATE_DIRECTORY"))
    }
}
