/// Where in a document a word stands; best place first.
enum SearchField: UInt8, CaseIterable {
    case descriptor
    case shortDescriptor
    case synonym
    case otherDescriptor
    case inclusionTerm
    case indexEntry
    case narrativeName
    case heading
    case narrative
}
