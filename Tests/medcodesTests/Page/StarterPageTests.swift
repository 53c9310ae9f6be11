import CatalogImport
import CatalogModel
import CommandLineSupport
import Foundation
import Testing

@testable import medcodes

/// Every page of the starter catalog, set at three widths.
@Suite struct StarterPageTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/CatalogImport/StarterCatalog/pages")

    private static let codes = Result { try readCodes() }

    private static func readCodes() throws -> [Code] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "txt" }.map { file in
            let page = try PageParser.parse(try Data(contentsOf: file), file: file.lastPathComponent)
            return Code(
                key: CodeKey(system: .cpt, canonical: "22849"), longDescriptor: page.title, procedure: page.procedure)
        }
    }

    @Test("No line is longer than the page", arguments: [60, 80, 120])
    func widths(columns: Int) throws {
        let codes = try Self.codes.get()
        #expect(codes.count >= 40)
        for code in codes {
            let lines = CodePage.lines(of: code, columns: columns)
            #expect(lines.filter { $0.displayWidth > min(columns, 96) }.isEmpty, "\(code.longDescriptor)")
        }
    }

    @Test("Every word of every section is shown, in order", arguments: [60, 80, 120])
    func words(columns: Int) throws {
        for code in try Self.codes.get() {
            let shown = CodePage.lines(of: code, columns: columns).map(\.plainText).joined(separator: " ")
            let expected = (code.procedure?.sections ?? []).flatMap(Self.words(of:))
            #expect(Self.firstMissing(of: expected, in: Self.words(shown)) == nil, "\(code.longDescriptor)")
        }
    }

    /// The first word that does not follow those before it; nil when all are there in order.
    private static func firstMissing(of expected: [String], in shown: [String]) -> String? {
        var left = expected[...]
        for word in shown where word == left.first { left.removeFirst() }
        return left.first
    }

    private static func words(_ text: String) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// The words of a section that has a text; an empty section is not shown.
    private static func words(of section: Section) -> [String] {
        guard !section.blocks.isEmpty else { return [] }
        let texts = section.blocks.flatMap { block -> [String] in
            switch block.body {
            case .paragraph(let text): [block.label, text]
            case .list(let list): [block.label] + list.items.flatMap { [$0.label, $0.text] + $0.subItems }
            }
        }
        return words(([section.heading] + texts).joined(separator: " "))
    }
}
