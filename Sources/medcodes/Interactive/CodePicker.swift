internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// What a person sees and may choose from while typing: keys and answers in, actions and screens out. It knows no terminal,
/// no clock and no service.
struct CodePicker {
    /// What was found for what has been typed.
    struct Answer: Hashable, Sendable {
        /// Best first.
        var hits: [SearchHit] = []
        /// How many codes match in all.
        var totalCount = 0
        /// The text as it was corrected; empty when nothing was.
        var corrected = ""
    }

    /// What is to be done.
    enum Action: Hashable {
        /// Ask for this text, instead of what is being asked; the answer bears the number.
        case ask(String, number: Int)
        /// Stop asking: nothing is typed.
        case forget
        /// Open this code, and end.
        case open(SearchHit)
        /// End without a code.
        case leave
        /// End as if interrupted by SIGINT.
        case interrupt
    }

    /// What is being typed.
    private(set) var line: LineEditor
    /// The newest answer; it may be one to an earlier text while a newer one is awaited.
    private(set) var answer = Answer()
    /// Why the newest question has no answer.
    private(set) var failure: CommandFailure?
    /// The place of the chosen hit.
    private(set) var selection = 0
    private var questionNumber = 0
    /// Whether the newest question is unanswered.
    private(set) var isAwaiting = false
    /// Whether Enter was pressed before the answer came: what was typed last counts, not what was shown.
    private var opensWhenAnswered = false

    private static let pageRowCount = 10

    /// Whether nothing is typed.
    var isEmpty: Bool { line.text.allSatisfy(\.isWhitespace) }

    /// A picker with this text typed already; ``ask()`` asks for it.
    init(text: String = "") { line = LineEditor(text, byteCountMax: SearchCodesRequest.queryByteCountMax) }

    /// Asks for what is typed.
    mutating func ask() -> Action {
        questionNumber += 1
        opensWhenAnswered = false
        isAwaiting = !isEmpty
        guard isAwaiting else {
            (answer, failure, selection) = (Answer(), nil, 0)
            return .forget
        }
        return .ask(line.text, number: questionNumber)
    }

    /// A key was pressed.
    mutating func press(_ key: Key) -> Action? {
        switch key {
        case .escape: return .leave
        case .endOfInput where line.text.isEmpty: return .leave
        case .interrupt: return .interrupt
        case .enter: return enter()
        case .up: select(selection - 1)
        case .down: select(selection + 1)
        case .pageUp: select(selection - Self.pageRowCount)
        case .pageDown: select(selection + Self.pageRowCount)
        default:
            let text = line.text
            line.apply(key)
            return line.text == text ? nil : ask()
        }
        return nil
    }

    /// An answer came. One to a question that was followed by another changes nothing.
    mutating func receive(_ result: Result<Answer, CommandFailure>, to number: Int) -> Action? {
        guard number == questionNumber, isAwaiting else { return nil }
        isAwaiting = false
        selection = 0
        switch result {
        case .success(let answer): (self.answer, failure) = (answer, nil)
        case .failure(let failure): (answer, self.failure) = (Answer(), failure)
        }
        return opensWhenAnswered ? enter() : nil
    }

    /// Opens the chosen code. A family is opened by typing its code, which lists what is in it; once it is typed, the code
    /// itself is opened. Where asking failed, it asks again.
    private mutating func enter() -> Action? {
        if isAwaiting {
            opensWhenAnswered = true
            return nil
        }
        opensWhenAnswered = false
        if failure != nil { return ask() }
        guard answer.hits.indices.contains(selection) else { return nil }
        let hit = answer.hits[selection]
        guard hit.familySize > 0, line.text != hit.key.printedCode else { return .open(hit) }
        line = LineEditor(hit.key.printedCode, byteCountMax: line.byteCountMax)
        return ask()
    }

    private mutating func select(_ place: Int) { selection = min(max(0, place), max(0, answer.hits.count - 1)) }
}
