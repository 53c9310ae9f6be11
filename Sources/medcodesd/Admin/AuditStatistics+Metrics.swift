internal import AdminHTTP
internal import AuditLog

extension AuditStatistics {
    /// Adds what is counted of the audit log, for servers that keep one.
    func add(to text: inout MetricsText) {
        text.add("medcodes_audit_lines_total", .counter, help: "Lines of the audit log.", lineCount)
        text.add("medcodes_audit_bytes_total", .counter, help: "Bytes of lines that are written.", byteCount)
        text.add(
            "medcodes_audit_failures_total", .counter, help: "Times that lines could not be written.", failureCount)
        text.add(
            "medcodes_audit_unwritten_calls_total", .counter,
            help: "Calls that have no line: refused ones and health checks while none could be written.",
            unwrittenCallCount)
        text.add("medcodes_audit_rotations_total", .counter, help: "Files that were closed.", rotationCount)
        text.add(
            "medcodes_audit_failing", .gauge, help: "1 while lines cannot be written, so calls are refused.",
            isFailing ? 1 : 0)
        text.add("medcodes_audit_sequence", .gauge, help: "The number of the last line, over all files.", sequence)
        text.add(
            "medcodes_audit_waiting_bytes", .gauge, help: "Bytes of lines that wait to be written.", waitingByteCount)
        text.add(
            "medcodes_audit_write_seconds", .gauge,
            help: "How long the last write took, in the durable mode until the disk had it.",
            Double(lastWriteNanoseconds) / 1e9)
    }
}
