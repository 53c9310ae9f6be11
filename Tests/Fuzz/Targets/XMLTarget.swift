import CatalogModel

@testable import CatalogImport

/// XML documents: as events, and as the ICD-10 documents that are put together from them.
///
/// An input is the document.
enum XMLTarget: FuzzTarget {
    static let name = "xml"

    static func seeds() throws -> [String: [UInt8]] {
        let axis = { (position: Int, code: String) in
            "<axis pos=\"\(position)\" values=\"1\"><title>t</title><label code=\"\(code)\">l</label></axis>"
        }
        let tables =
            "<ICD10PCS.tabular><version>1</version><pcsTable>" + axis(1, "Z") + axis(2, "1") + axis(3, "2")
            + "<pcsRow codes=\"1\">" + (4...7).map { axis($0, "X") }.joined()
            + "</pcsRow></pcsTable></ICD10PCS.tabular>"
        let list =
            "<ICD10CM.tabular><version>1</version><chapter><name>1</name><desc>c</desc>"
            + "<section id=\"QX0-QX1\"><desc>s</desc><diag><name>QX0</name><desc>d</desc>"
            + "<sevenChrDef><extension char=\"A\">x</extension></sevenChrDef>"
            + "<diag><name>QX0.1</name><inclusionTerm><note>n</note></inclusionTerm></diag></diag>"
            + "</section></chapter></ICD10CM.tabular>"
        let markup =
            "\u{FEFF}<?xml version=\"1.0\" encoding='utf-8'?>\r\n<!-- - --><a b='&lt;' c = \"&#x41;\">"
            + "<![CDATA[ ]]>\ré&amp;<b/></a>\n"
        return ["tables": Array(tables.utf8), "tabular": Array(list.utf8), "markup": Array(markup.utf8)]
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        let events = try events(Array(input))
        var tables = PCSTables(file: "f")
        try checked { () throws(CatalogError) in
            for (event, line) in events { _ = try tables.take(event, line: line)?.values(file: "f") }
        }
        var list = TabularList(file: "f")
        try checked { () throws(CatalogError) in
            for (event, line) in events {
                guard let entry = try list.take(event, line: line) else { continue }
                _ = (try entry.link(file: "f"), try entry.tabularNotes(file: "f"), try entry.terms(file: "f"))
            }
        }
    }

    /// The events of a document, up to where it goes wrong; tags are balanced, lines never go back.
    private static func events(_ document: [UInt8]) throws -> [(XMLReader.Event, line: Int)] {
        var scanner = XMLScanner(document, file: "f")
        var events: [(XMLReader.Event, line: Int)] = []
        let lineCount = document.count { $0 == UInt8(ascii: "\n") } + 1
        try checked { () throws(CatalogError) in
            while let event = try scanner.next() { events.append(event) }
        } where: {
            try demand((1...lineCount).contains($0.line ?? 0), "line \($0.line ?? 0) of \(lineCount)")
            try demand((1...document.count + 1).contains($0.column ?? 0), "column \($0.column ?? 0)")
        }
        try demand(zip(events, events.dropFirst()).allSatisfy { $0.line <= $1.line }, "the lines are out of order")
        var open: [String] = []
        for (event, _) in events {
            switch event {
            case .start(let name, _): open.append(name)
            case .text(let text): try demand(!text.isEmpty && !open.isEmpty, "there is text where none can be")
            case .end(let name): try demand(open.popLast() == name, "\(name) ends out of order")
            }
        }
        return events
    }

    /// Runs what may reject its input, with a place.
    private static func checked(
        _ body: () throws(CatalogError) -> Void, where check: (CatalogError.Location) throws -> Void = { _ in }
    ) throws {
        do throws(CatalogError) {
            try body()
        } catch {
            guard error.kind == .rejected, let location = error.location, location.file == "f" else {
                throw Violation("\(error)")
            }
            try check(location)
        }
    }
}
