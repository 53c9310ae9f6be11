public import CatalogModel

/// What to import, and how: the command line of an import as one value.
public struct ImportRequest: Hashable, Sendable {
    /// The format's name; see ``ImportFormats``.
    public var format: String
    /// The files, as the user named them.
    public var files: [String]
    /// The system of the code a single page describes.
    public var system: CodeSystem?
    /// The code a single page describes.
    public var code: String?
    /// The file that names the code of each page.
    public var index: String?
    /// The label of the release a code-set file is, e.g. `FY2025`.
    public var release: String?
    /// The first day on which the release is in force.
    public var effective: CalendarDate?
    /// Whose edits a file of edits holds; nil when its name or its text says so.
    public var setting: EditSetting?
    /// Whether to check everything and change nothing.
    public var dryRun: Bool
    /// How many malformed rows to leave out before the import fails.
    public var rejectCountMax: Int

    /// A request.
    public init(
        format: String, files: [String], system: CodeSystem? = nil, code: String? = nil, index: String? = nil,
        release: String? = nil, effective: CalendarDate? = nil, setting: EditSetting? = nil, dryRun: Bool = false,
        rejectCountMax: Int = 0
    ) {
        self.format = format
        self.files = files
        self.system = system
        self.code = code
        self.index = index
        self.release = release
        self.effective = effective
        self.setting = setting
        self.dryRun = dryRun
        self.rejectCountMax = rejectCountMax
    }
}
