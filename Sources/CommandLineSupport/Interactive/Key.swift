/// What a person at a terminal pressed, typed or pasted.
package enum Key: Hashable, Sendable {
    /// Typed or pasted text, without control characters.
    case text(String)
    /// Enter or Return.
    case enter
    /// Esc by itself.
    case escape
    /// Ctrl-C.
    case interrupt
    /// Ctrl-D.
    case endOfInput
    /// The arrow, or Ctrl-P.
    case up
    /// The arrow, or Ctrl-N.
    case down
    /// The arrow, or Ctrl-B.
    case left
    /// The arrow, or Ctrl-F.
    case right
    /// Home, or Ctrl-A.
    case home
    /// End, or Ctrl-E.
    case end
    /// Page up.
    case pageUp
    /// Page down.
    case pageDown
    /// Backspace, or Ctrl-H: the character before the cursor goes.
    case backspace
    /// Delete: the character behind the cursor goes.
    case delete
    /// Ctrl-W, or Alt-Backspace: the word before the cursor goes.
    case deleteWord
    /// Ctrl-U: everything before the cursor goes.
    case deleteToStart
    /// Ctrl-K: everything behind the cursor goes.
    case deleteToEnd
}
