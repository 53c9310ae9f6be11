import Testing

@testable import CommandLineSupport

@Suite("A configuration file")
struct SettingsFileTests {
    @Test("Has texts, numbers, booleans, lists and groups, with comments, in JSON5")
    func reads() throws {
        let settings = try read(
            """
            // why
            {
              listen: '0.0.0.0:7443', "call-limit": 20000, fast: true, share: .5, /* and
              more */ names: ["a", 'b', 3,], profiles: { test: { server: "x\\x3A\\u0031\\
            2" } }, mask: 0xFF, low: -1e3,
            }
            """)
        #expect(try settings.text("listen") == "0.0.0.0:7443")
        #expect(try settings.text("call-limit") == "20000")
        #expect(try settings.text("fast") == "true")
        #expect(try settings.text("share") == "0.5")
        #expect(try settings.text("mask") == "255")
        #expect(try settings.text("low") == "-1e3")
        #expect(try settings.texts("names") == ["a", "b", "3"])
        #expect(try settings.texts("listen") == ["0.0.0.0:7443"])
        #expect(try settings.group("profiles")?.group("test")?.text("server") == "x:12")
        #expect(try settings.text("other") == nil)
        #expect(settings.names.first == "call-limit")
        #expect(settings.place(of: "names") == "test.json5:4")
    }

    @Test("Refuses what it does not know, with the line and the nearest name")
    func unknown() throws {
        let settings = try read("{\n  // call-limt: a comment\n  listen: 'a:1',\n  'call-limt': 3,\n}")
        #expect(
            message { () throws(CommandFailure) in try settings.requireOnly(["listen", "call-limit"]) }
                == "test.json5:4: there is no setting 'call-limt'; did you mean 'call-limit'?")
        #expect(message { () throws(CommandFailure) in try settings.requireOnly(["listen", "call-limt"]) } == nil)
    }

    @Test("Refuses a value of another kind than asked for")
    func kinds() throws {
        let settings = try read("{ a: [1], b: {},\n c: [[2]] }")
        #expect(
            message { () throws(CommandFailure) in _ = try settings.text("a") }
                == "test.json5:1: 'a' cannot be that; write a text, number or boolean")
        #expect(message { () throws(CommandFailure) in _ = try settings.texts("b") } != nil)
        #expect(message { () throws(CommandFailure) in _ = try settings.texts("c") }?.hasPrefix("test.json5:2") == true)
        #expect(message { () throws(CommandFailure) in _ = try settings.group("a") } != nil)
    }

    @Test(
        "Says what is no JSON5, and in which line",
        arguments: [
            ("{ listen: }", "1: '}' is no value; a text stands in quotes"),
            ("{ \"a\": \"b\"\n \"c\": 1 }", "2: ',' or '}' is missing after the value of 'a'"),
            ("[1]", "1: the settings stand in no braces"), ("", "1: a value is missing at the end"),
            ("{ a: null }", "1: 'null' is no value; a text stands in quotes"),
            ("{ a: 1,\n a: 2 }", "2: 'a' stands twice"), ("{ a: 'b\n' }", "1: a text does not end on its line"),
            ("{ a: 'b", "1: a text does not end"), ("{ a 1 }", "1: ':' is missing after 'a'"),
            ("{\n/* }", "2: a comment does not end"), ("{} x", "1: there is more after the end, from 'x'"),
            ("{ 1a: 2 }", "1: a name is missing"), ("{ a: 1.2.3 }", "1: '1.2.3' is no value; a text stands in quotes"),
            ("{ a: '\\uD800' }", "1: 'D800' is no character's number"),
            ("{ a: [1 2] }", "1: ',' or ']' is missing in a list"),
            ("{ a: +true }", "1: '+true' is no value; a text stands in quotes"), ("{", "1: a name is missing"),
            (String(repeating: "[", count: 100_000), "1: groups and lists stand deeper than 16"),
        ])
    func broken(text: String, said: String) {
        #expect(
            message { () throws(CommandFailure) in _ = try read(text) } == "test.json5:\(said); write a JSON5 object")
    }

    @Test("Must be there, be a file, and be UTF-8")
    func unreadable() {
        func failure(_ path: String) -> String? {
            message { () throws(CommandFailure) in _ = try SettingsFile(path: path) }
        }
        #expect(failure("/no/such.json5")?.hasPrefix("there is no configuration file /no/such.json5") == true)
        #expect(failure("/")?.contains("no configuration file of at most 1 MiB") == true)
        #expect(
            message { () throws(CommandFailure) in _ = try SettingsFile(path: "a", bytes: [0x7B, 0xFF, 0x7D]) }
                == "a is not UTF-8; save it as UTF-8")
    }

    private func read(_ text: String) throws(CommandFailure) -> SettingsFile.Group {
        try SettingsFile(path: "test.json5", bytes: Array(text.utf8)).settings
    }

    private func message(_ body: () throws(CommandFailure) -> Void) -> String? {
        do { try body() } catch { return error.description }
        return nil
    }
}
