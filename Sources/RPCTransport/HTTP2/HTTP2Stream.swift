/// One stream: what the HTTP/2 engine keeps of it, to be subclassed by what runs on top, so that a call is one object.
///
/// Belongs to the connection's loop. The engine holds it from its opening until ``HTTP2ConnectionHandler/closed(_:code:)``
/// has returned.
class HTTP2Stream {
    /// The stream's number; 0 until it is opened.
    var id: Int32 = 0
    /// Whether the peer will send nothing more.
    var isRemoteEnded = false
    /// Whether the last header list went over a limit. Its remaining fields were dropped.
    var hasOversizedHeaders: Bool { headerList.isOversized }

    /// Where the stream stands in its connection's list; nil when it is not open.
    var place: Int?
    /// Whether the fields that open the message have come, so that the next list is trailers.
    var hasInitialHeaders = false
    /// Whether the fields that open a request have been handed to the connection's output. Clients only.
    var hasSentRequest = false
    /// Whether the header list being received belongs to a 1xx response.
    var isInformational = false
    /// The size of the header list that is being received.
    var headerList = HeaderListMeter()
    /// What is to be sent, and the memory that queued header fields point to.
    final var outbox: StreamOutbox {
        _read { yield outboxMemory.pointee }
        _modify { yield &outboxMemory.pointee }
    }

    /// Where the outbox lies: as a property it would be checked for exclusive access at run time whenever it changes, and
    /// each answer changes it four times.
    private let outboxMemory = UnsafeMutablePointer<StreamOutbox>.allocate(capacity: 1)

    init() { outboxMemory.initialize(to: StreamOutbox()) }

    deinit {
        outboxMemory.deinitialize(count: 1)
        outboxMemory.deallocate()
    }

    /// Whether the stream is open, so that sending on it has an effect.
    var isOpen: Bool { place != nil }

    /// Takes a field of a header list, for streams that read their own, which spares each field the way through the
    /// connection. False leaves it to ``HTTP2ConnectionHandler/received(name:value:on:)``.
    func take(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) -> Bool { false }

    /// What the header list said that opened the stream, to be given to other streams that the same list opens; it does not
    /// change any more. Nil when it is not to be shared.
    func shareHead() -> AnyObject? { nil }

    /// Takes what another stream has shared, in the place of the fields.
    func takeHead(_ head: AnyObject) {}

    /// So many bytes of messages have been handed to the connection's output.
    func sentPayload(_ byteCount: Int) {}

    /// Bytes of messages that wait to be sent.
    var unsentByteCount: Int { outbox.byteCount }

    /// The connection is gone, and the stream with it.
    func lostConnection() { place = nil }

    /// Back to the state before it was opened, so that the object can be used again. Only after it was closed.
    func reset() {
        assert(!isOpen, "a stream is reset while it is open")
        id = 0
        isRemoteEnded = false
        hasInitialHeaders = false
        hasSentRequest = false
        isInformational = false
        headerList = HeaderListMeter()
        outbox.removeAll()
    }
}
