import Glibc

/// The target that the environment names. A variable and not an argument, because libFuzzer starts processes of its own
/// when it minimises or works in several jobs, and those get none of our arguments.
private let target: any FuzzTarget.Type = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = fuzzTargets.first(where: { $0.name == name }) else {
        fatalError("set FUZZ_TARGET to one of: \(fuzzTargets.map { $0.name }.joined(separator: " "))")
    }
    return target
}()

/// What libFuzzer calls with every input (llvm.org/docs/LibFuzzer.html, "Fuzz Target").
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafeRawPointer?, _ count: Int) -> CInt {
    do {
        try target.run(UnsafeRawBufferPointer(start: bytes, count: count))
    } catch {
        fatalError("\(target.name): \(error)")
    }
    return 0
}
