import RPCCore
import Testing

@Suite("Callers")
struct CallerTests {
    @Test("A certificate's owner is called by its first name, or by its subject without one")
    func certificate() {
        let named = PeerIdentity(subject: "CN=x", dnsNames: ["clinic-7"], uris: ["spiffe://clinic/7"])
        #expect(Caller(named, role: .admin).name == "clinic-7")
        #expect(Caller(PeerIdentity(subject: "CN=x"), role: .reader).name == "CN=x")
    }

    @Test("A name cannot forge a line, and has a longest length")
    func printable() {
        #expect(Caller(.token, name: "a\nb\u{202E}c\u{7F}ü", role: .reader).name == "a?b?c?ü")
        let long = Caller(.token, name: String(repeating: "ü", count: 200), role: .reader).name
        #expect(long.utf8.count == Caller.nameByteCountMax)
    }

    @Test("An admin may whatever a reader may")
    func roles() {
        #expect(Caller.Role.reader < .admin)
        #expect(!(Caller.Role.admin < .admin))
    }
}
