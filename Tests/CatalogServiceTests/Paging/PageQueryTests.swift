import CatalogMessages
import CatalogModel
import RPCCore
import Testing

@testable import CatalogService

@Suite("PageQuery")
struct PageQueryTests {
    private static let today = CalendarDate("2025-12-31")!
    private static let request = ListPoliciesRequest(key: CodeKey(system: .cpt, canonical: "22849"))

    @Test("Pages of any sizes make up the list, each element once", arguments: [1, 2, 3, 7, 10, 11])
    func whole(size: Int) throws {
        let list = Array(0..<10)
        var request = Self.request
        request.pageSize = size
        var found: [Int] = []
        repeat {
            let page = try Self.query(request).page(of: list, by: Letter.init)
            #expect(page.elements.count <= size && page.totalCount == 10)
            found += page.elements
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        #expect(found == list)
    }

    @Test("What came or went between two pages moves nothing else")
    func changedList() throws {
        var request = Self.request
        request.pageSize = 3
        let first = try Self.query(request).page(of: [1, 3, 5, 7], by: Letter.init)
        request.pageToken = first.nextPageToken
        request.pageSize = 2
        let second = try Self.query(request).page(of: [0, 2, 3, 4, 6, 7, 9], by: Letter.init)
        #expect(first.elements == [1, 3, 5] && second.elements == [6, 7] && second.totalCount == 7)
        request.pageToken = second.nextPageToken
        #expect(try Self.query(request).page(of: [1], by: Letter.init) == ListPage([], totalCount: 1))
    }

    @Test("Elements that are large make pages that are short, down to one")
    func bytes() throws {
        let (half, list) = (PageQuery<Letter>.byteCountMax / 2, Array(0..<5))
        for (byteCount, expected) in [(half, [0, 1]), (half + 1, [0]), (3 * half, [0]), (0, list)] {
            let page = try Self.query(Self.request).page(of: list, by: Letter.init) { _ in byteCount }
            #expect(page.elements == expected && page.nextPageToken.isEmpty == (expected == list))
        }
    }

    @Test("A list asked for today goes on with the day it began on; one of a day with that day")
    func midnight() throws {
        var request = Self.request
        request.pageToken = try Self.query(request).token(behind: Letter(3))
        let tomorrow = Self.today.advanced(by: 1)
        #expect(try PageQuery<Letter>(request, today: tomorrow).day == Self.today)
        request.pageToken = ""
        request.asOf = CalendarDate("2020-02-29")
        request.pageToken = try Self.query(request).token(behind: Letter(3))
        #expect(try PageQuery<Letter>(request, today: tomorrow).day == request.asOf)
    }

    @Test("A token of other arguments, or of places of another kind, is refused")
    func foreign() throws {
        var request = Self.request
        request.pageToken = try Self.query(request).token(behind: Letter(3))
        #expect(try Self.query(request).last == Letter(3))
        var other = request
        other.payer = "A plan"
        var later = request
        later.asOf = Self.today
        for wrong in [other, later] {
            #expect { try Self.query(wrong) } throws: { ($0 as? RPCError)?.code == .invalidArgument }
        }
        request.pageToken = PageToken(day: Self.today, place: ["x", "y"]).text(of: Self.request.listIdentity)
        #expect { try Self.query(request) } throws: { ($0 as? RPCError)?.message.contains("page_token") == true }
    }

    private static func query(_ request: ListPoliciesRequest) throws(RPCError) -> PageQuery<Letter> {
        try PageQuery(request, today: today)
    }
}

/// A place in a list of small numbers.
private struct Letter: PagePlace {
    let number: Int

    init(_ number: Int) { self.number = number }

    init?(fields: [String]) {
        guard fields.count == 1, let number = Int(fields[0]) else { return nil }
        self.number = number
    }

    var fields: [String] { ["\(number)"] }

    static func < (a: Letter, b: Letter) -> Bool { a.number < b.number }
}
