//! What the packets of a connection show (RFC 9293): who asked, who answered, who hung up.

use crate::text::Span;

#[derive(Debug, Default)]
pub struct Capture {
    /// Requests to connect (SYN alone).
    pub asked: Vec<Span>,
    /// The other side agreed (SYN with ACK).
    pub agreed: Option<Span>,
    /// A reset: before agreeing it is a refusal, later an abort.
    pub reset: Option<Span>,
    /// A router or the machine itself says that there is no way.
    pub unreachable: Option<Span>,
    /// Closed in order.
    pub closed: Option<Span>,
    /// Host and port that were asked.
    pub to: Option<(String, Option<String>)>,
    /// Packets with data in them.
    pub data: usize,
}
