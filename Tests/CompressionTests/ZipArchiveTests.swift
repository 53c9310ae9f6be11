import Compression
import Foundation
import TestSupport
import Testing

@Suite("Zip archives")
struct ZipArchiveTests {
    private static let files: [(name: String, bytes: [UInt8])] = [
        ("folder/", []), ("folder/a.txt", Array("one\ntwo\n".utf8)), ("b.CSV", Array(repeating: 0x61, count: 100_000)),
        ("empty.txt", []),
    ]

    private func expectZipError(_ wanted: ZipError, _ call: () throws -> Void) {
        #expect { try call() } throws: { $0 as? InputFileError == .zip(wanted) }
    }

    @Test("Files are listed without folders, and read whole")
    func reading() throws {
        let archive = try ZipArchive(bytes: StoredZip.archive(Self.files))
        #expect(archive.entries.map(\.name) == ["folder/a.txt", "b.CSV", "empty.txt"])
        #expect(archive.entries.map(\.byteCount) == [8, 100_000, 0])
        for entry in archive.entries {
            let wanted = Self.files.first { $0.name == entry.name }?.bytes
            #expect(try archive.bytes(of: entry, byteCountMax: 1 << 20) == wanted)
        }
    }

    @Test("An archive inside an archive is read from memory")
    func nested() throws {
        let inner = StoredZip.archive([("inner.txt", Array("inside".utf8))])
        let outer = try ZipArchive(bytes: StoredZip.archive([("inner.zip", inner)]))
        let archive = try ZipArchive(bytes: outer.bytes(of: outer.entries[0], byteCountMax: 1 << 20))
        #expect(try archive.bytes(of: archive.entries[0], byteCountMax: 100) == Array("inside".utf8))
    }

    @Test("A file that inflates to more than the limit is refused when the limit is reached")
    func limit() throws {
        let archive = try ZipArchive(bytes: StoredZip.archive(Self.files))
        expectZipError(.tooLarge(byteCountMax: 99_999)) {
            _ = try archive.bytes(of: archive.entries[1], byteCountMax: 99_999)
        }
    }

    @Test("More files than the limit are refused")
    func tooMany() {
        let files = (0...ZipArchive.entryCountMax).map { (name: "\($0)", bytes: [UInt8]()) }
        expectZipError(.tooManyEntries(countMax: ZipArchive.entryCountMax)) {
            _ = try ZipArchive(bytes: StoredZip.archive(files))
        }
    }

    @Test("Content that does not match its check value is refused")
    func damage() throws {
        var bytes = StoredZip.archive([("a.txt", Array("content".utf8))])
        let place = try #require(bytes.firstIndex(of: UInt8(ascii: "o")))
        bytes[place] ^= 1
        let archive = try ZipArchive(bytes: bytes)
        expectZipError(.corrupt) { _ = try archive.bytes(of: archive.entries[0], byteCountMax: 100) }
    }

    @Test("Whatever the bytes, there is an answer or an error", arguments: 0..<300)
    func noise(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var bytes = StoredZip.archive([("a.txt", Array("content".utf8)), ("b.txt", [1, 2, 3])])
        for _ in 0...random(4) {
            if random(4) == 0 { bytes.removeLast(random(bytes.count)) }
            if !bytes.isEmpty { bytes[random(bytes.count)] = UInt8(random(256)) }
        }
        guard let archive = try? ZipArchive(bytes: bytes) else { return }
        for entry in archive.entries { _ = try? archive.bytes(of: entry, byteCountMax: 1_000) }
    }

    @Test("A file that is not there, or no archive, is an error that says so")
    func noArchive() {
        #expect { try ZipArchive(path: "/nonexistent.zip") } throws: { error in
            if case .cannotOpen? = error as? InputFileError { true } else { false }
        }
        expectZipError(.notZip) { _ = try ZipArchive(bytes: Array("no zip".utf8)) }
    }
}
