internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport

/// The code a command is about.
struct KeyArguments: ParsableArguments {
    @Argument(help: "The code system, or the FHIR URI of another one.") var system: CodeSystem
    @Argument(help: "The code, in any case, with or without dots.") var code: String

    /// The code, in canonical spelling.
    ///
    /// - Throws: `ValidationError` when no code is spelled so.
    var key: CodeKey {
        get throws {
            do { return try CodeKey(system: system, code: code) } catch {
                throw ValidationError("'\(code.printable)': \(error)")
            }
        }
    }

    func validate() throws { _ = try key }
}
