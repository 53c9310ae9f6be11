internal import CatalogModel
internal import Compression
internal import Glibc

extension CatalogError {
    /// What a file that cannot be read means for the user who named it.
    init(_ error: InputFileError, file: String, line: Int? = nil) {
        let place = Location(file: file, line: line)
        switch error {
        case .cannotOpen(let errno):
            self.init(
                .invalidArgument, "the file cannot be opened: \(String(cString: strerror(errno)))",
                remedy: "check its name and permissions", at: place)
        case .cannotRead(let errno):
            self.init(
                .invalidArgument, "reading the file failed: \(String(cString: strerror(errno)))",
                remedy: "check the disk it lies on", at: place)
        case .isFolder:
            self.init(.invalidArgument, "this is a folder", remedy: "name the file in it", at: place)
        case .gzip(let error):
            self.init(.rejected, "\(error)", remedy: "get the file again, whole", at: place)
        case .zip(let error):
            self.init(.rejected, "\(error)", remedy: "get the archive again, whole and not encrypted", at: place)
        }
    }

    /// A row or file that is not what its format asks for.
    static func rejection(
        _ message: String, remedy: String = "", file: String, line: Int? = nil, column: Int? = nil
    ) -> CatalogError {
        CatalogError(.rejected, message, remedy: remedy, at: Location(file: file, line: line, column: column))
    }
}
