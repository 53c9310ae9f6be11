internal import Foundation
internal import Glibc

/// What the kernel says of this process (proc(5)).
struct ProcessFigures {
    /// Memory that is held, in bytes.
    let residentByteCount: Int
    /// Addresses that are taken, in bytes.
    let virtualByteCount: Int
    /// Descriptors that are open.
    let descriptorCount: Int
    /// Descriptors that may be open.
    let descriptorCountMax: Int
    /// Threads.
    let threadCount: Int
    /// Time on processors so far, in seconds.
    let processorSeconds: Double

    /// The figures of this moment; what cannot be read is 0.
    static var current: ProcessFigures {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        let pageByteCount = Int(sysconf(Int32(_SC_PAGESIZE)))
        func pageCount(_ index: Int) -> Int { index < pages.count ? Int(pages[index]) ?? 0 : 0 }
        func count(_ folder: String) -> Int {
            (try? FileManager.default.contentsOfDirectory(atPath: folder))?.count ?? 0
        }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        var descriptors = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return ProcessFigures(
            residentByteCount: pageCount(1) * pageByteCount, virtualByteCount: pageCount(0) * pageByteCount,
            descriptorCount: count("/proc/self/fd"),
            descriptorCountMax: Int(clamping: descriptors.rlim_cur), threadCount: count("/proc/self/task"),
            processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime))
    }
}
