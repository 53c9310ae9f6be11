import CatalogModel
import Foundation
import Testing

@testable import CatalogImport

@Suite("XML documents")
struct XMLReaderTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func events(_ document: some Sequence<UInt8>) throws -> [String] {
        let path = try folder.write(document, to: "document.xml")
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

    private func events(_ text: String) throws -> [String] { try events(text.utf8) }

    @Test("Elements, attributes and text come in order, white space around text taken off")
    func order() throws {
        #expect(
            try events("<a x=\"1\">\n <b>one &amp; <i>two</i></b>\n</a>") == [
                "1 <a x=1>", "2 <b>", "one &", "2 <i>", "two", "</i>", "</b>", "</a>",
            ])
    }

    @Test(
        "What the standard allows is read",
        arguments: [
            ("\u{FEFF}<?xml version='1.0' encoding='UTF-8'?>\n<!-- a <b> -->\n<a/>\n<!-- c -->\n", ["3 <a>", "</a>"]),
            ("<a  b = '1\"'\n\tc=\"&lt;'&#x41;&#66;\" ></a >", ["1 <a b=1\" c=<'AB>", "</a>"]),
            ("<x:a-1.ä xmlns:x='u'>é<!-- -- ->x-->è</x:a-1.ä>", ["1 <x:a-1.ä xmlns:x=u>", "éè", "</x:a-1.ä>"]),
            ("<a>1<![CDATA[ <b>&amp; ]] ]]>2<?do x>y?>3</a>", ["1 <a>", "1 <b>&amp; ]] 23", "</a>"]),
            ("<a>1\r\n2\r3\n</a>\r", ["1 <a>", "1\n2\n3", "</a>"]),
            ("<a>&quot;&apos;&gt;&#10;x</a>", ["1 <a>", "\"'>\nx", "</a>"]),
        ])
    func allowed(text: String, expected: [String]) throws { #expect(try events(text) == expected) }

    @Test(
        "What is no whole document is refused where it goes wrong",
        arguments: [
            ("", 1, 1), ("<a>", 1, 4), ("<a></b>", 1, 7), ("text", 1, 1), ("<a><b></a>", 1, 10),
            ("<a>\n\u{1}</a>", 2, 1), ("<?xml version=\"1.0\"?>", 1, 22), ("<a/>\nx", 2, 1), ("<a/><b/>", 1, 5),
            ("<a b></a>", 1, 5), ("<a b=1/>", 1, 6), ("<a b=\"1/>\n</a>", 2, 1), ("<a b='1'c='2'/>", 1, 9),
            ("<a b='1' b='2'/>", 1, 15), ("<a", 1, 3), ("<a b='", 1, 7), ("<a/", 1, 4), ("<", 1, 2), ("< a/>", 1, 2),
            ("<a>\n&nbsp;</a>", 2, 1), ("<a>&#0;</a>", 1, 4), ("<a>&#xD800;</a>", 1, 4), ("<a>&amp</a>", 1, 4),
            ("<a>&", 1, 4), ("<a><!-- </a>", 1, 8), ("<a>\n<![CDATA[ </a>", 2, 10), ("<![CDATA[x]]><a/>", 1, 10),
            ("<?xml version='1.0' encoding='iso-8859-1'?><a/>", 1, 44), ("<1a/>", 1, 2), ("<a></a", 1, 7),
        ])
    func broken(text: String, line: Int, column: Int) throws {
        let error = try #require(throws: CatalogError.self) { try events(text) }
        #expect(error.kind == .rejected)
        #expect(error.location?.line == line, "\(error)")
        #expect(error.location?.column == column, "\(error)")
    }

    @Test(
        "Bytes that are no UTF-8 are refused wherever they stand",
        arguments: ["<X>", "<a X='1'/>", "<a b='X'/>", "<a>X</a>"])
    func encodings(text: String) throws {
        let bytes = text.utf8.flatMap { $0 == UInt8(ascii: "X") ? [0x61, 0xEE] : [$0] }
        let error = try #require(throws: CatalogError.self) { try events(bytes) }
        #expect(error.message.contains("not UTF-8"), "\(error)")
    }

    @Test("Documents that are too deep, or declare entities, are refused")
    func hostile() throws {
        let deep = String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65)
        #expect(throws: CatalogError.self) { try events(deep) }
        #expect(try events(String(deep.dropFirst(3).dropLast(4))).count == 128)
        let error = try #require(throws: CatalogError.self) {
            try events("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>")
        }
        #expect(error.message == "a document type declaration is not read")
    }

    @Test("An error of the reader ends the reading and is thrown on")
    func stopping() throws {
        let error = try #require(throws: CatalogError.self) { try events("<a>\n<b>stop</b><c/></a>") }
        #expect(error.message == "stopped")
        #expect(error.location?.line == 2)
    }
}
