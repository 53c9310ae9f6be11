internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// One part of an import.
public enum ImportCodesRequest: Hashable, Sendable {
    /// How to read the files; first.
    case settings(ImportSettings)
    /// Starts a file.
    case file(ImportFile)
    /// The next bytes of the file, at most ``chunkByteCountMax``.
    case chunk([UInt8])

    /// The most bytes of a chunk.
    public static let chunkByteCountMax = 1 << 20
}

/// How to read the files of an import.
public struct ImportSettings: Hashable, Sendable {
    /// The format's name.
    public var format: String
    /// The code of a single page; nil for other formats.
    public var pageKey: CodeKey?
    /// The release's label; empty for the format's default.
    public var release: String
    /// The first day on which the release is in force; nil for the format's default.
    public var effective: CalendarDate?
    /// Whether to stop before the commit.
    public var isDryRun: Bool
    /// How many rejected rows to put up with.
    public var rejectCountMax: Int

    /// Settings.
    public init(
        format: String, pageKey: CodeKey? = nil, release: String = "", effective: CalendarDate? = nil,
        isDryRun: Bool = false, rejectCountMax: Int = 0
    ) {
        self.format = format
        self.pageKey = pageKey
        self.release = release
        self.effective = effective
        self.isDryRun = isDryRun
        self.rejectCountMax = rejectCountMax
    }
}

/// One file of an import.
public struct ImportFile: Hashable, Sendable {
    /// Its name, for the report.
    public var name: String
    /// Whether it is the index of the pages of this import.
    public var isPageIndex: Bool

    /// A file.
    public init(name: String, isPageIndex: Bool = false) {
        self.name = name
        self.isPageIndex = isPageIndex
    }
}

extension ImportCodesRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__ImportCodesRequest) throws(MessageError) {
        switch message.part_case {
        case MEDCODES__V1__IMPORT_CODES_REQUEST__PART_SETTINGS:
            guard let settings: ImportSettings = try readOptional(message.settings, "settings") else {
                throw Self.empty
            }
            self = .settings(settings)
        case MEDCODES__V1__IMPORT_CODES_REQUEST__PART_FILE:
            guard let file: ImportFile = try readOptional(message.file, "file") else { throw Self.empty }
            self = .file(file)
        case MEDCODES__V1__IMPORT_CODES_REQUEST__PART_CHUNK:
            guard message.chunk.len <= Self.chunkByteCountMax else {
                throw .invalid("chunk", "a chunk has at most \(Self.chunkByteCountMax) bytes")
            }
            self = .chunk(Array(UnsafeBufferPointer(start: message.chunk.data, count: message.chunk.len)))
        default: throw Self.empty
        }
    }

    func fill(_ message: inout Medcodes__V1__ImportCodesRequest, in arena: MessageArena) {
        switch self {
        case .settings(let settings):
            message.part_case = MEDCODES__V1__IMPORT_CODES_REQUEST__PART_SETTINGS
            message.settings = settings.made(in: arena)
        case .file(let file):
            message.part_case = MEDCODES__V1__IMPORT_CODES_REQUEST__PART_FILE
            message.file = file.made(in: arena)
        case .chunk(let bytes):
            message.part_case = MEDCODES__V1__IMPORT_CODES_REQUEST__PART_CHUNK
            message.chunk = .init(len: bytes.count, data: arena.array(bytes) { $0 })
        }
    }

    private static var empty: MessageError { .invalid("part", "the part is missing") }
}

extension ImportSettings: MessageMapping {
    init(_ message: Medcodes__V1__ImportSettings) throws(MessageError) {
        guard message.rejects_max >= 0 else { throw .invalid("rejects_max", "give 0 or more") }
        self.init(
            format: String(cString: message.format), pageKey: try readOptional(message.page_key, "page_key"),
            release: String(cString: message.release), effective: try readOptional(message.effective, "effective"),
            isDryRun: message.dry_run != 0, rejectCountMax: Int(message.rejects_max))
    }

    func fill(_ message: inout Medcodes__V1__ImportSettings, in arena: MessageArena) {
        message.format = arena.copy(format)
        message.page_key = pageKey?.asked(in: arena)
        message.release = arena.copy(release)
        message.effective = effective?.made(in: arena)
        message.dry_run = isDryRun ? 1 : 0
        message.rejects_max = Int64(rejectCountMax)
    }
}

extension ImportFile: MessageMapping {
    init(_ message: Medcodes__V1__ImportFile) throws(MessageError) {
        self.init(name: String(cString: message.name), isPageIndex: message.page_index != 0)
    }

    func fill(_ message: inout Medcodes__V1__ImportFile, in arena: MessageArena) {
        message.name = arena.copy(name)
        message.page_index = isPageIndex ? 1 : 0
    }
}
