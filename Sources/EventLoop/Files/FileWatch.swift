internal import Dispatch

/// Looks at files that others change while this process runs.
///
/// Files are looked at again and again, by their path: one that is written over, renamed into place or reached through a
/// symbolic link that is made to point elsewhere (as Kubernetes does with secrets) is found changed. A change is told once
/// the files have rested from one look to the next, so files that belong together may be written one after the other.
///
/// May be used from any thread. What is told is told on a queue of this object's, one thing after the other.
public final class FileWatch: @unchecked Sendable {
    // Sendable because the mutable state below is touched on `queue` only.

    private let queue: DispatchQueue
    private let paths: @Sendable () -> [String?]
    private var toldStamps: [FileStamp?]
    private var seenStamps: [FileStamp?]
    private var timer: (any DispatchSourceTimer)?
    private var changed: (@Sendable () -> Void)?

    /// A watch that does not look yet. What changes from now on is told, so it is made before the files are first read.
    ///
    /// - Parameters:
    ///   - label: The queue's name, for debuggers.
    ///   - paths: The files; nil for one that is not there. Asked at each look.
    public init(label: String, paths: @escaping @Sendable () -> [String?]) {
        queue = DispatchQueue(label: label)
        self.paths = paths
        toldStamps = Self.stamps(paths())
        seenStamps = toldStamps
    }

    deinit { timer?.cancel() }

    /// Starts looking.
    ///
    /// - Parameters:
    ///   - interval: Time from one look to the next; a change is told after two of them.
    ///   - changed: Called when the files have changed; called once for each change, whatever comes of it.
    public func start(every interval: Duration = .seconds(1), changed: @escaping @Sendable () -> Void) {
        let nanoseconds = Int(clamping: interval.nanoseconds)
        queue.sync {
            self.changed = changed
            let timer = DispatchSource.makeTimerSource(queue: queue)
            timer.setEventHandler { [weak self] in self?.look() }
            timer.schedule(
                deadline: .now() + .nanoseconds(nanoseconds), repeating: .nanoseconds(nanoseconds),
                leeway: .nanoseconds(nanoseconds / 4))
            timer.activate()
            self.timer?.cancel()
            self.timer = timer
        }
    }

    /// Tells of a change now, whether there is one or not, and returns when that is done; not to be called while something
    /// is told.
    public func tell() { queue.sync { tell(Self.stamps(paths())) } }

    /// Stops looking. Once this has returned, nothing is told any more; not to be called while something is told.
    public func stop() {
        queue.sync {
            timer?.cancel()
            timer = nil
            changed = nil
        }
    }

    /// Looks once now, for tests.
    package func lookNow() { queue.sync { look() } }

    private func look() {
        let stamps = Self.stamps(paths())
        defer { seenStamps = stamps }
        if stamps != toldStamps, stamps == seenStamps { tell(stamps) }
    }

    private func tell(_ stamps: [FileStamp?]) {
        guard let changed else { return }
        toldStamps = stamps
        changed()
    }

    private static func stamps(_ paths: [String?]) -> [FileStamp?] { paths.map { $0.flatMap(FileStamp.init) } }
}
