/// Why a zip archive cannot be read.
public enum ZipError: Error, Hashable, Sendable {
    /// It is no zip archive, or a damaged one.
    case notZip
    /// The archive or an entry contradicts itself, or uses a method that is not known.
    case corrupt
    /// An entry is encrypted.
    case encrypted
    /// It has more entries than the limit.
    case tooManyEntries(countMax: Int)
    /// It has no file with a name that ends so.
    case noSuchFile(ending: String)
    /// An entry inflates to more bytes than the limit.
    case tooLarge(byteCountMax: Int)
}

extension ZipError: CustomStringConvertible {
    /// The fault as a clause for people.
    public var description: String {
        switch self {
        case .notZip: "the data is no whole zip archive"
        case .corrupt: "the zip archive is damaged"
        case .encrypted: "the zip archive is encrypted"
        case .tooManyEntries(let countMax): "the zip archive has more than \(countMax) files"
        case .noSuchFile(let ending): "the zip archive has no file that ends in \(ending)"
        case .tooLarge(let byteCountMax): "a file of the zip archive inflates to more than \(byteCountMax) bytes"
        }
    }
}
