/// The lines that open a page: the site's own, the title, and the one that names the code system.
struct PageFront {
    /// The lines above the title.
    var banner: [String] = []
    /// The title; empty when there is none.
    var title = ""
    /// The code-system line below the title; empty when there is none.
    var systemLine = ""
    /// How many lines of the page, empty ones included, these are.
    var lineCount = 0

    /// Reads the front of a page.
    ///
    /// The title is the line above the code-system line; without one, it is the first line that is not the site's. Neither
    /// is looked for behind a list entry. Where no line qualifies, only the site's lines are taken.
    init(_ lines: [(number: Int, text: Substring)]) {
        let texts = Self.textsAboveFirstHeading(lines)
        guard let titleIndex = Self.titleIndex(in: texts) else {
            take(texts.prefix { Self.isSite($0) }[...], title: nil, of: texts)
            return
        }
        take(texts[..<titleIndex], title: titleIndex, of: texts)
    }

    private mutating func take(_ site: ArraySlice<PageLine>, title index: Int?, of texts: [PageLine]) {
        banner = site.map(\.printed)
        lineCount = site.last?.number ?? 0
        guard let index else { return }
        title = texts[index].printed
        lineCount = texts[index].number
        guard index + 1 < texts.count, PageVocabulary.system(namedBy: texts[index + 1].printed) != nil else { return }
        systemLine = texts[index + 1].printed
        lineCount = texts[index + 1].number
    }

    private static func textsAboveFirstHeading(_ lines: [(number: Int, text: Substring)]) -> [PageLine] {
        let texts = lines.lazy.compactMap { PageLine($0.text, number: $0.number, blankBefore: false) }
        return Array(texts.prefix { $0.marker != .none || PageHeading($0.text) == nil })
    }

    private static func titleIndex(in texts: [PageLine]) -> Int? {
        let plain = texts.prefix { $0.marker == .none }
        if let system = plain.firstIndex(where: { PageVocabulary.system(namedBy: $0.printed) != nil }), system > 0,
            canBeTitle(texts[system - 1])
        {
            return system - 1
        }
        return texts.firstIndex { !isSite($0) }.flatMap { canBeTitle(texts[$0]) ? $0 : nil }
    }

    private static func canBeTitle(_ line: PageLine) -> Bool { line.marker == .none && !isSite(line) }

    private static func isSite(_ line: PageLine) -> Bool {
        PageVocabulary.isBanner(line.printed) || PageVocabulary.system(namedBy: line.printed) != nil
    }
}
