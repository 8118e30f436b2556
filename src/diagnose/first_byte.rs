//! A client that begins in plain text at a port that is encrypted from the first byte (RFC 8314, section 3.3): each side waits for
//! the other to begin, until one of them hangs up. It stays so, whoever else is asked.
//!
//! The paste has to show both: how the client began, and that it came as far as waiting for the greeting.

use crate::facts::dialogue::{Act, Exchange};
use crate::facts::{Facts, Role};
use crate::text::Span;

/// What shows it, and what is to be changed.
pub struct Slip {
    pub evidence: Span,
    pub cure: &'static str,
    /// Somebody tried by hand: no program has to be changed.
    pub by_hand: bool,
}

/// How a program's own text shows that it begins in plain text.
struct Sign {
    /// Stands right before the server's name.
    before: &'static [&'static str],
    /// The server's name ends here, and the port begins.
    between: &'static [&'static str],
    /// One of these shows that a connection was there, and no greeting came.
    waited: &'static [&'static str],
    /// Where one of these stands, encryption from the first byte is meant.
    unless: &'static [&'static str],
    cure: &'static str,
}

/// The programs' own documentation: docs.python.org/3/library/smtplib.html, pkg.go.dev/net/smtp#SendMail, curl.se/docs/manpage.html,
/// github.com/PHPMailer/PHPMailer (SMTPSecure), checked 2026-11-27.
const SIGNS: &[Sign] = &[
    Sign {
        before: &["smtplib.SMTP(", " SMTP("],
        between: &["', ", "\", ", "',", "\",", "', port=", "\", port=", ":"],
        waited: &["getreply", "SMTPServerDisconnected", "Connection unexpectedly closed"],
        unless: &["SMTP_SSL"],
        cure: "In the code write `smtplib.SMTP_SSL(host, 465)` in place of `smtplib.SMTP(host, 465)`, and leave `starttls()` out. Or keep `smtplib.SMTP`, take port 587, and call `starttls()` before `login()`.",
    },
    Sign {
        before: &["Connection: opening to "],
        between: &[":"],
        waited: &["Connection: opened", "EOF caught", "timed-out", "Failed to read"],
        unless: &["opening to ssl://", "opening to tls://"],
        cure: "In PHPMailer set `$mail->SMTPSecure = PHPMailer::ENCRYPTION_SMTPS;` (or 'ssl') for port 465; or port 587 with `PHPMailer::ENCRYPTION_STARTTLS` ('tls').",
    },
    Sign {
        before: &["smtp.SendMail(\"", "smtp.Dial(\""],
        between: &[":"],
        waited: &["EOF", "i/o timeout", "connection reset"],
        unless: &["tls.Dial"],
        cure: "`smtp.SendMail` and `smtp.Dial` of Go begin in plain text. Take port 587, where `smtp.SendMail` switches to encryption by itself; or for port 465 connect with `tls.Dial` and give that connection to `smtp.NewClient`.",
    },
    Sign {
        before: &["smtp://"],
        between: &[":"],
        waited: &[
            "Recv failure",
            "response reading failed",
            "curl: (56)",
            "curl: (28) Operation",
            "curl: (52)",
        ],
        unless: &["smtps://"],
        cure: "Write `smtps://` in place of `smtp://` for port 465; or port 587 with `--ssl-reqd`.",
    },
    Sign {
        before: &["Timeout while reading from "],
        between: &[":"],
        waited: &["sendEmail", "sendemail"],
        unless: &[],
        cure: "Take port 587: sendEmail begins in plain text and can only switch with STARTTLS (`-o tls=yes`). For port 465 another program is needed, such as msmtp or swaks.",
    },
];

const PORTS: &[&str] = &["465", "2465"];

pub fn shown(facts: &Facts) -> Option<Slip> {
    by_hand(facts).or_else(|| in_words(facts))
}

fn in_words(facts: &Facts) -> Option<Slip> {
    let own = facts.statements.iter().filter(|said| said.role != Role::Reply).take(4);
    own.flat_map(|said| SIGNS.iter().map(move |sign| (said, sign))).find_map(|(said, sign)| {
        let text = said.text.as_str();
        let has = |words: &[&str]| words.iter().any(|words| text.contains(words));
        if has(sign.unless) || !has(sign.waited) {
            return None;
        }
        let range = sign.before.iter().find_map(|before| at_port(text, before, sign.between))?;
        Some(Slip { evidence: said.text.span(range), cure: sign.cure, by_hand: false })
    })
}

/// Where `smtplib.SMTP('mail.example.org', 465` stands: the words before, a name, what parts it from the port, and such a port.
fn at_port(text: &str, before: &str, between: &[&str]) -> Option<std::ops::Range<usize>> {
    text.match_indices(before).find_map(|(start, _)| {
        let from = start + before.len();
        let rest = text[from..].trim_start_matches(['\'', '"']);
        let name_at = text.len() - rest.len();
        let is_of_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
        let length = rest.bytes().take_while(is_of_name).count();
        let behind = &rest[length..];
        let port_at = between.iter().find_map(|sign| {
            let port = behind.strip_prefix(sign)?;
            let digits = port.bytes().take_while(u8::is_ascii_digit).count();
            PORTS.contains(&&port[..digits]).then_some(name_at + length + sign.len() + digits)
        })?;
        (length > 0).then_some(start..port_at)
    })
}

/// A session by hand with a tool that speaks plain text, connected at such a port, in which the server said nothing.
fn by_hand(facts: &Facts) -> Option<Slip> {
    let dialogue = facts.dialogue.as_ref()?;
    let port = dialogue.to.as_ref()?.1.as_deref()?;
    let cure = match facts.program? {
        "telnet" | "netcat" => {
            "telnet and nc cannot speak to this port. Type `openssl s_client -connect HOST:465 -crlf -quiet` with the server's name: a line with 220 shows that it is well. Or test port 587."
        }
        "swaks" => "Add `--tls-on-connect` for port 465; or take port 587 with `--tls`.",
        _ => return None,
    };
    // What has no code is the tool's own word: `Timeout (30 secs) waiting for server response`.
    let replies = || dialogue.exchanges.iter().filter_map(|exchange| exchange.reply.as_ref());
    let is_heard = replies().any(|reply| reply.code.is_some());
    let notes = || dialogue.exchanges.iter().filter_map(|exchange| exchange.command.as_ref());
    let mentions = |word: &str| notes().any(|said| said.text.as_str().contains(word));
    let is_end = |exchange: &&Exchange| matches!(exchange.act, Act::Lost | Act::Trouble);
    let ended = dialogue.exchanges.iter().find(is_end).and_then(|exchange| exchange.command.as_ref());
    let evidence = ended.map(|said| said.span).or_else(|| replies().next().map(|reply| reply.span))?;
    let is_connected = mentions("onnected to");
    if !PORTS.contains(&port) || is_heard || mentions("TLS") || !is_connected {
        return None;
    }
    Some(Slip { evidence, cure, by_hand: true })
}
