import CatalogModel
import Synchronization
import Testing

@testable import MedCodesClient

@Suite("PageSequence")
struct PageSequenceTests {
    @Test("Elements come in order over full, short and empty pages, each page fetched once")
    func order() async throws {
        let pages = Pages(["": ([1, 2], "a"), "a": ([], "b"), "b": ([3], "")])
        #expect(try await pages.sequence.reduce(into: []) { $0.append($1) } == [1, 2, 3])
        #expect(pages.asked == ["", "a", "b"])
    }

    @Test("No page is fetched before it is needed")
    func lazy() async throws {
        let pages = Pages(["": ([1, 2], "a"), "a": ([3], "")])
        var iterator = pages.sequence.makeAsyncIterator()
        #expect(pages.asked.isEmpty)
        #expect(try await iterator.next() == 1)
        #expect(try await iterator.next() == 2)
        #expect(pages.asked == [""])
    }

    @Test("A page that cannot be had can be asked for again")
    func failure() async throws {
        let pages = Pages(["": ([1], "a")])
        var iterator = pages.sequence.makeAsyncIterator()
        #expect(try await iterator.next() == 1)
        await #expect(throws: MedCodesError.self) { try await iterator.next() }
        pages.add("a", ([2], ""))
        #expect(try await iterator.next() == 2)
        #expect(try await iterator.next() == nil)
        #expect(try await iterator.next() == nil)
    }

    @Test("A page that leads to itself ends in an error, not in a loop")
    func loop() async {
        let pages = Pages(["": ([], "a"), "a": ([], "a")])
        await #expect(throws: MedCodesError.self) { try await pages.sequence.reduce(0, +) }
    }
}

/// Pages by their tokens, and which were asked for.
private final class Pages: Sendable {
    private let state: Mutex<(pages: [String: ([Int], String)], asked: [String])>

    init(_ pages: [String: ([Int], String)]) { state = Mutex((pages, [])) }

    var asked: [String] { state.withLock { $0.asked } }

    func add(_ token: String, _ page: ([Int], String)) { state.withLock { $0.pages[token] = page } }

    var sequence: PageSequence<Int> {
        PageSequence { [self] token throws(MedCodesError) in
            let page = state.withLock { state in
                state.asked.append(token)
                return state.pages[token]
            }
            guard let page else { throw MedCodesError(.unavailable, "no page") }
            return ListPage(page.0, nextPageToken: page.1, totalCount: 3)
        }
    }
}
