internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport

/// A place in a hierarchy that a command is about.
struct PlaceArguments: ParsableArguments {
    @Argument(help: "The code system, or the FHIR URI of another one.") var system: CodeSystem
    @Argument(help: "A code, a group such as A00-A09, or leading characters.") var code: String?

    /// The place in canonical spelling; nil for the top of the system.
    ///
    /// - Throws: `ValidationError` when nothing is spelled so.
    var key: CodeKey? {
        get throws { try code.map { try CodeKey(place: $0, in: system) } }
    }

    func validate() throws { _ = try key }
}

extension CodeKey {
    /// Reads a code or group as the command line spells it.
    ///
    /// - Throws: `ValidationError` when nothing is spelled so.
    init(place text: String, in system: CodeSystem) throws {
        do { try self.init(system: system, codeOrGroup: text) } catch {
            throw ValidationError("'\(text.printable)': \(error)")
        }
    }
}
