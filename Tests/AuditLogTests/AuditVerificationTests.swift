import Foundation
import Testing

@testable import AuditLog

struct AuditVerificationTests {
    let folder: AuditFolder

    init() throws { folder = try AuditFolder() }

    private func findings(_ files: [String]? = nil) throws -> [String] {
        let report = try AuditVerification.verify(files ?? [folder.path])
        return report.findings.map { "\($0.line): \($0.message)" }
    }

    @Test("One changed line is found and named, and only that one")
    func changed() throws {
        try folder.closedLog(calls: 5)
        var lines = try folder.lines()
        lines[4] = lines[4].replacing("anonymous", with: "nobody")
        try folder.write(lines)
        #expect(try findings() == ["5: the line number 5 was changed"])
    }

    @Test("A changed hash is found in the line it is in")
    func changedHash() throws {
        try folder.closedLog(calls: 5)
        var lines = try folder.lines()
        let digit = lines[4].dropLast(2).last
        lines[4] = lines[4].dropLast(3) + (digit == "0" ? "1" : "0") + "\"}"
        try folder.write(lines)
        #expect(try findings() == ["5: the line number 5 was changed"])
    }

    @Test("Removed lines are counted where they are missed")
    func removed() throws {
        try folder.closedLog(calls: 5)
        var lines = try folder.lines()
        lines.remove(at: 3)
        try folder.write(lines)
        #expect(try findings() == ["4: the line number 4 before this one is missing"])
        lines.remove(at: 3)
        try folder.write(lines)
        #expect(try findings() == ["4: the lines number 4 to 5 before this one are missing"])
        try folder.write(Array(lines.dropFirst()))
        #expect(try findings().first == "1: the lines before this one, with which a file begins, are missing")
    }

    @Test("Moved, repeated and foreign lines are found")
    func moved() throws {
        try folder.closedLog(calls: 5)
        let lines = try folder.lines()
        var swapped = lines
        swapped.swapAt(3, 4)
        try folder.write(swapped)
        #expect(try findings().contains("5: number 4 stands behind number 5: lines were moved or repeated"))
        try folder.write(Array(lines[..<4]) + Array(lines[3...]))
        #expect(try findings() == ["5: number 4 stands behind number 4: lines were moved or repeated"])
        try folder.write(Array(lines[..<3]) + ["hello"] + Array(lines[3...]))
        #expect(try findings() == ["4: this is no line of an audit log"])
        try folder.write(Array(lines[..<3]) + [String(repeating: "x", count: 200_000)] + Array(lines[3...]))
        #expect(try findings() == ["4: this is no line of an audit log"])
    }

    @Test("A line that was cut short in the middle of the file is found")
    func cut() throws {
        try folder.closedLog(calls: 5)
        var lines = try folder.lines()
        lines[3] = String(lines[3].prefix(100))
        try folder.write(lines)
        #expect(try findings() == ["4: this is no line of an audit log"])
    }

    @Test("A flipped bit anywhere is found, in the line it is in", arguments: [3, 17])
    func flipped(stride step: Int) throws {
        try folder.closedLog(calls: 3)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path))
        // The last byte is the newline of the last line: without it the line is torn, which is told apart.
        for place in stride(from: 0, to: bytes.count - 1, by: step) {
            var damaged = bytes
            damaged[place] ^= 1 << (place % 8)
            try damaged.write(to: URL(fileURLWithPath: folder.path))
            let line = bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1
            let report = try AuditVerification.verify([folder.path])
            #expect(report.findings.contains { $0.line == line || $0.line == line + 1 }, "byte \(place)")
        }
    }

    @Test("A whole file that is missing, and lines cut off the end of one that is not the last, are found")
    func files() throws {
        try folder.closedLog(calls: 60, fileByteCountMax: 5000)
        let files = try folder.files.sorted()
        let sound = try AuditVerification.verify(files)
        #expect(sound.findings.isEmpty && files.count > 3)

        let without = files.filter { $0 != files[2] }
        let missing = try AuditVerification.verify(without).findings
        #expect(missing.count == 1 && missing[0].message.contains("is missing"))

        // The first of the files given may go on from one that lies elsewhere.
        let later = try AuditVerification.verify([files[2]])
        #expect(later.findings.isEmpty && later.notes.count == 1)

        let lines = try folder.lines(files[1])
        try folder.write(Array(lines.dropLast(2)), to: files[1])
        #expect(try AuditVerification.verify(files).findings.map(\.message).contains { $0.contains("is missing") })
        try folder.write(lines + [lines[1]], to: files[1])
        #expect(try AuditVerification.verify(files).findings.contains { $0.message.contains("ended before this line") })
    }

    @Test("Files that cannot be read are errors, and empty ones are told of")
    func unreadable() throws {
        #expect(throws: AuditError.self) { try AuditVerification.verify([folder.path]) }
        try folder.write([])
        let report = try AuditVerification.verify([folder.path])
        #expect(report.findings.isEmpty && report.notes.count == 1)
    }
}
