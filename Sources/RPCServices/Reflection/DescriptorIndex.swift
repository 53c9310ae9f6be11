internal import CRPCProtos

/// Proto files, found by path, by what they declare, and by the extensions in them. Immutable.
public struct DescriptorIndex: Sendable {
    private var files: [FileDescriptor] = []
    private var filesByName: [String: Int] = [:]
    private var filesBySymbol: [String: Int] = [:]
    private var filesByExtension: [FileDescriptor.Extension: Int] = [:]
    private var messages: Set<String> = []

    /// An index of these sets and of the protos of this module: health, reflection and google.rpc.
    ///
    /// - Parameter sets: Serialized google.protobuf.FileDescriptorSets. Where two hold a file of the same path, the first
    ///   is kept; what cannot be read is left out.
    public init(_ sets: [[UInt8]]) {
        for set in sets + [Self.ownSet] { set.withUnsafeBytes { add(set: $0) } }
    }

    /// Every method that the files declare, as `service/name` with the service's full name.
    public var methodNames: [String] { files.flatMap(\.methods) }

    /// The file with this path.
    func file(name: String) -> FileDescriptor? { filesByName[name].map { files[$0] } }

    /// The file that declares this full name: of a service, method, message, field, oneof, enum, enum value or extension.
    func file(symbol: String) -> FileDescriptor? { filesBySymbol[symbol].map { files[$0] } }

    /// The file that declares the extension of this message with this number.
    func file(extending extendee: String, number: Int32) -> FileDescriptor? {
        filesByExtension[.init(extendee: extendee, number: number)].map { files[$0] }
    }

    /// The numbers of all extensions of a message, in order; nil when there is no such message.
    func extensionNumbers(of message: String) -> [Int32]? {
        guard messages.contains(message) else { return nil }
        return filesByExtension.keys.filter { $0.extendee == message }.map(\.number).sorted()
    }

    /// The file and all it imports, directly or not, each once, the file itself first.
    func closure(of file: FileDescriptor) -> [FileDescriptor] {
        var closure = [file]
        var seen: Set = [file.name]
        var next = 0
        while next < closure.count {
            for name in closure[next].dependencies where seen.insert(name).inserted {
                if let dependency = self.file(name: name) { closure.append(dependency) }
            }
            next += 1
        }
        return closure
    }

    private static var ownSet: [UInt8] {
        var count = 0
        return Array(UnsafeBufferPointer(start: rpc_descriptor_set(&count), count: count))
    }

    /// FileDescriptorSet has one field: the files.
    private mutating func add(set: UnsafeRawBufferPointer) {
        for bytes in DescriptorFields(set)?.byteValues(1) ?? [] {
            if let file = FileDescriptor(bytes) { add(file) }
        }
    }

    private mutating func add(_ file: FileDescriptor) {
        guard filesByName[file.name] == nil else { return }
        let index = files.count
        files.append(file)
        filesByName[file.name] = index
        for symbol in file.symbols { filesBySymbol[symbol] = index }
        for field in file.extensions { filesByExtension[field] = index }
        messages.formUnion(file.messages)
    }
}
