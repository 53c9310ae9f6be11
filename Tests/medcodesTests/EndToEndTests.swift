import Testing

@testable import medcodes

/// The commands against a real server over TLS.
@Suite struct EndToEndTests {
    @Test("Codes, batches, the catalog and health are answered by a running service")
    func answers() async throws {
        let server = try await LiveServer()
        func medcodes(_ arguments: String...) async -> CommandRun {
            await CommandRun.overNetwork(arguments + ["--server", server.address, "--ca", server.authorityFile])
        }
        let page = await medcodes("get", "cpt", "22849")
        #expect(page.status == 0)
        #expect(page.output.contains("\nCPT 22849 · billable\n"))
        #expect(page.output.contains("not the official descriptor"))
        #expect(page.output.contains("\nProcedure Description\n  1. "))
        #expect(page.output.contains("\nSimilar codes\n  CPT "))

        let unknown = await medcodes("get", "cpt", "99999")
        let message = "error: CPT 99999 is not a code of this catalog (UNKNOWN_CODE)\n"
        #expect(unknown == CommandRun(status: 69, messages: message))

        let batch = await medcodes("batch", "--system", "cpt", "99999", "22849")
        #expect(batch.status == 0)
        let rows = "cpt\t99999\tunknown\tCPT 99999 is not a code of this catalog\ncpt\t22849\tbillable\t"
        #expect(batch.output.hasPrefix(rows))

        let standing = await medcodes("validate", "cpt:22849-59", "--as-of", "2025-12-14")
        #expect(standing.status == 0)
        #expect(standing.output.hasPrefix("\t1\tcpt:22849\tvalid\tactive\t"))
        #expect(standing.output.contains("\tinformation\tEDITS_NOT_LOADED\t"))
        let falling = await medcodes("validate", "--system", "cpt", "22849", "99999")
        #expect(falling.status == 2)
        #expect(falling.output.contains("\t2\tcpt:99999\tinvalid\tunknown\t\terror\tUNKNOWN_CODE\t"))

        let policies = await medcodes("policies", "cpt", "22849", "--as-of", "2025-01-01")
        #expect(policies.status == 0)
        #expect(policies.output.hasPrefix("Sample Health Plan (fictitious)\tSAMPLE-SPINE-03\t"))
        #expect(await medcodes("policies", "cpt", "99999") == unknown)

        let similar = await medcodes("similar", "cpt", "22849", "--reason", "curated")
        #expect(similar.output.hasPrefix("1.0\tcurated\tcpt\t22852\t"))
        let children = await medcodes("children", "cpt").output.split(separator: "\n")
        #expect(children.count > 50 && children.contains { $0.hasPrefix("22849\tcode\t0\t\t") })
        #expect(await medcodes("subsumes", "cpt", "22849", "22849") == CommandRun(status: 0, output: "equivalent\n"))
        let translation = "no crosswalk from CPT to ICD-10-PCS is loaded for that day\n"
        #expect(await medcodes("translate", "cpt", "22849", "icd10pcs") == CommandRun(status: 0, messages: translation))

        #expect(await medcodes("catalog").output.hasPrefix("cpt\t"))
        #expect(await medcodes("health") == CommandRun(status: 0, output: "SERVING\n"))
        #expect(await medcodes("health", "--service", "no.such").status == 69)
        await server.stop()
    }

    @Test("A server that is not trusted and one that does not run are told apart, each with a remedy")
    func unreachable() async throws {
        let server = try await LiveServer()
        let health = ["health", "--server", server.address, "--ca"]
        let untrusted = await CommandRun.overNetwork(health + [server.otherAuthorityFile])
        #expect(untrusted.status == 78)
        #expect(untrusted.messages.hasPrefix("error: cannot connect to \(server.address): "))
        #expect(untrusted.messages.hasSuffix("; name the authority that signed the server's certificate with --ca\n"))
        await server.stop()

        let refused = await CommandRun.overNetwork(health + [server.authorityFile])
        #expect(refused.status == 78)
        #expect(refused.messages.hasPrefix("error: cannot connect to \(server.address): "))
        #expect(refused.messages.hasSuffix("; is the server running? start it with 'medcodesd serve'\n"))
    }

    @Test(
        "Settings that cannot be used are refused before anything is sent",
        arguments: [
            (["--ca", "/no/such/ca.pem"], "/no/such/ca.pem"), (["--ca", "/dev/null"], "/dev/null"),
            (["--ca", "/dev/null", "--server", "nowhere"], "'nowhere'"),
        ])
    func settings(arguments: [String], named: String) async {
        let run = await CommandRun.overNetwork(["health"] + arguments)
        #expect(run.status == 64)
        #expect(run.output == "")
        #expect(run.messages.contains(named))
        #expect(run.messages.split(separator: "\n").count == 1)
    }
}
