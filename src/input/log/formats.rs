//! The table of log formats: by whom a line is, and who reads it.

use super::entry::{Entry, host, value};
use super::head::Head;
use super::{exim, haraka, kumomta, opensmtpd, postfix, qmail, sendmail, windows};
use crate::facts::story::Event;
use std::ops::Range;

/// A program whose lines are known.
pub struct Format {
    /// Id of the program.
    pub program: &'static str,
    /// What its tag in a syslog line begins with.
    pub tags: &'static [&'static str],
    /// Knows a line without a tag.
    pub shaped: fn(&str) -> bool,
    pub read: fn(&str, &Head) -> Option<Entry>,
}

fn never(_: &str) -> bool {
    false
}

/// Tags are compared first, shapes then; the earlier row wins.
pub static FORMATS: &[Format] = &[
    Format {
        program: "postscreen",
        tags: &["postfix/postscreen"],
        shaped: postscreen_shaped,
        read: postfix::read,
    },
    Format { program: "postfix", tags: &["postfix"], shaped: postfix::shaped, read: postfix::read },
    Format { program: "exim", tags: &["exim"], shaped: exim::shaped, read: exim::read },
    Format {
        program: "sendmail",
        tags: &["sendmail", "sm-"],
        shaped: sendmail::shaped,
        read: sendmail::read,
    },
    Format {
        program: "opensmtpd",
        tags: &["smtpd", "opensmtpd", "transfer"],
        shaped: opensmtpd::shaped,
        read: opensmtpd::read,
    },
    Format { program: "qmail", tags: &["qmail"], shaped: qmail::shaped, read: qmail::read },
    Format { program: "haraka", tags: &["haraka"], shaped: haraka::shaped, read: haraka::read },
    Format {
        program: "hmailserver",
        tags: &[],
        shaped: windows::hmailserver_shaped,
        read: windows::hmailserver,
    },
    Format { program: "exchange", tags: &[], shaped: windows::exchange_shaped, read: windows::exchange },
    Format {
        program: "powermta",
        tags: &["pmta"],
        shaped: windows::powermta_shaped,
        read: windows::powermta,
    },
    Format { program: "kumomta", tags: &["kumomta"], shaped: kumomta::shaped, read: kumomta::read },
    Format { program: "zonemta", tags: &["zone-mta", "zonemta"], shaped: never, read: zonemta },
    Format { program: "msmtp", tags: &[], shaped: msmtp_shaped, read: msmtp },
    Format { program: "ssmtp", tags: &["sSMTP", "ssmtp"], shaped: never, read: tagged },
    Format { program: "amavis", tags: &["amavis"], shaped: never, read: amavis },
    Format { program: "rspamd", tags: &["rspamd"], shaped: rspamd_shaped, read: rspamd },
    Format {
        program: "dovecot",
        tags: &["dovecot", "deliver", "lda", "lmtp", "imap-login", "pop3-login"],
        shaped: dovecot_shaped,
        read: dovecot,
    },
    Format { program: "opendkim", tags: &["opendkim"], shaped: never, read: opendkim },
    Format { program: "opendmarc", tags: &["opendmarc"], shaped: never, read: plain },
    Format {
        program: "postgrey",
        tags: &["postgrey", "sqlgrey", "gld", "milter-greylist"],
        shaped: postgrey_shaped,
        read: plain,
    },
    Format {
        program: "policyd-spf",
        tags: &["policyd-spf", "pyspf-milter", "smf-spf"],
        shaped: never,
        read: verdict,
    },
    Format { program: "fail2ban", tags: &["fail2ban"], shaped: fail2ban_shaped, read: plain },
    Format { program: "courier", tags: &["courier", "esmtpd", "courieresmtp"], shaped: never, read: courier },
    Format { program: "spamassassin", tags: &["spamd", "spamass-milter"], shaped: never, read: spamd },
    Format { program: "clamav", tags: &["clamav-milter", "clamsmtpd", "clamd"], shaped: never, read: plain },
    Format { program: "assp", tags: &["assp"], shaped: assp_shaped, read: plain },
    Format { program: "lotus-domino", tags: &[], shaped: domino_shaped, read: plain },
    Format { program: "kerio-connect", tags: &[], shaped: kerio_shaped, read: plain },
    Format { program: "mdaemon", tags: &[], shaped: mdaemon_shaped, read: mdaemon },
    Format { program: "stalwart", tags: &["stalwart"], shaped: stalwart_shaped, read: stalwart },
];

/// The words as they are: the rules know what they mean.
fn plain(line: &str, head: &Head) -> Option<Entry> {
    let mut entry = Entry::words(Event::Note, head.rest..line.len());
    entry.from = value(line, head.rest, "from");
    entry.to = value(line, head.rest, "to");
    Some(entry.unquote(line))
}

/// `550 5.7.23 Message rejected due to: SPF fail`: the answer that the server is to give is a refusal at this very server.
fn verdict(line: &str, head: &Head) -> Option<Entry> {
    let mut entry = plain(line, head)?;
    let code = entry.words.clone().and_then(|words| line[words].get(..4)?.strip_suffix(' ')?.parse().ok());
    if code.is_some_and(|code: u16| (400..600).contains(&code)) {
        (entry.event, entry.is_reply) = (Event::Rejected, true);
    }
    Some(entry)
}

/// `…; (default: F (no action): [2.10/15.00] [SYMBOL(0.50){…;}…]), …, forced: reject "words"; score=nan (set by dmarc)`: the action
/// is what Rspamd made of it, and one that a module forces comes before that of the points. Its tests are named for mail that passes
/// as well, and say nothing by themselves. Mail that it only marks goes on, too.
/// <https://docs.rspamd.com/configuration/logging/>
fn rspamd(line: &str, head: &Head) -> Option<Entry> {
    let entry = plain(line, head)?;
    let text = &line[head.rest..];
    let Some((at, verdict)) =
        text.find("(default: ").and_then(|at| Some((at, text[at..].split_once("): [")?.0)))
    else {
        return Some(entry);
    };
    let forced = text[at..].rfind(", forced: ").map(|found| at + found + ", ".len());
    let passes = |action: &str| {
        ["no action", "add header", "rewrite subject"].iter().any(|passed| action.starts_with(passed))
    };
    let by_points = verdict.rsplit_once('(').map_or("", |(_, action)| action);
    let action = forced.map_or(by_points, |at| text[at + "forced: ".len()..].trim_start());
    let passed = passes(action);
    let words = match forced {
        Some(forced) => head.rest + forced..line.trim_end().len(),
        None => head.rest + at + 1..head.rest + at + verdict.len() + 1,
    };
    let event = if passed { Event::Note } else { Event::Rejected };
    Some(Entry {
        from: rspamds(line, "from: <"),
        to: rspamds(line, "rcpts: <"),
        message_id: rspamds(line, " id: <").map(|id| id.start - 1..id.end + 1),
        is_aside: passed,
        ..Entry::words(event, words)
    })
}

/// What stands between brackets behind a name of rspamd's line. Of several recipients the first.
fn rspamds(line: &str, key: &str) -> Option<std::ops::Range<usize>> {
    let start = line.find(key)? + key.len();
    let end = start + line[start..].find(['>', ','])?;
    (end > start).then_some(start..end)
}

/// `spamd: identified spam (7.1/5.0) for …`, `spamd: result: Y 7 - …`: it counts points, and whoever asked it decides.
fn spamd(line: &str, head: &Head) -> Option<Entry> {
    let text = &line[head.rest..];
    let is_count = ["spamd: identified spam", "spamd: result: ", "spamd: clean message"]
        .iter()
        .any(|said| text.starts_with(said));
    let entry = plain(line, head)?;
    Some(Entry { is_aside: is_count, ..entry })
}

/// `QUEUEID: words`. That a signature held, or was added, is no trouble, whatever else the words name.
fn opendkim(line: &str, head: &Head) -> Option<Entry> {
    const FINE: &[&str] = &[
        "DKIM verification successful",
        "DKIM-Signature field added",
        "DKIM-Signature header added",
        "OpenDKIM Filter",
    ];
    let text = &line[head.rest..];
    let id = text.find(": ").filter(|end| {
        (5..=20).contains(end) && text[..*end].bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let is_fine = FINE.iter().any(|fine| text.contains(fine)) || text.ends_with(" not internal");
    let entry = match is_fine {
        true => Entry::new(Event::Note),
        false => Entry::words(Event::Note, head.rest + id.map_or(0, |end| end + 2)..line.len()),
    };
    Some(Entry { id: id.map(|end| head.rest..head.rest + end), ..entry })
}

/// The words with the program's name before them, where its rules look for that.
fn tagged(line: &str, head: &Head) -> Option<Entry> {
    Some(Entry::words(Event::Note, head.tag.start..line.len()))
}

fn postscreen_shaped(rest: &str) -> bool {
    (rest.starts_with("PREGREET ") && rest.contains(" after ")) || rest.starts_with("DNSBL rank ")
}

fn rspamd_shaped(rest: &str) -> bool {
    rest.starts_with('#') && rest.contains("(rspamd_")
        || rest.contains("; rspamd_task_write_log")
        || rest.contains("; milter; rspamd_")
}

fn dovecot_shaped(rest: &str) -> bool {
    ["imap-login: ", "pop3-login: ", "lmtp(", "lda(", "auth: Error: ", "auth: Info: ", "auth-worker("]
        .iter()
        .any(|start| rest.starts_with(start))
}

fn postgrey_shaped(rest: &str) -> bool {
    rest.starts_with("action=greylist, reason=")
}

fn fail2ban_shaped(rest: &str) -> bool {
    rest.starts_with("fail2ban.") && rest.contains('[')
}

/// `m1-25391-06124 [Worker_1] … 192.0.2.9 <user@example.com> to: user@example.org words`.
fn assp_shaped(rest: &str) -> bool {
    rest.contains(" [Worker_") || rest.contains("[assp]")
}

/// `SMTP Server [000527:000013-…] words`, `Router: Message … not delivered`.
fn domino_shaped(rest: &str) -> bool {
    rest.starts_with("SMTP Server") && rest.contains('[')
        || rest.starts_with("Router: ")
        || rest.strip_prefix("SMTP Server: ").is_some_and(|said| said.trim().contains(' '))
        || rest.starts_with("SMTPClient: ")
        || rest.starts_with("SMTP Client: ")
}

fn kerio_shaped(rest: &str) -> bool {
    [
        "Attempt to deliver to unknown recipient",
        "Relay attempt from",
        "SMTP Spam attack detected",
        "Message from IP address",
        "Client with IP address",
        "Failed SMTP login from IP address",
        "IP address ",
    ]
    .iter()
    .any(|start| rest.starts_with(start) && rest.contains("IP address"))
        || rest.starts_with("Recv: Queue-ID:")
        || rest.starts_with("Sent: Queue-ID:")
}

/// `[1234] --> EHLO`, `[1234] <-- 550 …`, `[1234] * Winsock Error …` behind a day and a time. Without the session's number
/// the lines are one session, and read as a conversation.
fn mdaemon_shaped(rest: &str) -> bool {
    const NOTES: &[&str] = &["* ", "Session ", "Attempting SMTP", "SMTP session", "Waiting for socket"];
    session(rest).is_some_and(|(_, at)| NOTES.iter().any(|note| rest[at..].starts_with(note)))
        || rest.contains("] <-- ")
        || rest.contains("] --> ")
        || rest.contains("* D=")
}

/// The session's number in its brackets, behind the level (`05: `) that some versions write, and where the words begin.
fn session(rest: &str) -> Option<(Range<usize>, usize)> {
    let open = rest.find('[')?;
    let is_level = rest[..open].bytes().all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b' ');
    let start = open + 1;
    let end = start + rest[start..].find("] ")?;
    let is_number = end > start && rest[start..end].bytes().all(|byte| byte.is_ascii_digit());
    (is_level && is_number).then_some((start..end, end + 2))
}

fn mdaemon(line: &str, head: &Head) -> Option<Entry> {
    let text = &line[head.rest..];
    let Some((number, at)) = session(text) else { return plain(line, head) };
    let mut entry = mdaemon_words(line, head.rest + at);
    entry.id = Some(head.rest + number.start..head.rest + number.end);
    Some(entry)
}

fn mdaemon_words(line: &str, at: usize) -> Entry {
    let text = &line[at..];
    let address = |cue: &str| {
        let start = at + text.find(cue)? + cue.len();
        let start = start + line[start..].len() - line[start..].trim_start().len();
        let inner = line[start..].strip_prefix('<').and_then(|rest| rest.find('>'));
        let range = inner.map_or(start..line.trim_end().len(), |end| start + 1..start + 1 + end);
        (!range.is_empty()).then_some(range)
    };
    if let Some(words) = text.strip_prefix("<-- ") {
        let refused = words.starts_with(['4', '5']) && words.get(3..4) == Some(" ");
        let event = if words.starts_with('4') { Event::Deferred } else { Event::Bounced };
        return match refused {
            true => Entry { is_reply: true, ..Entry::words(event, at + 4..line.len()) },
            false => Entry::new(Event::Note),
        };
    }
    if let Some(words) = text.strip_prefix("--> ") {
        let is = |verb: &str| words.get(..verb.len()).is_some_and(|start| start.eq_ignore_ascii_case(verb));
        return match () {
            () if is("MAIL FROM:") => Entry { from: address(":"), ..Entry::new(Event::Received) },
            () if is("RCPT TO:") => Entry { to: address(":"), ..Entry::new(Event::Note) },
            () => Entry::new(Event::Note),
        };
    }
    let note = text.trim_start_matches(['*', ' ']);
    match () {
        // What its own system says is why; that the session ended then says nothing more.
        () if note.starts_with("Winsock Error") => {
            Entry::words(Event::Deferred, line.len() - note.len()..line.len())
        }
        () if note.starts_with("From: ") => Entry { from: address("From: "), ..Entry::new(Event::Received) },
        () if note.starts_with("To: ") => Entry { to: address("To: "), ..Entry::new(Event::Note) },
        () => Entry::words(Event::Note, line.len() - note.len()..line.len()),
    }
}

/// `166874ba640000c923.001 REJECTED[recipient] from=… to=… mx=mail.example.org[192.0.2.2] src=… (words)`.
fn zonemta(line: &str, head: &Head) -> Option<Entry> {
    let at = head.rest;
    let text = &line[at..];
    let verdicts = [
        ("REJECTED", Event::Bounced),
        ("DEFERRED", Event::Deferred),
        ("ACCEPTED", Event::Sent),
        ("QUEUED", Event::Received),
    ];
    let Some((cue, event)) = verdicts.iter().find_map(|(word, event)| Some((text.find(word)?, *event)))
    else {
        return plain(line, head);
    };
    let open = text[cue..].find(" (").map(|open| at + cue + open + 2);
    let words = open.map(|open| open..line.trim_end().trim_end_matches(')').len().max(open));
    let id = text[..cue].trim_end().rfind(' ').map(|space| at + space + 1..at + text[..cue].trim_end().len());
    let mut entry = Entry { id, words, ..Entry::new(event) };
    entry.from = value(line, at + cue, "from");
    entry.to = value(line, at + cue, "to");
    entry.host = value(line, at + cue, "mx").and_then(|mx| host(line, mx));
    entry.is_reply =
        entry.words.clone().is_some_and(|words| line[words].starts_with(|c: char| c.is_ascii_digit()));
    Some(entry)
}

fn msmtp_shaped(rest: &str) -> bool {
    rest.starts_with("host=") && rest.contains(" exitcode=EX_")
}

/// `host=… tls=on auth=on user=… from=… recipients=… smtpstatus=530 smtpmsg='…' errormsg='…' exitcode=EX_…`.
fn msmtp(line: &str, head: &Head) -> Option<Entry> {
    let at = head.rest;
    let reply = value(line, at, "smtpmsg");
    let is_reply = reply.is_some();
    let event = if line[at..].contains("exitcode=EX_OK") { Event::Sent } else { Event::Bounced };
    let mut entry =
        Entry { words: reply.or_else(|| value(line, at, "errormsg")), is_reply, ..Entry::new(event) };
    if event == Event::Sent {
        entry.words = Some(at..line.len());
    }
    entry.from = value(line, at, "from");
    entry.to = value(line, at, "recipients");
    entry.host = value(line, at, "host");
    Some(entry)
}

/// `(07348-02) Passed CLEAN {RelayedInbound}, … <from> -> <to>, Queue-ID: …`, `Blocked SPAM {…}`.
fn amavis(line: &str, head: &Head) -> Option<Entry> {
    let text = &line[head.rest..];
    let event = match () {
        () if text.contains(") Passed ") => Event::Sent,
        () if text.contains(") Blocked ") => Event::Rejected,
        () => Event::Note,
    };
    let id = text.find("Queue-ID: ").map(|at| head.rest + at + 10).map(|start| {
        let end = line[start..].find([',', ' ']).map_or(line.len(), |end| start + end);
        start..end
    });
    let to = text
        .find("-> <")
        .map(|at| head.rest + at + 4)
        .and_then(|start| Some(start..start + line[start..].find('>')?));
    // Whose it is stands right before the arrow: `<from> -> <to>`.
    let from = to.as_ref().and_then(|to| {
        let end = line[..to.start].strip_suffix("> -> <")?.len();
        let start = line[..end].rfind('<')? + 1;
        (end > start).then_some(start..end)
    });
    Some(Entry { id, from, to, ..Entry::words(event, head.rest..line.len()) })
}

/// `lmtp(ann@example.org)<42><x>: msgid=<…>: saved mail to INBOX`, `save failed to INBOX: words`. Whose mailbox it is stands in
/// the brackets; what stands behind `msgid` is no address.
fn dovecot(line: &str, head: &Head) -> Option<Entry> {
    let text = &line[head.rest..];
    if is_routine(text) {
        return Some(Entry::new(Event::Note));
    }
    let event = match () {
        () if text.contains(": saved mail to ") || text.contains(": stored mail into mailbox") => Event::Sent,
        () if text.contains(": forwarded to <") => Event::Sent,
        () if text.contains(": rejected: ") || text.contains(": rejected message from ") => Event::Bounced,
        () if text.contains("save failed to ") || text.contains("failed to store into mailbox") => {
            Event::Deferred
        }
        () => Event::Note,
    };
    let id = text.find("msgid=<").map(|at| head.rest + at + "msgid=".len());
    let id = id.and_then(|at| Some(at..at + line[at..].find('>')? + 1));
    let words = id.as_ref().map(|id| id.end).filter(|end| line[*end..].starts_with(": "));
    let words = words.map_or(head.rest, |end| end + 2)..line.len();
    Some(Entry { id, to: delivered_to(line, head), ..Entry::words(event, words) })
}

/// Who came and went: `Login: user=<…>`, `Connect from local`, `Disconnect from local: Logged out`.
fn is_routine(text: &str) -> bool {
    const SAID: &[&str] = &["Login: user=<", "Connect from ", "Disconnect from ", "Logged out in="];
    let words = ["imap-login: ", "pop3-login: ", "submission-login: ", "managesieve-login: "]
        .iter()
        .find_map(|service| text.strip_prefix(service))
        .unwrap_or(text);
    SAID.iter().any(|said| words.starts_with(said)) || text.contains(" starting up for ")
}

/// The user in `lmtp(ann@example.org)`, `lmtp(42, ann@example.org)`, `deliver(ann@example.org)`.
fn delivered_to(line: &str, head: &Head) -> Option<std::ops::Range<usize>> {
    let names = ["lmtp(", "lda(", "deliver("];
    let at = names
        .iter()
        .find_map(|name| Some(line[head.tag.start..].find(name)? + head.tag.start + name.len()))?;
    let user = line[at..].split(')').next()?.rsplit([',', ' ']).next().filter(|user| user.contains('@'))?;
    let start = user.as_ptr() as usize - line.as_ptr() as usize;
    Some(start..start + user.len())
}

/// `id=…,from=<…>,addr=<…>: words`, then `status: deferred|failed|success`.
fn courier(line: &str, head: &Head) -> Option<Entry> {
    let at = head.rest;
    let event = match &line[at..] {
        text if text.contains("success: delivered") || text.contains("status: success") => Event::Sent,
        text if text.contains("status: deferred") => Event::Deferred,
        text if text.contains("status: failure") || text.contains("status: failed") => Event::Bounced,
        _ => Event::Note,
    };
    let mut entry = Entry {
        id: value(line, at, "id"),
        from: value(line, at, "from"),
        ..Entry::words(event, at..line.len())
    };
    entry.to = value(line, at, "addr").or_else(|| value(line, at, "to"));
    Some(entry)
}

/// `INFO Message delivered (delivery.delivered) queueId = 1, …`.
fn stalwart_shaped(rest: &str) -> bool {
    let level = ["INFO ", "WARN ", "ERROR ", "DEBUG ", "TRACE "].iter().any(|level| rest.starts_with(level));
    let group =
        ["(delivery.", "(queue.", "(smtp.", "(auth.", "(incoming-report.", "(tls.", "(network.", "(spam."];
    // `(smtp.example.org:587)` is a server's name.
    let is_event = |at: usize| {
        rest[at..]
            .split(')')
            .next()
            .is_some_and(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
    };
    level && group.iter().any(|group| rest.find(group).is_some_and(|at| is_event(at + group.len())))
}

fn stalwart(line: &str, head: &Head) -> Option<Entry> {
    const NO: &[&str] = &["not-allowed)", "does-not-exist)", "-rejected)", "too-large)", "limit-exceeded)"];
    let at = head.rest;
    let text = &line[at..];
    let event = match () {
        () if text.contains("(delivery.delivered)") => Event::Sent,
        // The side that others connect to (https://stalw.art/docs/telemetry/events/).
        () if text.contains("(smtp.") && NO.iter().any(|no| text.contains(no)) => Event::Rejected,
        () if text.contains("(spam.dnsbl") => Event::Rejected,
        () if text.contains("-error)") || text.contains("(delivery.dsn-temp-fail)") => Event::Deferred,
        () if text.contains("-rejected)") || text.contains("(delivery.dsn-perm-fail)") => Event::Bounced,
        () => Event::Note,
    };
    let field = |key: &str| {
        let start = at + text.find(key)? + key.len();
        let rest = line[start..].trim_start_matches([' ', '"', '=', '[']);
        let begin = line.len() - rest.len();
        let end = begin + rest.find(['"', ',']).unwrap_or(rest.len());
        (end > begin).then_some(begin..end)
    };
    let mut entry = Entry {
        id: field("queueId"),
        from: field("from ="),
        to: field("to ="),
        ..Entry::words(event, at..line.len())
    };
    entry.host = field("hostname").filter(|range| line[range.clone()].contains('.'));
    Some(entry)
}
