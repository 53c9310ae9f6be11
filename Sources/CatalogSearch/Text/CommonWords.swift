/// Words that say little by themselves, in the folded singular.
enum CommonWords {
    /// Words left out of queries and of the comparison of wordings.
    static let stop: Set<String> = [
        "a", "an", "and", "any", "as", "at", "be", "by", "for", "from", "if", "in", "into", "is", "it", "my", "of",
        "on", "or", "that", "the", "this", "to", "was", "which", "with", "i", "me", "his", "her", "their", "have",
        "has",
        "had", "having", "do", "does", "get", "getting", "got", "be", "been", "being", "s", "am", "are", "when",
        "while",
        "using", "via", "per", "due",
    ]
    /// Words that count less in a query.
    static let weak: Set<String> = [
        "other", "unspecified", "specified", "elsewhere", "classified", "nec", "nos", "type", "site", "certain",
        "procedure", "operation", "surgery", "surgical", "disease", "disorder", "condition", "syndrome", "approach",
        "part", "structure", "region", "patient", "mention", "status", "code", "form", "multiple", "single", "so",
        "classifiable", "state", "bad", "problem", "trouble", "issue", "also", "known", "associated", "related",
    ]
    /// Words of a descriptor that cost nothing when the query does not say them.
    static let unmarked: Set<String> = [
        "unspecified", "initial", "encounter", "closed", "nos", "other", "site", "specified", "subsequent", "sequela",
        "open", "percutaneous", "endoscopic", "external", "via", "natural", "artificial", "opening",
    ]
    /// Words that join the items of a list.
    static let joining: Set<ArraySlice<UInt8>> = Set(["and", "or"].map { Array($0.utf8)[...] })
    /// What a `not` that excludes nothing stands before: `not elsewhere classified`.
    static let notElsewhere: Set<ArraySlice<UInt8>> = Set(["elsewhere", "otherwise"].map { Array($0.utf8)[...] })
    /// Words after which a query or descriptor excludes something.
    static let negation: Set<String> = ["without", "no", "not", "non", "w/o", "absence", "except", "excluding"]
}
