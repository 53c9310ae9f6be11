/// Where imported rows come from; kept with them, and never shown to peers.
public struct ImportSource: Hashable, Sendable {
    /// The format's name, e.g. `icd10-pcs-order`.
    public var format: String
    /// The files as the user named them, without their folders.
    public var files: [String]

    /// A source.
    public init(format: String, files: [String]) {
        self.format = format
        self.files = files
    }
}
