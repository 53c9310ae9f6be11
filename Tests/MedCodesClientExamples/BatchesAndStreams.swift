import MedCodesClient

func batchesAndStreams(_ client: MedCodesClient) async throws {
    let keys = try ["22849", "27447", "99999"].map { try CodeKey(system: .cpt, code: $0) }
    for answer in try await client.codes(keys) {
        switch answer {
        case .found(let code): print(code.key, code.longDescriptor)
        case .absent(let absence): print(absence.message)
        }
    }

    let batcher = client.batcher()
    async let first = batcher.code(CodeKey(system: .cpt, code: "22849"))
    async let second = batcher.code(CodeKey(system: .cpt, code: "27447"))
    print(try await first.longDescriptor, try await second.longDescriptor)

    let millions = AsyncStream { stream in
        for key in keys { stream.yield(key) }
        stream.finish()
    }
    for try await answer in client.lookUp(millions) {
        if case .found(let code) = answer { print(code.key) }
    }

    var count = 0
    for try await _ in client.export(StreamCodesRequest(systems: [.cpt])) { count += 1 }
    print(count, "CPT codes")

    for try await revision in client.watch() {
        print(revision.revision, revision.changes.map(\.key))
        break
    }
}
