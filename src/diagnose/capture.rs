//! What packets prove about a connection.

use crate::facts::capture::Capture;
use crate::text::Span;

/// The cause that the packets show, and the packets that show it.
pub fn cause(capture: &Capture) -> Option<(&'static str, Vec<Span>)> {
    let asked = capture.asked.first().copied();
    let with = |answer: Option<Span>| asked.into_iter().chain(answer).collect::<Vec<Span>>();
    match () {
        () if capture.unreachable.is_some() => Some(("network-unreachable", with(capture.unreachable))),
        () if capture.agreed.is_none() && capture.reset.is_some() => {
            Some(("connection-refused", with(capture.reset)))
        }
        // One request without an answer may be the end of the copy; a second one means that none came.
        () if capture.agreed.is_none() && capture.asked.len() > 1 => {
            Some(("connection-timeout", capture.asked.iter().take(3).copied().collect()))
        }
        () if capture.agreed.is_some() && capture.reset.is_some() => {
            Some(("connection-dropped", with(capture.reset)))
        }
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_tell_refusal_from_silence() {
        let at = |start| Span::new(start, start + 1);
        let cause = |capture: &Capture| super::cause(capture).map(|(cause, _)| cause);
        let refused = Capture { asked: vec![at(0)], reset: Some(at(1)), ..Capture::default() };
        assert_eq!(cause(&refused), Some("connection-refused"));
        let silent = Capture { asked: vec![at(0), at(1), at(2)], ..Capture::default() };
        assert_eq!(cause(&silent), Some("connection-timeout"));
        let dropped = Capture { agreed: Some(at(1)), ..refused };
        assert_eq!(cause(&dropped), Some("connection-dropped"));
        assert_eq!(cause(&Capture { asked: vec![at(0)], ..Capture::default() }), None);
    }
}
