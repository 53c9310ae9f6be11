internal import COpenSSL
internal import Glibc

/// An instant as certificates have it: whole seconds of the wall clock.
public struct CertificateTime: Hashable, Sendable {
    /// Seconds since 1970-01-01 00:00 UTC.
    public let unixSeconds: Int

    /// The instant so many seconds after 1970-01-01 00:00 UTC.
    public init(unixSeconds: Int) { self.unixSeconds = unixSeconds }

    /// Now, by the wall clock.
    public static var now: CertificateTime { CertificateTime(unixSeconds: time(nil)) }

    /// The instant so many days later.
    public func adding(days: Int) -> CertificateTime { CertificateTime(unixSeconds: unixSeconds + days * 86_400) }

    init(_ time: UnsafePointer<ASN1_TIME>?) {
        var fields = tm()
        ASN1_TIME_to_tm(time, &fields)  // Cannot fail: the certificate has been parsed.
        unixSeconds = timegm(&fields)
    }
}

extension CertificateTime: Comparable {
    /// Earlier instants first.
    public static func < (a: CertificateTime, b: CertificateTime) -> Bool { a.unixSeconds < b.unixSeconds }
}

extension CertificateTime: CustomStringConvertible {
    /// `2027-02-24 09:41 UTC`.
    public var description: String {
        var seconds = unixSeconds
        var fields = tm()
        gmtime_r(&seconds, &fields)
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, "%Y-%m-%d %H:%M UTC", &fields)
        return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
