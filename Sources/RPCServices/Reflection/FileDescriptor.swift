internal import WireMessages

/// What reflection needs to know of one proto file, read from its google.protobuf.FileDescriptorProto.
///
/// The field numbers are those of google/protobuf/descriptor.proto.
struct FileDescriptor: Sendable {
    /// An extension field: which message it extends, under which number.
    struct Extension: Hashable, Sendable {
        /// The full name of the extended message.
        let extendee: String
        let number: Int32
    }

    /// The serialized FileDescriptorProto.
    let bytes: [UInt8]
    /// The file's path, as imports name it: `grpc/health/v1/health.proto`.
    private(set) var name = ""
    /// The paths of the files it imports.
    private(set) var dependencies: [String] = []
    /// The full names of its services, methods, messages, fields, oneofs, enums, enum values and extensions.
    private(set) var symbols: [String] = []
    /// The full names of its messages.
    private(set) var messages: [String] = []
    /// Its methods, as `service/name` with the service's full name.
    private(set) var methods: [String] = []
    /// The extension fields it declares, at the top or inside messages.
    private(set) var extensions: [Extension] = []

    /// Reads a file; nil when the bytes are no such message.
    init?(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = Array(bytes)
        guard let file = DescriptorFields(bytes) else { return nil }
        name = file.text(1) ?? ""
        dependencies = file.texts(3)
        let package = file.text(2) ?? ""
        for message in file.messages(4) { readMessage(message, in: package) }
        for enumeration in file.messages(5) { readEnum(enumeration, in: package) }
        for service in file.messages(6) { readService(service, in: package) }
        for field in file.messages(7) { readExtension(field, in: package) }
    }

    private mutating func readMessage(_ message: DescriptorFields, in scope: String) {
        let name = add(message, in: scope)
        messages.append(name)
        for field in message.messages(2) + message.messages(8) { add(field, in: name) }
        for nested in message.messages(3) { readMessage(nested, in: name) }
        for enumeration in message.messages(4) { readEnum(enumeration, in: name) }
        for field in message.messages(6) { readExtension(field, in: name) }
    }

    /// The values of an enum are its siblings (descriptor.proto, EnumValueDescriptorProto).
    private mutating func readEnum(_ enumeration: DescriptorFields, in scope: String) {
        add(enumeration, in: scope)
        for value in enumeration.messages(2) { add(value, in: scope) }
    }

    private mutating func readService(_ service: DescriptorFields, in scope: String) {
        let name = add(service, in: scope)
        for method in service.messages(2) {
            add(method, in: name)
            methods.append("\(name)/\(method.text(1) ?? "")")
        }
    }

    private mutating func readExtension(_ field: DescriptorFields, in scope: String) {
        add(field, in: scope)
        // Compilers write full names with a leading dot.
        let extendee = (field.text(2) ?? "").drop { $0 == "." }
        extensions.append(Extension(extendee: String(extendee), number: Int32(clamping: field.number(3) ?? 0)))
    }

    /// Adds the symbol that a descriptor names in its field 1, as all of them do.
    @discardableResult
    private mutating func add(_ descriptor: DescriptorFields, in scope: String) -> String {
        let name = descriptor.text(1) ?? ""
        let fullName = scope.isEmpty ? name : "\(scope).\(name)"
        symbols.append(fullName)
        return fullName
    }
}
