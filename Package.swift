// swift-tools-version:6.2
import PackageDescription

// One settings list for every Swift target: what we build on beyond the Swift 6 language mode.
let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
    // In CI a warning is an error.
    + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let package = Package(
    name: "medcodes",
    products: [
        .library(name: "MedCodesClient", targets: ["MedCodesClient"]),
        .executable(name: "medcodesd", targets: ["medcodesd"]),
        .executable(name: "medcodes", targets: ["medcodes"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        // MARK: C libraries, one door each

        // epoll, eventfd, timerfd; imported by EventLoop alone.
        .systemLibrary(name: "CLinux"),
        // TLS, certificates and digests; imported by RPCTransport and Digests alone.
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        // HTTP/2 framing and HPACK; imported by RPCTransport alone.
        .systemLibrary(name: "CNghttp2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
        // Protocol Buffers for C; imported by WireMessages and by the generated code.
        .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
        // gzip and CRC-32; imported by Compression alone.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // zip archives; imported by Compression alone.
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),

        // MARK: Generated C, committed (Protos/generate.sh)

        // The medcodes.v1 contract; imported by CatalogMessages alone.
        .target(name: "CMedCodesProtos", dependencies: ["CProtobufC"]),
        // Health, reflection, google.rpc; imported by RPCServices alone.
        .target(name: "CRPCProtos", dependencies: ["CProtobufC"]),
        // grpc.testing; imported by InteropMessages and rpc-interop-server.
        .target(name: "CTestProtos", dependencies: ["CProtobufC"]),

        // MARK: The transport half; knows no catalog

        // A serial queue with an epoll set, timers and a mailbox, driven by Dispatch.
        .target(name: "EventLoop", dependencies: ["CLinux"], swiftSettings: settings),
        // The door to zlib and libzip: gzip streams, zip archives and CRC-32.
        .target(name: "Compression", dependencies: ["CZip", "CZlib"], swiftSettings: settings),
        // SHA-256, by OpenSSL.
        .target(name: "Digests", dependencies: ["COpenSSL"], swiftSettings: settings),
        // The door to protobuf-c: pre-scan, arena, pack and unpack, proto3 JSON.
        .target(name: "WireMessages", dependencies: ["CProtobufC"], swiftSettings: settings),
        // Status, metadata, deadline, message framing, service and handler types; no I/O.
        .target(name: "RPCCore", swiftSettings: settings),
        // TLS, HTTP/2, and the server and client on top of them.
        .target(
            name: "RPCTransport",
            dependencies: [
                "COpenSSL", "CNghttp2", "Compression", "EventLoop", "RPCCore",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        // Health, reflection, status details, and what looks at every call.
        .target(
            name: "RPCServices",
            dependencies: [
                "CProtobufC", "CRPCProtos", "RPCCore", "WireMessages", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        // A hash-chained line for each call, written before its answer leaves, and the check of such files.
        .target(name: "AuditLog", dependencies: ["Digests", "EventLoop", "RPCCore"], swiftSettings: settings),
        // Who calls, what they may call, and how much: certificates, tokens, roles, limits.
        .target(name: "Access", dependencies: ["Digests", "RPCCore", "RPCServices"], swiftSettings: settings),
        // Pages for operators over plain HTTP/1.1, and metrics as Prometheus reads them.
        .target(name: "AdminHTTP", dependencies: ["EventLoop"], swiftSettings: settings),

        // MARK: The catalog half

        // The domain: codes, keys, procedures, periods, errors. Imports nothing.
        .target(name: "CatalogModel", swiftSettings: settings),
        // Wire messages to domain values and back.
        .target(
            name: "CatalogMessages", dependencies: ["CMedCodesProtos", "CatalogModel", "WireMessages"],
            swiftSettings: settings),
        // The store protocol and the SQLite engine.
        .target(
            name: "CatalogStore", dependencies: ["CatalogModel", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        // The read-through cache, generic in key and value.
        .target(name: "CatalogCache", swiftSettings: settings),
        // One importer per file format, and the starter catalog.
        .target(
            name: "CatalogImport", dependencies: ["CatalogModel", "CatalogStore", "Compression"],
            resources: [.copy("StarterCatalog")], swiftSettings: settings),
        // The search engine: lexicon, index, ranking, suggestions; pure.
        .target(
            name: "CatalogSearch", dependencies: ["CatalogModel"], resources: [.copy("Lexicon")],
            swiftSettings: settings),
        // The RPC handlers.
        .target(
            name: "CatalogService",
            dependencies: [
                "CatalogCache", "CatalogImport", "CatalogMessages", "CatalogModel", "CatalogSearch", "CatalogStore",
                "RPCCore", "RPCServices", "WireMessages",
            ],
            swiftSettings: settings),

        // MARK: What people use

        // The Swift client library.
        .target(
            name: "MedCodesClient",
            dependencies: [
                "CatalogCache", "CatalogMessages", "CatalogModel", "EventLoop", "RPCCore", "RPCServices",
                "RPCTransport", "WireMessages", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        // What both programs share: state directory, settings files, exit statuses, errors, terminals, tables, progress.
        .target(
            name: "CommandLineSupport",
            dependencies: ["CatalogModel", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings),
        // The server: serve, import, check, dev-certs.
        .executableTarget(
            name: "medcodesd",
            dependencies: [
                "Access", "AdminHTTP", "AuditLog", "CatalogCache", "CatalogImport", "CatalogMessages", "CatalogModel",
                "CatalogSearch", "CatalogService", "CatalogStore", "CommandLineSupport", "Digests", "EventLoop",
                "MedCodesClient", "RPCCore", "RPCServices", "RPCTransport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        // The client CLI.
        .executableTarget(
            name: "medcodes",
            dependencies: [
                "CatalogMessages", "CatalogModel", "CommandLineSupport", "EventLoop", "MedCodesClient", "RPCCore",
                "RPCTransport", "WireMessages", .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: settings),

        // The messages of grpc.testing, for both ends of it below.
        .target(
            name: "InteropMessages", dependencies: ["CProtobufC", "CTestProtos", "RPCCore", "WireMessages"],
            swiftSettings: settings),
        // grpc.testing.TestService called by our transport, for foreign servers to judge (Tests/Interop).
        .executableTarget(
            name: "rpc-interop-client",
            dependencies: [
                "CommandLineSupport", "EventLoop", "InteropMessages", "RPCCore", "RPCTransport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        // grpc.testing.TestService on our transport, for foreign clients to judge (Tests/Interop).
        .executableTarget(
            name: "rpc-interop-server",
            dependencies: [
                "CProtobufC", "CTestProtos", "CommandLineSupport", "EventLoop", "InteropMessages", "RPCCore",
                "RPCServices", "RPCTransport", "WireMessages",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),

        // MARK: Tests, one target per source target

        .testTarget(name: "CatalogModelTests", dependencies: ["CatalogModel"], swiftSettings: settings),
        .testTarget(
            name: "CatalogCacheTests", dependencies: ["CAllocationCounter", "CatalogCache", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "CatalogServiceTests",
            dependencies: [
                "CAllocationCounter", "CatalogCache", "CatalogMessages", "CatalogModel", "CatalogService",
                "CatalogStore", "RPCCore", "RPCServices", "TestSupport", "WireMessages",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "AccessTests", dependencies: ["Access", "CAllocationCounter", "Digests", "RPCCore", "RPCServices"],
            swiftSettings: settings),
        .testTarget(
            name: "AuditLogTests", dependencies: ["AuditLog", "Digests", "RPCCore"], swiftSettings: settings),
        .testTarget(name: "DigestsTests", dependencies: ["Digests"], swiftSettings: settings),
        .testTarget(name: "EventLoopTests", dependencies: ["EventLoop"], swiftSettings: settings),
        // What tests of several targets share: random numbers by seed, wire format and zip archives by hand.
        .target(
            name: "TestSupport", dependencies: ["Compression"], path: "Tests/TestSupport", swiftSettings: settings),
        // Counts heap allocations, for tests that prove a path makes none, or how much memory a value takes.
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .testTarget(
            name: "CatalogMessagesTests",
            dependencies: ["CAllocationCounter", "CatalogMessages", "CatalogModel", "TestSupport", "WireMessages"],
            swiftSettings: settings),
        .testTarget(
            name: "RPCServicesTests",
            dependencies: [
                "CAllocationCounter", "RPCCore", "RPCServices", "WireMessages",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "WireMessagesTests", dependencies: ["CMedCodesProtos", "CProtobufC", "TestSupport", "WireMessages"],
            swiftSettings: settings),
        .testTarget(
            name: "RPCTransportTests",
            dependencies: [
                "COpenSSL", "Compression", "EventLoop", "RPCCore", "RPCTransport", "TestSupport",
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CommandLineSupportTests",
            dependencies: ["CommandLineSupport", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings),
        .testTarget(name: "AdminHTTPTests", dependencies: ["AdminHTTP", "EventLoop"], swiftSettings: settings),
        .testTarget(
            name: "medcodesdTests",
            dependencies: [
                "Access", "CommandLineSupport", "RPCCore", "RPCServices", "RPCTransport", "medcodesd",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "medcodesTests",
            dependencies: [
                "CatalogImport", "CatalogMessages", "CatalogModel", "CatalogService", "CatalogStore",
                "CommandLineSupport", "EventLoop", "MedCodesClient", "RPCCore", "RPCServices", "RPCTransport",
                "medcodes",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "MedCodesClientTests",
            dependencies: [
                "Access", "CAllocationCounter", "CatalogModel", "CatalogService", "CatalogStore", "EventLoop",
                "MedCodesClient", "RPCCore", "RPCServices", "RPCTransport",
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        // The client's documentation as code that runs against medcodesd.
        .testTarget(
            name: "MedCodesClientExamples", dependencies: ["MedCodesClient", "medcodesd"], swiftSettings: settings),
        .testTarget(
            name: "CatalogSearchTests", dependencies: ["CatalogModel", "CatalogSearch", "Compression"],
            swiftSettings: settings),
        .testTarget(name: "RPCCoreTests", dependencies: ["RPCCore"], swiftSettings: settings),
        // What every store engine must do, as cases for the engines' tests.
        .target(
            name: "CatalogStoreTesting", dependencies: ["CatalogModel", "CatalogStore"],
            path: "Tests/CatalogStoreTesting", swiftSettings: settings),
        .testTarget(
            name: "CatalogStoreTests",
            dependencies: [
                "CatalogModel", "CatalogStore", "CatalogStoreTesting", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CompressionTests", dependencies: ["Compression", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "CatalogImportTests",
            dependencies: [
                "CatalogImport", "CatalogModel", "CatalogStore", "CatalogStoreTesting", "Compression", "TestSupport",
            ],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)

// MARK: Benchmarks, only when asked for: BENCHMARKS=1 swift build

if Context.environment["BENCHMARKS"] == "1" {
    package.targets += [
        // One method, one ready answer: the transport without a lookup (Tests/Benchmarks/cached-lookup.sh).
        .executableTarget(
            name: "fixed-reply-server",
            dependencies: ["EventLoop", "RPCCore", "RPCTransport", .product(name: "Logging", package: "swift-log")],
            path: "Tests/Benchmarks/FixedReplyServer", swiftSettings: settings),
        // The cache alone: hit ratios on traces (Tests/Benchmarks/cache-replay.py), and what a hit costs.
        .executableTarget(
            name: "cache-replay", dependencies: ["CatalogCache", "TestSupport"],
            path: "Tests/Benchmarks/CacheReplay", swiftSettings: settings),
        // Millions of pair edits: loading them, and the pairs of an encounter.
        .executableTarget(
            name: "pair-edits-benchmark",
            dependencies: ["CatalogImport", "CatalogModel", "CatalogStore", "TestSupport"],
            path: "Tests/Benchmarks/PairEdits", swiftSettings: settings),
        // What a unary call costs the client library (Tests/Benchmarks/client-cost.sh).
        .executableTarget(
            name: "client-cost", dependencies: ["MedCodesClient"], path: "Tests/Benchmarks/ClientCost",
            swiftSettings: settings),
        // How well and how fast search answers a query file.
        .executableTarget(
            name: "search-evaluation", dependencies: ["CatalogModel", "CatalogSearch", "Compression"],
            path: "Tests/Benchmarks/SearchEvaluation", exclude: ["README.md", "learn_pairs.py"],
            swiftSettings: settings),
    ]
}

// MARK: Fuzzing: the same targets as tests that replay their inputs, or, when asked for, as a libFuzzer executable
// (FUZZ=1 swift build --sanitize fuzzer --sanitize address). Tests/Fuzz/README.md

let fuzzFiles = ["README.md", "Corpora", "Regressions", "Dictionaries", "run.sh"]
let fuzzDependencies: [Target.Dependency] = [
    "CMedCodesProtos", "CProtobufC", "CRPCProtos", "CatalogImport", "CatalogMessages", "CatalogModel", "CatalogSearch",
    "Compression", "EventLoop", "RPCCore", "RPCServices", "RPCTransport", "TestSupport", "WireMessages",
    .product(name: "Logging", package: "swift-log"),
]
package.targets.append(
    Context.environment["FUZZ"] == "1"
        ? .executableTarget(
            name: "fuzz-engines", dependencies: fuzzDependencies, path: "Tests/Fuzz", exclude: fuzzFiles + ["Replay"],
            sources: ["Targets", "Driver"], swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
        : .testTarget(
            name: "FuzzTests", dependencies: fuzzDependencies, path: "Tests/Fuzz", exclude: fuzzFiles + ["Driver"],
            sources: ["Targets", "Replay"], swiftSettings: settings))
