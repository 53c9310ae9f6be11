import CatalogModel
import Compression
import Foundation
import Testing

@testable import CatalogImport

@Suite("Delimited files")
struct DelimitedReaderTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func records(
        _ bytes: some Sequence<UInt8>, delimiter: Character = ",", encoding: TextEncoding = .utf8
    ) throws -> [DelimitedReader.Record] {
        let path = try folder.write(bytes, to: "table.csv")
        let reader = DelimitedReader(
            try InputFile(path: path), name: path, delimiter: delimiter, encoding: encoding)
        var records: [DelimitedReader.Record] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    @Test(
        "Fields are what RFC 4180 says",
        arguments: [
            ("a,b\nc,d", [["a", "b"], ["c", "d"]]), ("a,\"b,c\"\r\n,\n", [["a", "b,c"], ["", ""]]),
            ("\"say \"\"hi\"\"\",x\r", [["say \"hi\"", "x"]]),
            ("\"two\r\nlines\"\nnext", [["two\r\nlines"], ["next"]]),
            ("\u{FEFF}a\n\nb\n", [["a"], [""], ["b"]]), ("\"\",\"\"\n", [["", ""]]), ("", []),
            ("a b, c \n", [["a b", " c "]]),
        ])
    func fields(text: String, expected: [[String]]) throws {
        #expect(try records(text.utf8).map(\.fields) == expected)
    }

    @Test("A record knows where its fields begin, and whether a line end followed")
    func columns() throws {
        let records = try records("\u{FEFF}a,\"b,\"\"c\",é,d\r\n\"x\ny\",z\r,w".utf8)
        #expect(records.map(\.columns) == [[1, 3, 11, 14], [1, 4], [1, 2]])
        #expect(records.map(\.isTerminated) == [true, true, false])
    }

    @Test("A record knows the line it starts on, also after quoted line ends")
    func lines() throws {
        #expect(try records("a\n\"b\nc\nd\"\ne\n".utf8).map(\.line) == [1, 2, 5])
    }

    @Test("Tabs separate, and code page 1252 is decoded")
    func tabs() throws {
        let found = try records([0x93, 0x09, 0x80, 0x2C, 0xE9, 0x0A], delimiter: "\t", encoding: .windows1252)
        #expect(found.map(\.fields) == [["\u{201C}", "€,é"]])
    }

    @Test(
        "What is no table is refused with its line",
        arguments: [
            ("a\n\"b\n", 2), ("a\n\"b\"c\n", 2), ("a\nb\u{0}\n", 2), ("ok\n\"never\nends\nat\nall", 2),
        ])
    func faults(text: String, line: Int) throws {
        let error = try #require(throws: CatalogError.self) { try records(text.utf8) }
        #expect(error.kind == .rejected)
        #expect(error.location?.line == line)
    }

    @Test("Bytes that are no text are refused", arguments: [TextEncoding.utf8, .windows1252])
    func encoding(encoding: TextEncoding) throws {
        #expect(throws: CatalogError.self) { try records([0x61, 0x81, 0x0A], encoding: encoding) }
    }

    @Test("Columns are found by their names, whatever their order, case and marks")
    func header() throws {
        let table = try records("HCPCS/CPT Code, MUE Values,\n1,2,3\n".utf8)
        let header = try #require(HeaderRow(table[0], required: ["hcpcs cpt code", "MUE values"]))
        #expect(header.field("MUE VALUES", of: table[1]) == "2")
        #expect(header.field("nothing", of: table[1]) == "")
        try header.check(table[1], file: "f")
        #expect(HeaderRow(table[0], required: ["rationale"]) == nil)
        let twice = try records("a,A\n".utf8)
        #expect(HeaderRow(twice[0], required: ["a"]) == nil)
    }

    @Test("Stacked headers are joined column by column")
    func stacked() throws {
        let table = try records("NON-FAC,,GLOB\nPE RVU,HCPCS,DAYS\n1,2,3\n".utf8)
        let header = try #require(
            HeaderRow(stacked: Array(table.prefix(2)), required: ["NON-FAC PE RVU", "HCPCS", "GLOB DAYS"]))
        #expect(header.field("glob days", of: table[2]) == "3")
    }
}
