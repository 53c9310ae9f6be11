/// How sure a line is before the answer of its call leaves.
public enum AuditMode: String, CaseIterable, Sendable {
    /// The kernel has it: it survives the end of the process, however sudden.
    case buffered
    /// The disk has it: it survives the end of the machine's power.
    case durable
}
