//! What was said, cut out of what stood around it: one reply of a server, or the paragraph that told.

use crate::facts::{Role, Statement};
use crate::mail::reply;
use crate::text::{Span, frame};
use std::ops::Range;

/// A reply has lines of at most 512 bytes (RFC 5321, section 4.5.3.1.5), and more than a few are nobody's reason.
const LONGEST_REPLY: usize = 1500;
/// Words of a program that run on for longer are shown around those that told.
const LONGEST_WORDS: usize = 600;

/// Where in the statement's text the words stand that a postmaster wants to read. `told`: the words of the paste that the
/// cause was known by. `by_lines`: a program prints a line for each thing that it says. `None` where nothing was said: a
/// greeting, an address.
pub fn said(statement: &Statement, told: Option<Span>, by_lines: bool) -> Option<Range<usize>> {
    let text = statement.text.as_str();
    let told = told.and_then(|span| statement.text.range_of(span));
    let code = statement.code_span.and_then(|span| statement.text.range_of(span));
    let range = match code {
        Some(code) if statement.is_closed => {
            let end = text.floor_char_boundary((code.start + LONGEST_REPLY).min(text.len()));
            code.start..before_advice(text, code.end, end)
        }
        Some(code) => reply(text, code, told, statement.is_quoted),
        None => words(text, told?, by_lines),
    };
    let range = trimmed(text, range);
    (statement.role != Role::Status && text[range.clone()].contains(char::is_alphanumeric)).then_some(range)
}

/// A reply: from its code to where the words around it go on. Where the code ends a sentence, `no such user (#5.1.1)`, that
/// sentence is the reply.
fn reply(text: &str, code: Range<usize>, told: Option<Range<usize>>, is_quoted: bool) -> Range<usize> {
    let code = told.as_ref().and_then(|told| said_again(text, &code, told)).unwrap_or(code);
    let bounds = paragraph(text, code.start);
    // Two codes of a damaged reply may stand in two paragraphs.
    let bounds = bounds.start..bounds.end.max(code.end);
    let line = line_end(text, code.end).min(bounds.end);
    let before = told.map(|told| told.start).filter(|start| bounds.start <= *start && *start < code.start);
    // `permanent error (554): …`: the bracket holds the code alone.
    let after = code.end + if text[code.end..].starts_with("): ") { 1 } else { 0 };
    let limit = bounds.end.min(code.end + LONGEST_REPLY);
    let closing = quotes_end(text, code.start, limit).filter(|_| is_quoted);
    let end = closing.unwrap_or_else(|| end_of_reply(text, after, limit));
    let leads = text[code.end..end].contains(char::is_alphabetic);
    match before {
        None if leads => code.start..end,
        // A program says it first, and quotes the reply in brackets.
        Some(_) if leads && text[..code.start].ends_with('(') => code.start..end,
        _ => {
            let first = before.unwrap_or(code.start).min(code.start);
            let closing = |rest: &str| rest.len() - rest.trim_start_matches([')', ']', '}', '"', '.']).len();
            let end = if leads { end } else { code.end + closing(&text[code.end..line]) };
            without_address(text, line_start(text, first).max(bounds.start)..end)
        }
    }
}

/// The same code where it stands again before the words that told: a table gives it alone first, and then the whole reply.
fn said_again(text: &str, code: &Range<usize>, told: &Range<usize>) -> Option<Range<usize>> {
    let line = line_start(text, told.start);
    let at = line + text.get(line..told.start).filter(|_| line > code.end)?.find(text.get(code.clone())?)?;
    Some(at..at + code.len())
}

/// `returned '550 5.1.10 … not found'`: what was opened right before the code is closed where a line, or a bracket, ends with the same
/// sign, however the lines in between were broken.
fn quotes_end(text: &str, code: usize, limit: usize) -> Option<usize> {
    let limit = text.floor_char_boundary(limit);
    let closes = |at: usize| {
        let rest = text[at + 1..].trim_start_matches([' ', '\t', '\r']);
        rest.is_empty() || rest.starts_with(['\n', ')', ']', '}', ','])
    };
    text[code..limit].match_indices('\'').map(|(at, _)| code + at).find(|at| closes(*at))
}

/// Programs that hand mail over and name themselves on each line: `fetchmail: mail from …`.
const LABELS: &[&str] = &[
    "fetchmail",
    "getmail",
    "msmtp",
    "mpop",
    "esmtp",
    "ssmtp",
    "sendmail",
    "send-mail",
    "postdrop",
    "nullmailer-send",
    "mutt",
    "mailx",
    "swaks",
];

/// Whether a line is a new one of such a program's.
fn is_a_programs_line(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(label, _)| LABELS.contains(&label))
}

/// Where a reply that goes on at `at` ends: at the bracket or the quotation mark that closes what was opened before it, or
/// before a line that is no part of it.
fn end_of_reply(text: &str, at: usize, limit: usize) -> usize {
    let limit = text.floor_char_boundary(limit);
    let mut open: Vec<char> = Vec::new();
    let mut quoted = false;
    let mut line = line_start(text, at);
    for (index, sign) in text[at..limit].char_indices().map(|(index, sign)| (at + index, sign)) {
        let rest = &text[index + sign.len_utf8()..limit];
        match sign {
            // `(in reply to RCPT TO command)`: Postfix says where it stood.
            '(' if rest.split_whitespace().take(3).eq(["in", "reply", "to"]) => return index,
            '[' if is_mark(text[index..limit].lines().next().unwrap_or_default().trim_end()) => return index,
            '(' | '[' | '{' => open.push(sign),
            ')' | ']' | '}' => {
                let partner = open.iter().rposition(|opened| closes(*opened, sign));
                match partner {
                    Some(partner) => open.truncate(partner),
                    None if ends_there(rest) => return index,
                    None => {}
                }
            }
            '"' if quoted => quoted = false,
            '"' if ends_there(rest) => return index,
            '"' => quoted = true,
            '”' | '“'
                if !rest.starts_with(char::is_alphanumeric) && !text[at..index].contains(['“', '„']) =>
            {
                return index;
            }
            '.' if is_clients_advice(rest) => return index,
            // Exchange ends a reply that it quotes with `##`, and writes on.
            '#' if rest.starts_with('#') => return index,
            '\'' if closes_a_quote(&text[at..index], rest) => return index,
            // `returned '550 no such user' mx.example.org`
            '\'' if is_host_alone(rest) => return index,
            '\n' => {
                let next = rest.split('\n').next().unwrap_or_default();
                if is_a_programs_line(next) || !goes_on(&text[line..index], next) {
                    return index;
                }
                line = index + 1;
            }
            _ => {}
        }
    }
    limit
}

/// What a mail program writes on behind the reply that it quotes, in the language of its user: Outlook's `If you continue to receive this
/// message, contact your server administrator or Internet service provider (ISP).`, and what Thunderbird writes on behind the reply that it quotes, in the language of its user: `Please verify that your email address is
/// correct in your account settings and try again.` (its messengercompose/sendingMessage strings; checked 2026-11-27).
fn is_clients_advice(rest: &str) -> bool {
    const BEGINS: &[&str] = &[
        "please verify that your email address is correct in your",
        "please check the message recipient",
        "bitte überprüfen sie",
        "veuillez vérifier",
        "vérifiez que votre adresse",
        "por favor verifique",
        "verificare l’indirizzo",
        "verificare l'indirizzo",
        "controleer of uw e-mailadres",
        "βεβαιωθείτε ότι",
        "prošu skontrolujće",
        "harap verifikasi",
        "проверьте свой адрес",
        "проверьте адрес",
        "перевірте",
        "sprawdź",
        "zkontrolujte",
        "skontrolujte",
        "kontrollera att",
        "kontroller at",
        "tarkista",
        "ellenőrizze",
        "verifique",
        "verifica",
        "compruebe",
        "lütfen",
        // Outlook; where the letters were damaged on the way, the beginnings are whole.
        "if you continue to receive this message",
        "contact your server administrator or",
        "wenden sie sich an den serveradministrator",
        "wenn sie diese nachricht weiterhin",
        "si vous continuez",
        "contactez votre administrateur de serveur",
        "si continúa recibiendo",
        "si sigue recibiendo",
        "se il messaggio viene visualizzato di nuovo",
        "se continua a ricevere",
        "se continuar a receber",
        "als dit bericht",
        "als u dit bericht",
        "neem contact op met de serverbeheerder",
        "kontakta serveradministrat",
        "kontakt serveradministrat",
        "kontakt server",
        "jeśli nadal będziesz",
        "если это сообщение",
    ];
    const LONGEST: usize = 60;
    let near = &rest[..rest.floor_char_boundary(LONGEST.min(rest.len()))];
    let words = near.strip_prefix(' ').map(str::trim_start).unwrap_or_default().to_lowercase();
    BEGINS.iter().any(|begin| words.starts_with(begin))
}

/// Where that begins between two places, or the second of them.
fn before_advice(text: &str, from: usize, end: usize) -> usize {
    let mut stops = text[from.min(end)..end].match_indices('.').map(|(at, _)| from + at);
    stops.find(|at| is_clients_advice(&text[at + 1..])).unwrap_or(end)
}

/// Nothing but a server's name is left on the line.
fn is_host_alone(rest: &str) -> bool {
    let line = rest.split('\n').next().unwrap_or_default();
    let name = line.trim();
    line.starts_with(' ') && name.contains('.') && !name.contains(' ') && !name.ends_with('.')
}

fn closes(opened: char, sign: char) -> bool {
    matches!((opened, sign), ('(', ')') | ('[', ']') | ('{', '}'))
}

/// Nothing that belongs to a word follows.
fn ends_there(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '@' | '.'))
        || rest.starts_with(". ")
}

/// An apostrophe that ends a quotation, and not a word: `returned '550 no such user'`.
fn closes_a_quote(before: &str, rest: &str) -> bool {
    let ends = rest.trim_start_matches([' ', '\t']).is_empty()
        || rest.trim_start_matches(' ').starts_with(['\n', '\r', ',', ')', ']', '}', '"']);
    let opened = before.match_indices('\'').filter(|(at, _)| opens(before, *at)).count();
    let closed = before.match_indices('\'').filter(|(at, _)| !opens(before, *at)).count();
    ends && opened <= closed
}

fn opens(text: &str, at: usize) -> bool {
    text[..at].ends_with([' ', '(', '[', '=', ':', '\n']) && !text[at + 1..].starts_with(' ')
}

/// How long a line is at least that a program broke: the next one carries its sentence on.
const WRAPPED: usize = 58;

/// Whether the line behind another one is still the reply's: set in, or broken off by a program for its length.
fn goes_on(line: &str, next: &str) -> bool {
    let words = next.trim();
    if is_next_line(line, words) || reply::is_broken_off(line, words) || reply::closes_bracket(line, words) {
        return true;
    }
    // Google signs its replies.
    if line.trim_end().ends_with("- gsmtp") {
        return false;
    }
    let is_set_in = next.starts_with([' ', '\t']);
    let is_address = words.starts_with('<') && !is_set_in;
    if words.is_empty()
        || is_address
        || is_label(words)
        || begins_anew(words)
        || is_mark(words)
        || is_programs(words)
    {
        return false;
    }
    is_set_in || line.trim_end().chars().count() >= WRAPPED
}

/// `550-first` and `550 second`: lines of one reply (RFC 5321, section 4.2.1).
fn is_next_line(line: &str, next: &str) -> bool {
    // Programs that show the longer code alone show it on each line.
    if reply::enhanced_at(next, 0)
        .is_some_and(|(_, end)| line.contains(&next[..end]) && next[end..].starts_with(' '))
    {
        return true;
    }
    let code = next.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
    code.is_some_and(|code| next[3..].starts_with(['-', ' ']) && line.contains(&format!("{code}-")))
}

/// `msmtp: could not send mail`, `In C:\jobs\report.ps1:31`, `at send (/app/mail.js:3:1)`: a program goes on with words of its
/// own.
fn is_programs(words: &str) -> bool {
    // `Error: `: JavaScript prints what it threw; `... used 31 dbqueries`: Moodle's record of its tasks.
    const PROGRAMS: &[&str] =
        &["msmtp", "curl", "sendmail", "mailx", "mail", "mutt", "ssmtp", "nc", "telnet", "Error"];
    let second = words.split(' ').nth(1).unwrap_or_default();
    let is_path = |word: &str| word.get(1..3) == Some(":\\");
    let is_frame =
        (words.starts_with("at ") && words.ends_with(')') && words.contains(" (")) || frame::is_frame(words);
    words.split_once(": ").is_some_and(|(name, _)| PROGRAMS.contains(&name))
        || is_path(second)
        || is_frame
        || words.starts_with("... ")
}

/// `Remote-MTA: dns; …`, `Message details:`.
fn is_label(words: &str) -> bool {
    let name = words.split([' ', '\t']).next().unwrap_or_default();
    let is_field = name.strip_suffix(':').is_some_and(|name| {
        name.contains('-') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    // A row of a table that was copied.
    let is_row = words.split_once(':').is_some_and(|(name, value)| {
        value.trim_start_matches(' ').starts_with('\t')
            && name.len() < 40
            && name.chars().all(|c| c.is_alphanumeric() || c == ' ')
    });
    // `DSN généré par :   MX1.example.org`: set apart by blanks, or as French writes a colon.
    let is_set_apart = words.starts_with(char::is_uppercase)
        && words.split_once(':').is_some_and(|(name, value)| {
            (name.ends_with(' ') || value.starts_with("  "))
                && value.starts_with([' ', '\u{a0}'])
                && name.len() < 40
                && name.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '\u{a0}')
        });
    // `DSN generated by: MX1.example.org`, in any language.
    let is_signature = words.starts_with("DSN ") && words.contains(": ");
    // `Error Code: 17597`: two words that a form has.
    let is_entry = words.split_once(": ").is_some_and(|(name, _)| {
        name.split(' ').count() == 2 && name.split(' ').all(|word| word.starts_with(char::is_uppercase))
    });
    // What people and programs note beside a reply, one thing a line: `Host: mx.example.org`.
    const NOTED: &[&str] = &[
        "host",
        "server",
        "port",
        "user",
        "username",
        "from",
        "to",
        "cc",
        "date",
        "subject",
        "time",
        "recipient",
        "sender",
    ];
    let is_noted = words.split_once(": ").is_some_and(|(name, _)| {
        name.starts_with(char::is_uppercase) && NOTED.contains(&name.to_ascii_lowercase().as_str())
    });
    is_field
        || is_row
        || is_set_apart
        || is_signature
        || is_entry
        || is_noted
        || is_heading(words)
        || words.starts_with(['*', '-', '=', '_', '>', '|'])
}

/// A line of its own that says what comes below. Where a sentence ended in it, it is a reply that was broken there: `the list. Code:`.
fn is_heading(words: &str) -> bool {
    words.ends_with(':') && !words.contains(". ")
}

/// `[RCPT_TO]`: Yahoo's note on the command that was answered.
fn is_mark(words: &str) -> bool {
    let inner = words.strip_prefix('[').and_then(|words| words.strip_suffix(']'));
    inner.is_some_and(|inner| !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
}

/// What mail systems write themselves behind the reply that they quote.
fn begins_anew(words: &str) -> bool {
    const SIGNS: &[&str] = &[
        "giving up on",
        "i'm not going to try",
        "this message has been in",
        "message will be",
        "will keep trying",
    ];
    let lower = words.to_ascii_lowercase();
    SIGNS.iter().any(|sign| lower.starts_with(sign))
}

/// The paragraph that told; where it is long, the lines around the words.
fn words(text: &str, told: Range<usize>, by_lines: bool) -> Range<usize> {
    let told = below_its_heading(text, &told).unwrap_or(told);
    let whole = paragraph(text, told.start);
    if let Some(member) = member(text, &told) {
        return member;
    }
    let range = without_address(text, whole.start..whole.end.max(told.end));
    let range = if range.start > told.start { whole } else { range };
    if range.len() <= LONGEST_WORDS && !by_lines {
        return range;
    }
    let line = line_start(text, told.start).max(range.start)..line_end(text, told.end).min(range.end);
    if line.len() <= LONGEST_WORDS {
        return line;
    }
    let half = (LONGEST_WORDS.saturating_sub(told.len())) / 2;
    let start = text.floor_char_boundary(told.start.saturating_sub(half)).max(line.start);
    let end = text.floor_char_boundary((told.end + half).min(line.end)).max(told.end.min(line.end));
    // Whole words.
    let front =
        text[start..end].find(' ').filter(|_| start > line.start).map_or(start, |blank| start + blank);
    let back = text[start..end].rfind(' ').filter(|_| end < line.end).map_or(end, |blank| start + blank);
    front.min(told.start)..back.max(told.end.min(end))
}

/// The same words in a line of the program's, where they stand in the heading of a post as well: `**Why …?**`, `# Why …?`, or the
/// first line of all with an empty one below it.
fn below_its_heading(text: &str, told: &Range<usize>) -> Option<Range<usize>> {
    let line = line_start(text, told.start)..line_end(text, told.start);
    let is_first = text[..line.start].trim().is_empty();
    let is_apart = text[line.end..]
        .strip_prefix('\n')
        .is_some_and(|rest| rest.lines().next().is_none_or(|next| next.trim().is_empty()));
    let words = text[line.clone()].trim();
    let is_title = is_first && is_apart && !words.contains(':');
    if !is_marked(words) && !is_title {
        return None;
    }
    let (wanted, rest) =
        (text.get(told.clone())?.to_ascii_lowercase(), text[line.end..].to_ascii_lowercase());
    let mut found = rest.match_indices(&wanted).map(|(at, _)| line.end + at).take(8);
    let at = found.find(|at| !is_marked(text[line_start(text, *at)..line_end(text, *at)].trim()))?;
    Some(at..at + wanted.len())
}

/// Markdown's heading, or a line in bold.
fn is_marked(line: &str) -> bool {
    let is_bold = line.len() > 4 && line.starts_with("**") && line.ends_with("**");
    is_bold || line.trim_start_matches('#').starts_with(' ') && line.starts_with('#')
}

/// The member of a JSON object that told: `"event":"bounce"`.
fn member(text: &str, told: &Range<usize>) -> Option<Range<usize>> {
    let is_json = text.trim_start().starts_with(['{', '[']) && text.contains("\":");
    if text.contains("\":")
        && let Some(whole) = string_member(text, told)
    {
        return Some(whole);
    }
    let start = text[..told.start].rfind(['{', ',', '[']).filter(|_| is_json)? + 1;
    let end = text[told.end..].find([',', '}', ']']).map_or(text.len(), |end| told.end + end);
    (end - start <= LONGEST_WORDS).then_some(start..end)
}

/// The same where all that told stands in one string: commas and brackets in it are the sentence's. `"Message":"one, two"`.
fn string_member(text: &str, told: &Range<usize>) -> Option<Range<usize>> {
    let open = text[..told.start].rfind('"')?;
    let name = text[..open].trim_end().strip_suffix(':')?.trim_end().strip_suffix('"')?;
    let start = name.rfind('"')?;
    let ends = |quote: &usize| text[quote + 1..].trim_start().starts_with([',', '}', ']']);
    let mut quotes = text[told.end..].match_indices('"').map(|(quote, _)| told.end + quote);
    let close = quotes.find(ends)?;
    let is_one = !text[open + 1..close].contains("\":");
    (is_one && close + 1 - start <= LONGEST_WORDS).then_some(start..close + 1)
}

/// Lines at the front that name an address and nothing else are left out.
fn without_address(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = range.start;
    for line in text[range.clone()].split_inclusive('\n') {
        let bare = line.trim().trim_end_matches(':');
        if !(bare.is_empty() || names_only(bare)) || start + line.len() >= range.end {
            break;
        }
        start += line.len();
    }
    start..range.end
}

/// `ann@example.org`, `ann@example.org (ann@example.org)<mailto:ann@example.org>`.
fn names_only(words: &str) -> bool {
    words.split_whitespace().all(|word| word.contains('@'))
}

/// From one empty line to the next.
fn paragraph(text: &str, at: usize) -> Range<usize> {
    let mut start = line_start(text, at);
    while start > 0 {
        let before = line_start(text, start - 1);
        if parts(&text[before..start]) {
            break;
        }
        start = before;
    }
    let mut end = line_end(text, at);
    while end < text.len() {
        let next = line_end(text, end + 1);
        if parts(&text[end..next]) {
            break;
        }
        end = next;
    }
    start..end
}

/// An empty line, or a ruled one: `----- Transcript of session follows -----`.
fn parts(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || ["---", "===", "***", "___"].iter().any(|rule| line.starts_with(rule))
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| at + newline)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    // What closed the address before them: `<a@example.org>: no such user`.
    let start =
        range.start + (words.len() - words.trim_start_matches([' ', '\t', '\r', '\n', '>', ':', ',']).len());
    // What opens, or points to, what is quoted next, and is no part of this.
    let words = words.trim_end().trim_end_matches(['(', '[', '{']);
    let words = words.trim_end().trim_end_matches("->");
    let end = (range.start + words.trim_end().len()).max(start);
    // The bracket that opens an object of a program's, and closes far behind.
    let inner =
        text[start..end].strip_prefix("{ ").filter(|inner| !inner.contains('}') && !inner.starts_with('"'));
    inner.map_or(start, |inner| end - inner.len())..end
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_program_that_names_itself_on_each_line_ends_the_reply_there() {
        let paste = "fetchmail: reading message ann@mail.example.org:1 of 3 (2412 octets)\nfetchmail: SMTP error: 550 5.1.1 <ann@localhost>: Recipient address rejected: \
                     User unknown in local recipient table\nfetchmail: mail from  bounced to ann\n";
        let told = crate::diagnose(paste).findings.remove(0);
        let reply = told.reply.expect("a reply").text;
        assert!(reply.ends_with("local recipient table"), "{reply}");
    }

    #[test]
    fn a_reply_that_postfix_broke_is_whole_quoted_or_not() {
        let report = "<ann@example.net>: host mx.example.net[192.0.2.7] refused to\n    talk to me: 550 mx7.example.net Address listed by\n    ours. \
                      For removal please use\n    http://lists.example.net/reset/?ip=198.51.100.9\n    [mx7.example.net; L_102]\n";
        let wide = "<ann@example.net>: host mx.example.net[192.0.2.7] refused to\n    talk to me: 550 mx7.example.net Address listed by ours, the \
                    mail was not taken. For\n    removal please use\n    http://lists.example.net/reset/?ip=198.51.100.9\n";
        for report in [report, wide] {
            for prefix in ["", "> ", "> > "] {
                let quoted: String = report.lines().map(|line| format!("{prefix}{line}\n")).collect();
                let told =
                    crate::diagnose(&format!("Since Monday this comes back.\n\n{quoted}")).findings.remove(0);
                let said = told.reply.expect("a reply").text;
                assert!(said.contains("reset/?ip=198.51.100.9"), "{prefix}{said}");
            }
        }
    }

    #[test]
    fn the_next_entry_of_a_form_is_no_part_of_a_reply() {
        for entry in [
            "DSN généré par :   MX1.example.org",
            "Bericht erzeugt von:  MX1.example.org",
            "DSN généré par\u{a0}: MX1.example.org",
        ] {
            let paste = format!(
                "Votre message à ann@example.org n'a pas pu être remis.\n\nErreur signalée :  550 5.7.133 authentication required; the sender was \
                 not authenticated when sending to this group\n{entry}\n"
            );
            let told = crate::diagnose(&paste).findings.remove(0);
            assert!(told.reply.expect("a reply").text.ends_with("this group"), "{entry}");
        }
    }

    #[test]
    fn a_quoted_reply_goes_on_to_the_sign_that_closes_it() {
        for words in [
            "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup;\nauthentication required; the sender was not\nauthenticated when sending to this group",
            "550 5.1.10\nRESOLVER.ADR.RecipientNotFound; Recipient ann@example.org not found by\nSMTP address lookup",
            "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP. For more information please go to\nhttps://go.example.net/fwlink/?LinkId=526653 AS(7230)",
        ] {
            for prefix in ["", "> "] {
                let ndr = format!(
                    "Your message to ann@example.org couldn't be delivered.\n\nDiagnostic information for administrators:\n\nGenerating server: \
                     AM0PR01MB0001.eurprd01.prod.outlook.com\n\nann@example.org\nRemote Server returned '{words}'\n"
                );
                let ndr: String = ndr.lines().map(|line| format!("{prefix}{line}\n")).collect();
                let report = crate::diagnose(&ndr);
                let said = report.findings[0].reply.as_ref().expect("a reply").text.replace('\n', " ");
                assert_eq!(said, words.replace('\n', " "), "{prefix}");
                assert_eq!(report.product.expect("a product").name, "Microsoft 365 (Exchange Online)");
            }
        }
    }

    use super::*;
    use crate::mail::reply;
    use crate::text::Text;

    /// As readers make it, the codes of further lines left in.
    fn statement(text: &Text) -> Statement {
        let mut statement = Statement::new(text.clone(), Role::Words);
        if let Some(found) = reply::find(text.as_str()) {
            statement.code_span = Some(text.span(found.range));
            statement.role = Role::Reply;
        }
        statement
    }

    #[track_caller]
    fn check(text: &str, told: &str, want: &str) {
        let text = Text::plain(text);
        let at = text.as_str().find(told).expect("the words stand there");
        let statement = statement(&text);
        let range =
            said(&statement, Some(text.span(at..at + told.len())), false).expect("something was said");
        assert_eq!(&statement.text.as_str()[range], want);
    }

    #[test]
    fn the_whole_reply_and_not_the_code_that_stands_alone_above() {
        check(
            "Status code: 550 5.1.10\n\nMore words.\n\nReported error:\t550 5.1.10 RESOLVER.ADR.NotHere; ann@example.org is not found by a look-up\n\
             DSN generated by:\tEX1.example.org\n",
            "RESOLVER.ADR.NotHere",
            "550 5.1.10 RESOLVER.ADR.NotHere; ann@example.org is not found by a look-up",
        );
    }

    #[test]
    fn who_wrote_a_report_is_no_part_of_the_reply() {
        check(
            "Reported error: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\nDSN generated by: EX1.example.org\n",
            "RESOLVER.ADR.RecipientNotFound",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        );
    }

    #[test]
    fn a_reply_ends_where_the_words_around_it_go_on() {
        check(
            "returned '550 5.1.1 No.One; not found'\n\nHeaders:",
            "not found",
            "550 5.1.1 No.One; not found",
        );
        check(
            "host mx.example.org said: 550 5.1.1 <a@example.org>: User\n    unknown (in reply to RCPT TO command)",
            "unknown",
            "550 5.1.1 <a@example.org>: User\n    unknown",
        );
        check(
            "said: 550 no such user here\nGiving up on 192.0.2.1.",
            "no such user",
            "550 no such user here",
        );
        check(r#"{"code":"smtp; 552 5.2.2 mailbox is full"}]}}"#, "full", "552 5.2.2 mailbox is full");
        check("[Address: <a@example.org>, code 421, not reachable]\nLater", "not", "421, not reachable");
        check("550 the user's mailbox isn't here", "here", "550 the user's mailbox isn't here");
        check("550 no such user\nReporting-MTA: dns; a.example", "no", "550 no such user");
        check("said: 534\n    5.2.3 too big\n", "too big", "534\n    5.2.3 too big");
        check(
            "said: 554\n    <a@example.org>: no such user",
            "no such",
            "554\n    <a@example.org>: no such user",
        );
        check(
            "said: 452-4.2.2 full\n452-4.2.2 see\n452 4.2.2 help\nBye",
            "full",
            "452-4.2.2 full\n452-4.2.2 see\n452 4.2.2 help",
        );
        check(
            "{ Error: self signed certificate\n    at x",
            "self",
            "Error: self signed certificate\n    at x",
        );
        check("554 no mail from you [RCPT_TO]", "no mail", "554 no mail from you");
        check("554 no mail from there\n [RCPT_TO]", "no mail", "554 no mail from there");
        check("#550 5.2.2 mailbox full ##rfc822;a@example.org", "full", "550 5.2.2 mailbox full");
    }

    #[test]
    fn a_code_may_end_the_reply() {
        check(
            "<a@example.org>:\nSorry, no mailbox here. (#5.1.1)\n",
            "no mailbox",
            "Sorry, no mailbox here. (#5.1.1)",
        );
    }

    #[test]
    fn of_words_the_paragraph_that_told_is_shown() {
        check("Hello\n\n  a@example.org\n    retry time over\n\nBye", "retry", "retry time over");
        check("--- why ---\nThe mailbox is full\n--- the mail ---\n", "full", "The mailbox is full");
        let long = format!("{}\nat last the mailbox is full\n{}", "x ".repeat(400), "y ".repeat(400));
        check(&long, "full", "at last the mailbox is full");
    }

    #[test]
    fn what_a_mail_program_writes_behind_a_reply_is_none_of_it() {
        for (before, behind) in [
            (
                "Servern svarade: ",
                "Kontakta serveradministratören eller Internet-leverantören (ISP) om du fortfarande får meddelandet.'",
            ),
            ("Servern svarade: ", "Kontakta serveradministratÃ¶ren eller Internet-leverantÃ¶ren (ISP).'"),
            (
                "The server responded: ",
                "If you continue to receive this message, contact your server administrator.'",
            ),
            (
                "Почтовый сервер ответил: ",
                "\nПроверьте свой адрес электронной почты в настройках учётной записи.'",
            ),
        ] {
            let paste = format!(
                "Error (0x800CCC7D): '{before}530 5.7.0 Must issue a STARTTLS command first. {behind}"
            );
            let told = crate::diagnose(&paste).findings.remove(0);
            let reply = told.reply.expect("a reply").text;
            assert_eq!(
                reply.trim_end_matches('.'),
                "530 5.7.0 Must issue a STARTTLS command first",
                "{paste}"
            );
        }
    }

    #[test]
    fn the_heading_of_a_post_is_no_line_of_the_program() {
        let error = "Error: C0:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl/record/ssl3_record.c:354:";
        for heading in [
            "**Wrong version number with my provider**",
            "## wrong version number?",
            "Wrong version number in my form",
        ] {
            let paste = format!(
                "{heading}\n\nThis is what I get from nodemailer:\n\n{error}\n  code: 'ESOCKET',\n  command: 'CONN'\n"
            );
            let told = crate::diagnose(&paste).findings.remove(0);
            let shown = told.facts.iter().find(|fact| fact.name == "Error").expect("an error");
            assert!(shown.value.starts_with("C0:error"), "{heading}: {}", shown.value);
        }
    }
}
