import CatalogModel
import Foundation
import Testing

@testable import CatalogImport

@Suite("XML documents")
struct XMLReaderTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func events(_ text: String) throws -> [String] {
        let path = try folder.write(text, to: "document.xml")
        var events: [String] = []
        try XMLReader(file: SourceFile.all(in: path, endingIn: [".xml"])[0]).read { event, line throws(CatalogError) in
            switch event {
            case .start(let name, let attributes):
                events.append(
                    "\(line) <\(name)\(attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined())>"
                )
            case .text(let text): events.append(text)
            case .end(let name): events.append("</\(name)>")
            }
            if case .text("stop") = event { throw CatalogError(.rejected, "stopped", at: .init(file: "x", line: line)) }
        }
        return events
    }

    @Test("Elements, attributes and text come in order, white space around text taken off")
    func order() throws {
        #expect(
            try events("<a x=\"1\">\n <b>one &amp; <i>two</i></b>\n</a>") == [
                "1 <a x=1>", "2 <b>", "one &", "2 <i>", "two", "</i>", "</b>", "</a>",
            ])
    }

    @Test(
        "What is no whole document is refused",
        arguments: ["<a>", "<a></b>", "text", "<a><b></a>", "<a>\u{1}</a>", "<?xml version=\"1.0\"?>"])
    func broken(text: String) throws {
        let error = try #require(throws: CatalogError.self) { try events(text) }
        #expect(error.kind == .rejected)
        #expect(error.location?.line != nil)
    }

    @Test("Documents that are too deep, or refer to files, are refused or read without them")
    func hostile() throws {
        let deep = String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100)
        #expect(throws: CatalogError.self) { try events(deep) }
        let secret = try folder.write("secret", to: "secret.txt")
        let foreign = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file://\(secret)\">]><a>&e;</a>"
        let found = (try? events(foreign)) ?? []
        #expect(!found.contains { $0.contains("secret") })
    }

    @Test("An error of the reader ends the reading and is thrown on")
    func stopping() throws {
        let error = try #require(throws: CatalogError.self) { try events("<a>\n<b>stop</b><c/></a>") }
        #expect(error.message == "stopped")
        #expect(error.location?.line == 2)
    }
}
