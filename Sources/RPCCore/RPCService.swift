/// A group of methods that a server offers together.
public protocol RPCService: Sendable {
    /// The methods; asked for once, when the server is made.
    var methods: [RPCMethod] { get }
}
