import Access
import RPCCore
import Testing

@Suite("Lists of methods")
struct MethodListTests {
    private let read = StubCall.methods[0]

    @Test(
        "Name a method alone, with its service, or all of a service",
        arguments: ["Read", "test.Things/Read", "test.Things/*"])
    func names(name: String) { #expect(MethodList(["x", name]).contains(read)) }

    @Test(
        "Have nothing else", arguments: [[], ["read"], ["*"], ["test.Things"], ["test.Thing/*"], ["/test.Things/Read"]])
    func others(names: [String]) { #expect(!MethodList(names).contains(read)) }

    @Test("Know which of their names there are")
    func unknown() {
        let methods = ["a.B/Get", "a.C/Put"]
        #expect(MethodList(["Get", "a.C/*", "a.C/Put"]).unknown(among: methods) == nil)
        #expect(MethodList(["Get", "a.C/Get"]).unknown(among: methods) == "a.C/Get")
        #expect(MethodList(["*"]).unknown(among: methods) == "*")
    }
}
