internal import Compression

/// A zip archive of files that are stored and not compressed (APPNOTE.TXT, 4.3.6).
public enum StoredZip {
    /// The archive of these files, by their names in it.
    public static func archive(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let offset = archive.count
            let fields = common(file.name, file.bytes)
            archive += word(0x0403_4B50) + fields + Array(file.name.utf8) + file.bytes
            directory += word(0x0201_4B50) + half(20) + fields + half(0) + half(0) + half(0) + word(0) + word(offset)
            directory += Array(file.name.utf8)
        }
        let start = archive.count
        let count = half(files.count)
        return archive + directory + word(0x0605_4B50) + half(0) + half(0) + count + count + word(directory.count)
            + word(start) + half(0)
    }

    /// Version needed to extra length, which local headers and the directory share.
    private static func common(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        var crc = CRC32()
        bytes.withUnsafeBytes { crc.update($0) }
        return half(20) + half(0) + half(0) + half(0) + half(0x21) + word(Int(crc.value)) + word(bytes.count)
            + word(bytes.count) + half(name.utf8.count) + half(0)
    }

    private static func half(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }
    private static func word(_ value: Int) -> [UInt8] { half(value) + half(value >> 16) }
}
