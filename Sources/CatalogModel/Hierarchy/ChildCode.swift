/// One step down a system's hierarchy.
public struct ChildCode: Hashable, Sendable {
    /// The child: a code, a group such as `A00-A09`, or the leading characters of codes.
    public var key: CodeKey
    /// Its descriptor, the group's title, or what the last of the leading characters means; empty when that is not known.
    public var display: String
    /// A reportable code, a header or a modifier; nil for a group and for leading characters that are no code.
    public var kind: CodeKind?
    /// How many reportable codes stand below it, at any depth; 0 for a leaf.
    public var descendantCount: Int
    /// What its last character means; nil where that is not known or the system has no axes.
    public var axis: AxisMeaning?

    /// A child.
    public init(key: CodeKey, display: String, kind: CodeKind?, descendantCount: Int, axis: AxisMeaning? = nil) {
        self.key = key
        self.display = display
        self.kind = kind
        self.descendantCount = descendantCount
        self.axis = axis
    }
}

/// What one character of a code means in its table.
public struct AxisMeaning: Hashable, Sendable {
    /// The name of the axis: its title in lower case with underscores, e.g. `body_part`.
    public var axis: String
    /// The character.
    public var value: String
    /// What it stands for, e.g. `Lumbar Vertebral Joint`.
    public var label: String

    /// A meaning.
    public init(axis: String, value: String, label: String) {
        self.axis = axis
        self.value = value
        self.label = label
    }

    /// The meaning that a table gives a character.
    public init(_ value: AxisValue) {
        let words = value.title.lowercased().split { !$0.isLetter && !$0.isNumber }
        self.init(axis: words.joined(separator: "_"), value: value.value, label: value.label)
    }
}
