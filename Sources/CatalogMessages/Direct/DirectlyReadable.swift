internal import WireMessages

/// A value that is read straight from the bytes of its message, where they are as nearly all are.
///
/// To walk a message, to unpack it and to read what was unpacked goes over everything three times, which for a code in full
/// view is most of what its look-up costs a client. Reading directly goes over it once, and gives up when it meets anything
/// out of the ordinary: a mistake, a field that came twice, a system outside of the known ones. What it gives up on is left
/// to ``MessageMapping``, which reads what can be read and says what is wrong with the rest, so the two never disagree on
/// a value: one is the short way to what the other gives.
protocol DirectlyReadable {
    /// Reads the value; nil when the long way must be taken.
    init?(direct bytes: UnsafeRawBufferPointer)
}

/// The longest message that is read directly, in bytes. What the long way counts is bounded by this here: lists of empty
/// messages, two bytes each, take a hundred times as much, which is less than ``WireLimits/reply`` allows.
let directByteCountMax = 1 << 20
