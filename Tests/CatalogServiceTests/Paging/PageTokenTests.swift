import CatalogModel
import Testing
import WireMessages

@testable import CatalogService

@Suite("PageToken")
struct PageTokenTests {
    private static let day = CalendarDate(dayNumber: 20_000)!
    private static let list = Array("ListPolicies".utf8)

    @Test("Says what it was made of", arguments: [[""], ["A plan", "7"], ["", "", "日本"], ["x", ""]])
    func roundTrip(place: [String]) throws {
        let token = PageToken(day: Self.day, place: place)
        #expect(try PageToken(token.text(of: Self.list), of: Self.list) == token)
    }

    @Test("Any other character, one less or one more, and it is none")
    func changed() {
        let text = PageToken(day: Self.day, place: ["A plan", "7"]).text(of: Self.list)
        for index in text.indices {
            for other in "ABQgw_-=+/ é" where other != text[index] {
                var changed = text
                changed.replaceSubrange(index...index, with: [other])
                expectRefusal(changed)
            }
            expectRefusal(String(text[..<index]))
        }
        expectRefusal(text + "A")
        expectRefusal(text + "=")
    }

    @Test("Of another list it is none")
    func foreign() {
        let text = PageToken(day: Self.day, place: ["7"]).text(of: Self.list)
        expectRefusal(text, of: Self.list + [0])
        expectRefusal(text, of: [])
    }

    @Test("A forged day that no calendar has is refused")
    func noSuchDay() throws {
        // A token may only hold days there are, so the forger writes its own: body first, then the digest over it.
        let honest = PageToken(day: Self.day, place: ["\u{1}"]).text(of: Self.list)
        #expect(try PageToken(honest, of: Self.list).place == ["\u{1}"])
        expectRefusal(ForgedToken.text(dayNumber: .max, place: [1], of: Self.list))
        expectRefusal(ForgedToken.text(dayNumber: 20_000, place: [0xC3], of: Self.list))
        #expect(ForgedToken.text(dayNumber: 20_000, place: [1], of: Self.list) == honest)
    }

    private func expectRefusal(
        _ text: String, of list: [UInt8] = Self.list, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(sourceLocation: sourceLocation) { try PageToken(text, of: list) } throws: {
            ($0 as? MessageError)?.path == "page_token"
        }
    }
}
