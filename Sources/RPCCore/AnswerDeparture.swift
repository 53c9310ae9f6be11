/// When the answers of calls that have ended may leave, as an interceptor says it.
public enum AnswerDeparture: Sendable {
    /// At once.
    case now
    /// When the hold is released.
    case when(AnswerHold)
    /// Never: the connections that wait for them are to be closed.
    case never
}

extension AnswerDeparture {
    /// When both are content.
    package func and(_ other: AnswerDeparture) -> AnswerDeparture {
        switch (self, other) {
        case (.now, let departure), (let departure, .now): return departure
        case (.never, _), (_, .never): return .never
        case (.when(let first), .when(let second)):
            let both = AnswerHold()
            first.whenReleased { mayLeave in
                guard mayLeave else { return both.release(mayLeave: false) }
                second.whenReleased { both.release(mayLeave: $0) }
            }
            return .when(both)
        }
    }
}
