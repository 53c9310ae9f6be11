internal import CatalogModel
internal import Foundation

/// A configuration file: one JSON5 object whose keys are the names of settings, or of groups of settings.
///
/// JSON5 is JSON with comments, trailing commas and single quotes, so that a file can say why a value is what it is.
package struct SettingsFile: Sendable {
    /// Settings by name, of the whole file or of one group.
    package struct Group: Hashable, Sendable {
        /// The file's path.
        fileprivate let path: String
        fileprivate let members: [String: JSON5Reader.Node]

        /// The names that are given, in the order of the file.
        package var names: [String] { members.keys.sorted { (line(of: $0), $0) < (line(of: $1), $1) } }

        /// Where a setting stands, for errors: `medcodesd.json5:12`.
        package func place(of name: String) -> String {
            members[name].map { "\(path):\($0.line)" } ?? path
        }

        /// A setting's value as one would write it behind a flag; nil when it is not given.
        ///
        /// - Throws: ``CommandFailure`` of status `usage` when it is a list or a group.
        package func text(_ name: String) throws(CommandFailure) -> String? {
            guard let node = members[name] else { return nil }
            guard case .text(let text) = node.content else { throw wrong(name, expected: "a text, number or boolean") }
            return text
        }

        /// A setting's values: those of a list, or the only one; nil when it is not given.
        ///
        /// - Throws: ``CommandFailure`` of status `usage` when it is a group, or a list of other than values.
        package func texts(_ name: String) throws(CommandFailure) -> [String]? {
            guard let node = members[name] else { return nil }
            let nodes: [JSON5Reader.Node]
            if case .list(let items) = node.content { nodes = items } else { nodes = [node] }
            return try nodes.map { (node) throws(CommandFailure) in
                guard case .text(let text) = node.content else { throw wrong(name, expected: "a list of texts") }
                return text
            }
        }

        /// The settings in a group; nil when it is not given.
        ///
        /// - Throws: ``CommandFailure`` of status `usage` when it is a value or a list.
        package func group(_ name: String) throws(CommandFailure) -> Group? {
            guard let node = members[name] else { return nil }
            guard case .object(let members) = node.content else { throw wrong(name, expected: "a group in braces") }
            return Group(path: path, members: members)
        }

        /// Checks that no other settings are here.
        ///
        /// - Throws: ``CommandFailure`` of status `usage` that names the first other one and the nearest right one.
        package func requireOnly(_ known: [String]) throws(CommandFailure) {
            guard let unknown = names.first(where: { !known.contains($0) }) else { return }
            let nearest = Suggestion.nearest(to: unknown, among: known)
            throw CommandFailure(
                .usage, "\(place(of: unknown)): there is no setting '\(unknown)'",
                remedy: nearest.map { "did you mean '\($0)'?" } ?? "use \(known.joined(separator: ", "))")
        }

        private func line(of name: String) -> Int { members[name]?.line ?? 0 }

        private func wrong(_ name: String, expected: String) -> CommandFailure {
            CommandFailure(.usage, "\(place(of: name)): '\(name)' cannot be that", remedy: "write \(expected)")
        }
    }

    /// The largest file that is read, in bytes.
    package static let byteCountMax = 1 << 20

    /// Where the file is.
    package let path: String
    /// What stands in it.
    package let settings: Group

    /// Reads a file.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` saying what of the file cannot be read, with its line.
    package init(path: String) throws(CommandFailure) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw CommandFailure(.usage, "there is no configuration file \(path)", remedy: "write its path anew")
        }
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        guard !isDirectory.boolValue, size ?? 0 <= Self.byteCountMax else {
            throw CommandFailure(
                .usage, "\(path) is no configuration file of at most \(Self.byteCountMax >> 20) MiB",
                remedy: "name a JSON5 file")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(
                .usage, "the configuration file \(path) cannot be read", remedy: "let this user read it")
        }
        try self.init(path: path, bytes: Array(data))
    }

    /// Reads what a file holds.
    init(path: String, bytes: [UInt8]) throws(CommandFailure) {
        self.path = path
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.usage, "\(path) is not UTF-8", remedy: "save it as UTF-8")
        }
        do throws(JSON5Reader.Failure) {
            let node = try JSON5Reader.read(text)
            guard case .object(let members) = node.content else {
                throw JSON5Reader.Failure(line: node.line, message: "the settings stand in no braces")
            }
            settings = Group(path: path, members: members)
        } catch {
            throw CommandFailure(.usage, "\(path):\(error.line): \(error.message)", remedy: "write a JSON5 object")
        }
    }
}
