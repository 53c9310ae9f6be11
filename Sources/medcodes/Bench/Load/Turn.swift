internal import Synchronization

/// Gives the elements of a list in turn. May be used from any thread.
final class Turn<Element: Sendable>: Sendable {
    private let elements: [Element]
    private let position = Atomic(0)

    /// The turn of these, at least one.
    init(_ elements: [Element]) { self.elements = elements }

    /// The next element.
    func next() -> Element { elements[position.wrappingAdd(1, ordering: .relaxed).oldValue % elements.count] }
}
