internal import RPCCore

/// A value in a JSON text together with its path, so that what is wrong with it can be told.
struct JSONField {
    let value: JSONValue
    let path: String

    /// The member with this name; nil when there is none, or when it is null.
    func member(_ name: String) throws(RPCServiceConfigurationError) -> JSONField? {
        guard let member = try object()[name], member != .null else { return nil }
        return JSONField(value: member, path: path.isEmpty ? name : "\(path).\(name)")
    }

    /// The member with this name, which must be there.
    func required(_ name: String) throws(RPCServiceConfigurationError) -> JSONField {
        guard let member = try member(name) else {
            throw RPCServiceConfigurationError(path.isEmpty ? name : "\(path).\(name)", "is missing")
        }
        return member
    }

    func object() throws(RPCServiceConfigurationError) -> [String: JSONValue] {
        guard case .object(let members) = value else { throw wrong("an object") }
        return members
    }

    func elements() throws(RPCServiceConfigurationError) -> [JSONField] {
        guard case .array(let elements) = value else { throw wrong("an array") }
        return elements.enumerated().map { JSONField(value: $1, path: "\(path)[\($0)]") }
    }

    func bool() throws(RPCServiceConfigurationError) -> Bool {
        guard case .bool(let value) = value else { throw wrong("true or false") }
        return value
    }

    func string() throws(RPCServiceConfigurationError) -> String {
        guard case .string(let text) = value else { throw wrong("a text") }
        return text
    }

    func number() throws(RPCServiceConfigurationError) -> Double {
        guard case .number(let number) = value else { throw wrong("a number") }
        return number
    }

    /// A whole number; 64-bit ones may come as text, as in the JSON form of Protocol Buffers.
    func integer() throws(RPCServiceConfigurationError) -> Int {
        if case .string(let text) = value, let number = Int(text) { return number }
        if case .number(let number) = value, let whole = Int(exactly: number) { return whole }
        throw wrong("a whole number")
    }

    /// Seconds with up to nine decimals and an `s`, as in the JSON form of Protocol Buffers: `0.5s`.
    func duration() throws(RPCServiceConfigurationError) -> Duration {
        guard case .string(let text) = value, let duration = Duration(protobufJSON: text) else {
            throw wrong("a duration such as \"1.5s\"")
        }
        return duration
    }

    /// Statuses by name or by number.
    func statusCodes() throws(RPCServiceConfigurationError) -> Set<StatusCode> {
        var codes: Set<StatusCode> = []
        for element in try elements() { codes.insert(try element.statusCode()) }
        return codes
    }

    private func statusCode() throws(RPCServiceConfigurationError) -> StatusCode {
        switch value {
        case .string(let name):
            if let code = StatusCode.allCases.first(where: { $0.description == name.uppercased() }) { return code }
            throw RPCServiceConfigurationError(path, "'\(name)' is no status")
        case .number(let number):
            if let raw = UInt8(exactly: number), let code = StatusCode(rawValue: raw) { return code }
            throw RPCServiceConfigurationError(path, "there is no status \(number)")
        default: throw wrong("a status such as \"UNAVAILABLE\"")
        }
    }

    private func wrong(_ expected: String) -> RPCServiceConfigurationError {
        RPCServiceConfigurationError(path, "must be \(expected), not \(value.kind)")
    }
}

extension Duration {
    /// The longest duration that a JSON text may name: 10,000 years, as in Protocol Buffers.
    private static let secondsMax: Int64 = 315_576_000_000

    /// Reads `3s`, `0.25s`, `-1s`; nil for anything else.
    init?(protobufJSON text: String) {
        guard text.hasSuffix("s") else { return nil }
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).dropLast().split(
            separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }),
            let seconds = Int64(parts[0]), seconds <= Self.secondsMax
        else { return nil }
        var nanoseconds: Int64 = 0
        if parts.count == 2 {
            guard parts[1].count <= 9, let digits = Int64(parts[1] + String(repeating: "0", count: 9 - parts[1].count))
            else { return nil }
            nanoseconds = digits
        }
        self = (.seconds(seconds) + .nanoseconds(nanoseconds)) * (isNegative ? -1 : 1)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
