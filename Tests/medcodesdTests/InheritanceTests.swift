import CommandLineSupport
import EventLoop
import Foundation
import Testing

@testable import medcodesd

@Suite("What a process gets from the one that started it")
struct InheritanceTests {
    @Test(
        "The service manager is believed when it means this process",
        arguments: [
            (["WATCHDOG_USEC": "3000000"], Duration.seconds(3)),
            (["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "7"], .seconds(3)),
            (["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "8"], nil), (["WATCHDOG_USEC": "0"], nil),
            (["WATCHDOG_USEC": "soon"], nil), ([:], nil),
        ] as [([String: String], Duration?)])
    func watchdog(environment: [String: String], time: Duration?) {
        let manager = ServiceManager(environment: environment, processID: 7, console: .standard)
        #expect(manager.watchdogTime == time)
        #expect(manager.address == nil)
        // A successor has another number.
        let passedOn = ServiceManager(environment: manager.successorEnvironment, processID: 9, console: .standard)
        #expect(passedOn.watchdogTime == time)
    }

    @Test("Sockets for another process are left alone")
    func otherProcess() throws {
        let inheritance = try Inheritance(
            environment: ["LISTEN_PID": "8", "LISTEN_FDS": "1"], processID: 7, console: .standard)
        #expect(inheritance.takeSocket(.calls, for: nil) == nil)
        #expect(inheritance.predecessor == nil)
    }

    @Test(
        "What cannot be is refused with what was found",
        arguments: [
            (["LISTEN_PID": "7"], "LISTEN_FDS is ''"),
            (["LISTEN_PID": "7", "LISTEN_FDS": "-1"], "LISTEN_FDS is '-1'"),
            (["LISTEN_PID": "7", "LISTEN_FDS": "1"], "socket 1 of 1 of the service manager is named ''"),
            (["MEDCODES_HANDED_OVER": "ear=x"], "MEDCODES_HANDED_OVER is 'ear=x', which no server has written"),
        ])
    func refused(environment: [String: String], said: String) {
        let failure = #expect(throws: CommandFailure.self) {
            try Inheritance(environment: environment, processID: 7, console: .standard)
        }
        #expect(failure?.message == said)
    }
}
