//! On which side of the server a message was: handed in by its own people, brought by another server, or put into a mailbox here.

use crate::facts::story::{Event, Story};
use crate::mail::ip::is_inner;

/// What one line tells of it.
#[derive(Clone, Copy, Default)]
pub struct Side {
    /// The envelope has no sender (RFC 5321, section 4.5.5): a notice that some server wrote.
    pub is_notice: bool,
    /// Another server brought it.
    pub from_outside: bool,
    /// Somebody who had signed in, or a program of the machine, handed it in.
    pub from_within: bool,
    /// An outcome, at the mailboxes of this server.
    pub here: bool,
    /// An outcome, at another server.
    pub elsewhere: bool,
}

impl Side {
    /// `client`: the address that the line names in brackets; `hands_in`: with a sign-in, or over the port for that.
    pub fn of(
        program: &str,
        event: Event,
        words: &str,
        tag: &str,
        client: Option<&str>,
        hands_in: bool,
    ) -> Self {
        let is_outcome = matches!(event, Event::Sent | Event::Deferred | Event::Bounced);
        let is_arrival = matches!(event, Event::Received | Event::Queued);
        // A command of this machine that failed; what it does with mail that it took is not known.
        let is_command = program == "postfix" && tag.ends_with("/pipe") && event != Event::Sent;
        let here = is_outcome && (is_command || is_put_down_here(program, words, tag));
        let brings = client.filter(|_| event == Event::Received);
        let is_inner = brings.is_some_and(is_inner);
        Side {
            is_notice: is_arrival && ["from=<>", " <= <>"].iter().any(|sign| words.contains(sign)),
            from_outside: brings.is_some() && !hands_in && !is_inner,
            from_within: is_inner
                || (event == Event::Received
                    && (hands_in || [": uid=", " P=local"].iter().any(|sign| words.contains(sign)))),
            here,
            elsewhere: is_outcome && !here,
        }
    }

    pub fn tell(self, story: &mut Story) {
        story.is_notice |= self.is_notice;
        story.from_outside |= self.from_outside;
        story.from_within |= self.from_within;
        story.here |= self.here;
        story.elsewhere |= self.elsewhere;
    }
}

/// Whether the program that delivers on this machine says it: Dovecot's own log; Postfix with `relay=local`, `relay=virtual` or a
/// socket in its own folder; Exim's transports that are no `smtp` and name no host; Sendmail's `mailer=local`.
fn is_put_down_here(program: &str, words: &str, tag: &str) -> bool {
    const PROGRAMS: &[&str] = &["local", "virtual", "dovecot", "maildrop", "procmail", "cyrus"];
    let behind = |key: &str| words.split_once(key).map(|(_, rest)| rest);
    let word =
        |rest: &'_ str| rest.split([',', ' ', ':', ';']).next().unwrap_or_default().to_ascii_lowercase();
    match program {
        "dovecot" => true,
        "postfix" => {
            let relay = behind(" relay=").map(word).unwrap_or_default();
            let is_socket = || relay.split_once('[').is_some_and(|(_, socket)| socket.contains('/'));
            tag.ends_with("/local") || tag.ends_with("/virtual") || PROGRAMS.contains(&&*relay) || is_socket()
        }
        "exim" => {
            let transport = behind(" T=").map(word);
            transport.is_some_and(|name| !name.contains("smtp")) && !words.contains(" H=")
        }
        "sendmail" => behind(" mailer=").map(word).is_some_and(|name| name == "local"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_of_the_server_itself_is_known_by_its_program() {
        for (program, tag, line, here) in [
            (
                "postfix",
                "postfix/lmtp",
                "A1: to=<a@b.example>, relay=mx.b.example[private/dovecot-lmtp], delay=1",
                true,
            ),
            (
                "postfix",
                "postfix/lmtp",
                "A1: to=<a@b.example>, relay=127.0.0.1[127.0.0.1]:10024, delay=1",
                false,
            ),
            ("postfix", "postfix/virtual", "A1: to=<a@b.example>, relay=virtual, delay=1", true),
            ("postfix", "postfix/pipe", "A1: to=<a@b.example>, relay=dovecot, delay=1", true),
            ("postfix", "postfix/smtp", "A1: to=<a@b.example>, relay=none, delay=1", false),
            (
                "postfix",
                "postfix/smtp",
                "A1: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, delay=1",
                false,
            ),
            (
                "exim",
                "",
                "1vLbQX-00000000AbC-1zXy => ann <a@b.example> R=virtual_user T=dovecot_lmtp C=\"250 ok\"",
                true,
            ),
            (
                "exim",
                "",
                "1vLbQX-00000000AbC-1zXy => a@b.example R=dnslookup T=remote_smtp H=mx.b.example [192.0.2.1]",
                false,
            ),
            ("sendmail", "", "4AB: to=<a@b.example>, delay=00:00:01, mailer=local, pri=1, stat=Sent", true),
            ("sendmail", "", "4AB: to=<a@b.example>, delay=00:00:01, mailer=esmtp, pri=1, stat=Sent", false),
        ] {
            let side = Side::of(program, Event::Sent, line, tag, None, false);
            assert_eq!((side.here, side.elsewhere), (here, !here), "{line}");
        }
    }

    #[test]
    fn who_brought_a_message_is_told_by_the_line_that_took_it() {
        let of = |words: &str, client, hands_in| {
            let side = Side::of("postfix", Event::Received, words, "postfix/smtpd", client, hands_in);
            (side.is_notice, side.from_outside, side.from_within)
        };
        assert_eq!(of("A1: client=mx.b.example[192.0.2.1]", Some("192.0.2.1"), false), (false, true, false));
        assert_eq!(
            of("A1: client=pc[192.0.2.1], sasl_username=a", Some("192.0.2.1"), true),
            (false, false, true)
        );
        assert_eq!(of("A1: client=printer[10.0.0.9]", Some("10.0.0.9"), false), (false, false, true));
        assert_eq!(of("A1: from=<>, size=1, nrcpt=1", None, false), (true, false, false));
    }
}
