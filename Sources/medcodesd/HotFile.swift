internal import CatalogService
internal import CommandLineSupport
internal import Foundation

/// Remembers what was asked most, across starts: a small file beside the store, `catalog.sqlite.hot`.
///
/// It only makes the first answers after a start faster. So a file that is missing, damaged or cannot be written stops
/// nothing; it is left aside, and the operator is told.
struct HotFile: Sendable {
    let path: String
    let console: Console

    /// How often it is written while the server runs.
    private static let savingTime = Duration.seconds(300)

    /// Warms the service with what the file says, then keeps the file up to date, until the task is cancelled, and once
    /// more then. A service that was stopped before it was warm leaves the file as it was.
    func follow(_ service: CodeCatalogService) async {
        if let hot = read() { await service.warm(with: hot) }
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.savingTime)
            save(service.hotRequests)
        }
    }

    /// What the file says; nil when there is none, or it cannot be used.
    private func read() -> HotRequests? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        let bytes = try? file.read(upToCount: HotRequests.textByteCountMax + 1)
        if let hot = HotRequests(text: String(decoding: bytes ?? Data(), as: UTF8.self)) { return hot }
        console.say(StyledText("\(path) is damaged, so the cache starts cold; the file is written anew"))
        return nil
    }

    /// Replaces the file, whole or not at all. Nothing asked is nothing to remember.
    func save(_ hot: HotRequests) {
        guard hot.count > 0 else { return }
        do {
            try Data(hot.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            console.say(
                StyledText("\(path) cannot be written, so the next start is cold: \(error.localizedDescription)"))
        }
    }
}
