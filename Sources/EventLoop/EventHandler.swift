/// Who is told that a descriptor is ready. Belongs to one loop and is called on that loop only.
public protocol EventHandler: AnyObject {
    /// The descriptor is ready for these events, which is told again for as long as it is true and waited for.
    func ready(_ events: IOEvents)
}
