internal import Foundation

/// Where the programs keep what they make themselves: the development certificates and the starter catalog.
///
/// The first of these that is set names it: `$MEDCODES_STATE_DIRECTORY`, `$XDG_STATE_HOME/medcodes` (XDG Base Directory
/// Specification; relative paths do not count), `$HOME/.local/state/medcodes`. Nothing is created here.
package struct StateDirectory: Hashable, Sendable {
    /// The directory's path, without a slash at the end.
    package let path: String

    /// The directory this environment names.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` when no variable names one.
    package init(environment: [String: String]) throws(CommandFailure) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let own = value("MEDCODES_STATE_DIRECTORY") {
            path = own.count > 1 && own.hasSuffix("/") ? String(own.dropLast()) : own
        } else if let state = value("XDG_STATE_HOME"), state.hasPrefix("/") {
            path = state + "/medcodes"
        } else if let home = value("HOME") {
            path = home + "/.local/state/medcodes"
        } else {
            throw CommandFailure(
                .usage, "no state directory is known, for neither HOME nor XDG_STATE_HOME is set",
                remedy: "set MEDCODES_STATE_DIRECTORY")
        }
    }

    /// The directory this process's environment names.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` when no variable names one.
    package static func current() throws(CommandFailure) -> StateDirectory {
        try StateDirectory(environment: ProcessInfo.processInfo.environment)
    }

    /// The folder of the development certificates: `ca.pem`, `server.pem`, `server.key`, `client.pem`, `client.key`.
    package var certificates: String { path + "/certificates" }

    /// The certificate of the development CA, which clients trust by default.
    package var certificateAuthority: String { certificates + "/ca.pem" }
}
