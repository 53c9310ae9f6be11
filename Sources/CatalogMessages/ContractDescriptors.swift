internal import CMedCodesProtos

/// The contract in a form that tools can read.
public enum ContractDescriptors {
    /// A serialized google.protobuf.FileDescriptorSet of `medcodes.v1`: every file, services included. About 60 KB, copied
    /// each time it is asked for.
    public static var serializedSet: [UInt8] {
        var count = 0
        return Array(UnsafeBufferPointer(start: medcodes_descriptor_set(&count), count: count))
    }
}
