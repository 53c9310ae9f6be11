internal import CatalogMessages
internal import CommandLineSupport

extension Console {
    /// Writes a message as proto3 JSON: on one line, or indented where it is the single answer and a person reads it.
    func print(json message: some CatalogMessage, isSingle: Bool) throws(OutputError) {
        try print(json: message.json(pretty: isSingle && outputTerminal.isTerminal))
    }

    /// Writes proto3 JSON that stands ready.
    func print(json text: String) throws(OutputError) { try output.write(text.escapingTerminalControls + "\n") }
}

extension String {
    /// The same JSON with `\u` escapes for what a terminal would act on. proto3 JSON has such characters only inside its
    /// strings, where an escape means the same (RFC 8259, section 7); line breaks between members stay.
    fileprivate var escapingTerminalControls: String {
        guard unicodeScalars.contains(where: { $0.commandsTerminal && $0 != "\n" }) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            guard scalar.commandsTerminal, scalar != "\n" else {
                result.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16)
            result.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars)
        }
        return String(result)
    }
}
