/// A queue: added to at the end, taken from the front, both in constant time on average.
package struct FirstInFirstOut<Element> {
    /// How many elements wait. Stored, since to ask an array of a generic type for its count means to ask the runtime for
    /// that type, and most queues are asked far more often than used.
    package private(set) var count = 0

    private var storage: [Element?] = []
    private var front = 0

    /// A queue of nothing.
    package init() {}

    /// Whether none does.
    package var isEmpty: Bool { count == 0 }

    /// The element whose turn is next; nil when there is none.
    package var first: Element? { isEmpty ? nil : storage[front] }

    /// Adds an element at the end.
    package mutating func append(_ element: Element) {
        storage.append(element)
        count += 1
    }

    /// Takes the element at the front; nil when there is none.
    package mutating func popFirst() -> Element? {
        guard let element = first else { return nil }
        storage[front] = nil
        front += 1
        count -= 1
        if isEmpty {
            removeAll()
        } else if front >= 32, front * 2 >= storage.count {
            storage.removeFirst(front)
            front = 0
        }
        return element
    }

    /// Drops all elements; the memory stays.
    package mutating func removeAll() {
        storage.removeAll(keepingCapacity: true)
        front = 0
        count = 0
    }
}
