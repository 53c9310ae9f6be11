/// What a program tells its caller when it ends; scripts rely on these numbers.
package struct ExitStatus: RawRepresentable, Hashable, Sendable {
    /// The number given to `exit`, 0...127.
    package let rawValue: Int32

    /// The status with this number.
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// 0: everything asked for was done.
    package static let success = ExitStatus(rawValue: 0)
    /// 1: this machine stands in the way: a file that cannot be read, output that cannot be written.
    package static let failure = ExitStatus(rawValue: 1)
    /// 2: everything was done, and what was asked about is not valid.
    package static let invalid = ExitStatus(rawValue: 2)
    /// 64: the command line, or what it names, is wrong; `EX_USAGE` of sysexits.h.
    package static let usage = ExitStatus(rawValue: 64)

    /// 69: the code asked for is not there; 64 and NOT_FOUND.
    package static let notFound = rpc(5)
    /// 78: the service cannot be reached or is not ready; 64 and UNAVAILABLE.
    package static let unavailable = rpc(14)

    /// 64 and the number of the gRPC status that a call ended with: `NOT_FOUND` is 69.
    package static func rpc(_ statusNumber: UInt8) -> ExitStatus { ExitStatus(rawValue: 64 + Int32(statusNumber)) }
}
