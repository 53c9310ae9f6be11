internal import CatalogModel

/// Codes as our own files list them: `system:code`, separated by semicolons. Of CPT and HCPCS, `system:first-last` is a
/// range: all codes with the same letters and the numbers from one to the other.
enum CodeList {
    /// What is wrong with a list.
    struct Fault: Error {
        var message: String
        var remedy: String
    }

    /// The most codes a list may come to.
    static let countMax = 100_000

    /// The codes of a list, each once, in its order.
    static func keys(_ text: String) throws(Fault) -> [CodeKey] {
        var keys: [CodeKey] = []
        var seen: Set<CodeKey> = []
        for part in text.split(separator: ";").map({ PageText.trimmed($0) }) where !part.isEmpty {
            for key in try range(part) {
                guard seen.insert(key).inserted else {
                    throw Fault(message: "\(key) is named twice", remedy: "name each code once")
                }
                keys.append(key)
            }
            guard keys.count <= countMax else {
                throw Fault(message: "the list comes to more than \(countMax) codes", remedy: "check its ranges")
            }
        }
        return keys
    }

    /// The code that a text names: `system:code`, or the code alone where the system is known.
    static func key(_ text: String, in known: CodeSystem? = nil) throws(Fault) -> CodeKey {
        let (system, code) = try halves(text, known)
        guard let key = try? CodeKey(system: system, code: code) else { throw noCode(text) }
        return key
    }

    private static func range(_ text: String) throws(Fault) -> [CodeKey] {
        let (system, code) = try halves(text, nil)
        let ends = code.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, system == .cpt || system == .hcpcs else { return [try key(text)] }
        guard let first = ProcedureNumber(ends[0]), let last = ProcedureNumber(ends[1]), first.letters == last.letters,
            first.number <= last.number
        else {
            throw Fault(
                message: "'\(text)' is no range", remedy: "write two codes of five characters with the same letters")
        }
        return (first.number...last.number).map { CodeKey(system: system, canonical: first.code($0)) }
    }

    private static func halves(_ text: String, _ known: CodeSystem?) throws(Fault) -> (CodeSystem, String) {
        // A system may be a URI, which has colons itself; codes have none.
        guard let colon = text.lastIndex(of: ":") else {
            if let known { return (known, text) }
            throw noCode(text)
        }
        guard let system = CodeSystem(name: String(text[..<colon])) else { throw noCode(text) }
        guard known == nil || known == system else {
            throw Fault(message: "'\(text)' is of another system than the row", remedy: "name the system once")
        }
        return (system, String(text[text.index(after: colon)...]))
    }

    private static func noCode(_ text: String) -> Fault {
        Fault(message: "'\(text.prefix(100))' is no code", remedy: "write system:code, e.g. icd10cm:E11.9")
    }
}

/// A code of five characters as a number between letters, e.g. `0075T` or `G0101`.
private struct ProcedureNumber {
    let letters: [String]
    let number: Int
    private let digitCount: Int

    init?(_ text: Substring) {
        let code = PageText.trimmed(text).uppercased()
        let head = code.prefix { $0.isASCII && $0.isLetter }
        let digits = code.dropFirst(head.count).prefix { $0.isASCII && $0.isNumber }
        let tail = code.dropFirst(head.count + digits.count)
        guard code.utf8.count == 5, tail.allSatisfy({ $0.isASCII && $0.isLetter }), let number = Int(digits) else {
            return nil
        }
        letters = [String(head), String(tail)]
        self.number = number
        digitCount = digits.count
    }

    func code(_ number: Int) -> String {
        let digits = String(number)
        return letters[0] + String(repeating: "0", count: digitCount - digits.count) + digits + letters[1]
    }
}
