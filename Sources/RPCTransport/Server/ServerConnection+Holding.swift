internal import EventLoop
internal import RPCCore

// Answers that wait for an interceptor's word, such as that they are written down, before they leave. They wait as one run
// of output that is encrypted already, so whatever is answered meanwhile waits for a word of its own, behind them; and
// nothing is read meanwhile, so no more than that is kept.

extension ServerConnection {
    /// Keeps the run in the loop's buffer until the hold is released.
    func keep(until hold: AnswerHold) {
        keepRun()
        let eventLoop = loop.eventLoop
        let connection = LoopBound(self, on: eventLoop)
        hold.whenReleased { mayLeave in
            eventLoop.execute { connection.value.holdEnded(mayLeave: mayLeave) }
        }
    }

    /// Takes the run out of the loop's buffer.
    func keepRun() {
        let run = ByteBuffer(capacity: loop.output.count)
        run.append(loop.output.bytes)
        loop.output.removeAll()
        heldRun = run
    }

    private func holdEnded(mayLeave: Bool) {
        guard let run = heldRun, place != nil else { return }
        guard mayLeave else { return loop.closeAll(ServerLoop.unwrittenReason) }
        heldRun = nil
        loop.output.append(run.bytes)
        resume()
    }
}
