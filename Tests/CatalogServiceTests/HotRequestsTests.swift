import CatalogMessages
import CatalogModel
import CatalogService
import Testing
import WireMessages

@Suite("Hot requests")
struct HotRequestsTests {
    @Test("A service that starts again has the answers that the one before it was asked for")
    func warming() async throws {
        let service = try await ServiceUnderTest()
        let similar = ListSimilarCodesRequest(key: cpt("22849")).withMessage { $0.bytes() }
        _ = await service.call("GetCode", service.getCode("22849"))
        _ = await service.call("ListSimilarCodes", similar)
        _ = await service.call("SearchCodes", SearchCodesRequest(query: "secret").withMessage { $0.bytes() })
        let text = service.hotRequests.text
        #expect(
            text.split(separator: "\n").map { $0.split(separator: " ")[0] } == [
                "medcodes", "ListSimilarCodes", "GetCode", "end",
            ])

        let next = service.restarted()
        await next.warm(with: try #require(HotRequests(text: text)))
        for (method, request) in [("GetCode", service.getCode("22849")), ("ListSimilarCodes", similar)] {
            #expect(try await TestCall.run(next.method(method), request).get().outcome == "hit")
        }
    }

    @Test("What is damaged, cut or too much is no list of requests")
    func damage() async throws {
        let service = try await ServiceUnderTest()
        _ = await service.call("GetCode", service.getCode("22849"))
        let text = service.hotRequests.text
        #expect(HotRequests(text: text)?.text == text)
        for length in 0..<text.count { #expect(HotRequests(text: String(text.prefix(length))) == nil) }
        let lines = String(repeating: "GetCode AA\n", count: HotRequests.countMax + 1)
        #expect(HotRequests(text: "medcodes hot requests 1\n\(lines)end \(HotRequests.countMax + 1)\n") == nil)
    }

    @Test("Requests that nobody answers any more are passed over")
    func strange() async throws {
        let service = try await ServiceUnderTest()
        let text = "medcodes hot requests 1\nGetCode AA\nNoMethod AA\nStreamCodes AA\nGetCode\u{20}\nend 4\n"
        let hot = try #require(HotRequests(text: text))
        let next = service.restarted()
        await next.warm(with: hot)
        #expect(next.hotRequests.count == 0)
    }
}
