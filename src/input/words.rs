//! What is no special form: an error box, a traceback, one reply line, the JSON of a service.
//!
//! The whole of it is one statement, in the program's own words. Each reply of a server that is quoted in it is a
//! statement beside that one, with its codes.

use super::form::{form, holds_json, is_source};
use super::{
    aside, below, bounce, complaint, escape, event, export, notice, prose, records, refused, settings, topic,
    transcript,
};
use crate::facts::{Facts, Kind, Recipient, Role, Statement};
use crate::mail::address;
use crate::mail::reply::{self, Found};

use crate::text::{Span, Text, TextBuilder, frame, lines, order};
use std::ops::Range;

/// How many quoted replies are looked at. A log of retries repeats itself.
const MOST: usize = 16;
/// A reply that runs on further than this is not a reply, but the rest of the paste.
const LONGEST: usize = 1500;

/// Anything can be read as words.
pub fn looks(_: &Text) -> u8 {
    1
}

/// Whether a reply begins its line, or what somebody said in a chat: `[10:15] Ann: 550 …`.
fn begins_a_line(text: &Text, said: &Statement) -> bool {
    let Some(code) = said.code_span.and_then(|span| text.range_of(span)) else { return false };
    let before = text.as_str()[..code.start].rsplit('\n').next().unwrap_or_default().trim();
    let is_chat = before.starts_with('[') && before.ends_with(':') && before.len() < 60;
    is_chat || before.chars().all(|sign| matches!(sign, '>' | '"' | '„' | '“' | '*' | '`'))
}

pub fn read(text: &Text) -> Facts {
    let mut facts = Facts::default();
    if text.as_str().trim().is_empty() {
        return facts;
    }
    let is_program = is_source(text.as_str());
    // Lines that a report has set in stand in a mail that quotes them.
    let is_set_in =
        |line: &str| line.starts_with("> ") && line.trim_start_matches(['>', ' ']).len() + 6 <= line.len();
    let unquoted = text.as_str().lines().any(is_set_in).then(|| bounce::unquoted(text));
    let text = settings::tick::without(without_requests(escape::undo(unquoted.as_ref().unwrap_or(text))));
    facts.records = records::find(&text);
    let text = records::without(text, &facts.records);
    facts.protocol = transcript::others::of_others(text.as_str());
    facts.foreign = facts.protocol.map(|_| Box::new(transcript::others::foreign(text.as_str())));
    if facts.protocol.is_some() || lists_codes(text.as_str()) {
        facts.kind = Kind::Source;
        return facts;
    }
    // A paste that begins with its code is a reply; a code further in is quoted by somebody.
    let begins = reply::find(text.as_str()).is_some_and(|found| {
        text.as_str()[..found.range.start].trim().is_empty()
            && !says_the_webs_word(&text.as_str()[found.range.end..], &found)
    });
    if let Some((event, cell)) = export::event(text.as_str()) {
        tell_of_row(&mut facts, &text, event, cell);
        return facts;
    }
    facts.aside = aside::spans(&text);
    if begins {
        facts.kind = Kind::Reply;
        let parted = below::part(&text, |_| false);
        let own = parted.as_ref().map_or(&text, |parted| &parted.own);
        let moment = bounce::moment(own.as_str());
        facts.statements.push(Statement { moment, ..super::reply::statement(own) });
        if let Some(parted) = parted {
            below::add(&mut facts, parted);
        }
        return facts;
    }
    facts.kind = form(&text);
    // The line ends of a program's own strings are no lines of it.
    if is_program && matches!(facts.kind, Kind::Words | Kind::Exception) {
        facts.kind = Kind::Source;
    }
    let is_of_mail = |said: &str| topic::is_mail(said) || topic::sends_scans(said);
    facts.strange = !is_of_mail(text.as_str());
    if topic::names_goods(text.as_str()) {
        // It came by mail, and is not about it.
        facts.strange = !is_of_mail(&topic::below_fields(text.as_str()));
        facts.goods = facts.strange;
    }
    // Who wants a click calls a mailbox full, and an account closed.
    let is_none = notice::is_to_reader(text.as_str());
    facts.goods |= is_none && !reply::refuses(text.as_str());
    facts.vague = topic::is_vague(text.as_str());
    facts.device = topic::is_device(text.as_str());
    facts.failing = topic::mail_fails(text.as_str());
    facts.elsewhere = facts.strange && topic::names_a_place(text.as_str());
    // A refusal is trouble, whatever stands around it: code, or settings.
    let refuses = |found: &Found| found.enhanced.is_some() && is_refusal(found);
    let is_refused = || reply::all(text.as_str()).any(|(_, found)| refuses(&found));
    facts.quiet = !topic::is_trouble(text.as_str()) && !is_refused();
    facts.prose = prose::find(text.as_str()).into_iter().map(|range| text.span(range)).collect();
    let (text, events) = match holds_json(&text) {
        true => {
            let text = event::with_whole_reply(event::without_glossary(text));
            let events = event::several(text.as_str());
            (text, events)
        }
        false => (text, Vec::new()),
    };
    let mut quoted = match &events[..] {
        [] => replies(&text, facts.strange),
        several => {
            let spoken = several.iter().cloned().chain(around(text.as_str(), several));
            spoken.flat_map(|part| replies(&text.slice(part), facts.strange)).collect()
        }
    };
    if facts.kind == Kind::Words && quoted.is_empty() {
        facts.complaint = complaint::find(text.as_str());
        facts.told = facts.complaint.is_some() || topic::is_told(text.as_str());
        if facts.told {
            facts.boxes = boxes(&text);
        }
    }
    // A library may show one reply twice: as its own words, and beside the command.
    let is_one =
        quoted.iter().all(|reply| (reply.code, reply.enhanced) == (quoted[0].code, quoted[0].enhanced));
    if let Some(moment) = bounce::moment(text.as_str()).filter(|_| is_one) {
        quoted.iter_mut().for_each(|reply| reply.moment = Some(moment));
    }
    if let [only] = &mut quoted[..] {
        facts.bare_reply = begins_a_line(&text, only);
        facts.waiting = facts.kind == Kind::Words && bounce::is_delay(text.as_str());
        // What a server quotes of another one is that one's reply, and so is what an export of bounces holds.
        let is_rows = is_row(led_by_an_address(text.as_str()), text.as_str())
            && only.code.is_some_and(|code| code >= 400 && !(530..540).contains(&code));
        let is_listed = is_rows || is_reports(led_by_an_address(text.as_str()));
        // A time in front, or a word such as PermError in the reply, is no program's.
        let is_form = is_listed && matches!(facts.kind, Kind::Exception | Kind::Traceback | Kind::Record);
        if (only.remote.is_some() || is_listed) && facts.kind == Kind::Words || is_form {
            facts.kind = Kind::Reply;
        }
    }
    let first = led_by_an_address(text.as_str());
    // Of a sign-in it is the account's address.
    let is_of_mail = match &quoted[..] {
        [] => first.contains(": connect to ") || is_row(first, text.as_str()),
        [only] => only.code.is_some_and(|code| code >= 400 && !(530..540).contains(&code)),
        _ => false,
    };
    if is_of_mail {
        let of_row = || address::lead(first).filter(|_| is_row(first, text.as_str()));
        facts.envelope.recipient = address::subject(first).or_else(of_row).map(str::to_owned);
    }
    refused::name(&mut facts, &text, &mut quoted);
    if quoted.is_empty() {
        facts.success = taken(&text);
    }
    let role = if facts.success.is_some() { Role::Context } else { Role::Words };
    let quotes: Vec<Span> = quoted.iter().map(|reply| reply.text.span(0..reply.text.len())).collect();
    for part in parts(&text, &events) {
        let whole = part.span(0..part.len());
        let quotes = quotes.iter().filter(|quote| whole.contains(**quote)).copied().collect();
        facts.statements.push(Statement { quotes, ..Statement::new(part, role) });
    }
    facts.statements.extend(quoted);
    if holds_json(&text) {
        event::read(&text, &mut facts);
    }
    facts
}

/// A row of an export that tells of no failure.
fn tell_of_row(facts: &mut Facts, text: &Text, event: export::Event, cell: Range<usize>) {
    let named = address::lead(text.as_str().trim()).map(str::to_owned);
    facts.envelope.recipient.clone_from(&named);
    match event {
        export::Event::Arrived => facts.success = Some(text.span(cell)),
        export::Event::Complaint => {
            facts.kind = Kind::FeedbackReport;
            facts.recipients.push(Recipient { address: named.unwrap_or_default(), ..Recipient::default() });
        }
    }
}

/// The line that says whom it is about: `<ann@example.org>: host mx.example.org[192.0.2.1] said: …` of a report, whatever stands above
/// it, or else the first one.
fn led_by_an_address(string: &str) -> &str {
    const FEW: usize = 40;
    let mut lines = string.lines().map(str::trim).take(FEW);
    lines
        .find(|line| is_reports(line))
        .unwrap_or_else(|| string.trim_start().lines().next().unwrap_or_default())
}

/// A line of a server's report, as it stands in one wherever it is pasted to.
fn is_reports(line: &str) -> bool {
    line.starts_with('<') && [">: host ", ">: connect to "].iter().any(|form| line.contains(form))
}

/// One line of a list of mails, where no program tells by it of the account that it works for.
fn is_row(first: &str, text: &str) -> bool {
    const OF_ACCOUNTS: [&str; 7] =
        ["password", "username", "log in", "login", "sign", "sending", "receiving"];
    let said = first.to_ascii_lowercase();
    first.len() == text.trim().len()
        && address::lead(first).is_some()
        && !OF_ACCOUNTS.iter().any(|word| said.contains(word))
}

/// The words of each event by themselves, and what stands around them, where it says anything: what one mail met with is no
/// reason of another one's.
fn parts(text: &Text, events: &[Range<usize>]) -> Vec<Text> {
    if events.is_empty() {
        return vec![without_ids(text)];
    }
    let around = around(text.as_str(), events);
    events.iter().cloned().chain(around).map(|range| without_ids(&text.slice(range))).collect()
}

/// What stands before, between and behind events, where it has words.
fn around<'a>(string: &'a str, events: &'a [Range<usize>]) -> impl Iterator<Item = Range<usize>> + 'a {
    let starts = std::iter::once(0).chain(events.iter().map(|event| event.end));
    let ends = events.iter().map(|event| event.start).chain([string.len()]);
    starts
        .zip(ends)
        .filter(|(start, end)| string[*start..*end].contains(char::is_alphabetic))
        .map(|(start, end)| start..end)
}

/// Without the values of ids in JSON: `"error_id":"mailbox_full_552"` is a name, and says nothing.
fn without_ids(text: &Text) -> Text {
    let string = text.as_str();
    let mut builder = TextBuilder::new(text);
    let mut done = 0;
    for (at, _) in
        string.match_indices("id\":").chain(string.match_indices("Id\":")).filter(|_| holds_json(text))
    {
        let key = string[..at].rfind('"').map(|quote| &string[quote + 1..at + 2]);
        let is_id = key.is_some_and(|key| {
            key.len() < 40
                && (key.len() == 2 || key.ends_with("_id") || key.ends_with("-id") || key.ends_with("Id"))
        });
        let rest = &string[at + 4..];
        let gap = rest.len() - rest.trim_start().len();
        let value = rest.trim_start().strip_prefix('"').and_then(|value| value.find('"'));
        let Some(length) = value.filter(|_| is_id && at >= done) else { continue };
        let start = at + 4 + gap + 1;
        builder.keep(done..start);
        done = start + length;
    }
    if done == 0 {
        return text.clone();
    }
    builder.keep(done..string.len());
    builder.finish()
}

/// Who is quoted, where a mail server says so: `host mx.example.org[192.0.2.1] said: `, `… from remote mail server after
/// RCPT TO:<…>: host mx.example.org [192.0.2.1]: `.
fn said_by(before: &str) -> Option<String> {
    let lower = before.trim_end().to_ascii_lowercase();
    let quotes = lower.ends_with("said:") || (lower.ends_with(':') && lower.contains("host "));
    if quotes { bounce::remote(before) } else { None }
}

/// `{LED=451 4.7.1 …};{MSG=};{FQDN=mx.example.org};{IP=192.0.2.7};…`: the last error of a queue of Exchange, and the server it
/// wanted to reach.
fn target(from: &str) -> Option<String> {
    const REACH: usize = 600;
    let near = &from[..from.floor_char_boundary(REACH.min(from.len()))];
    let own = &near[..near.find("LED=").unwrap_or(near.len())];
    let name = own.split_once("{FQDN=")?.1.split_once('}')?.0;
    let is_name = name.contains('.') && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b));
    is_name.then(|| name.to_owned())
}

/// Settings that stand beside the words: they are checked, too, and their password is covered.
pub fn read_with_settings(text: &Text) -> Facts {
    let mut facts = read(text);
    if let Some(beside) = settings::beside(text) {
        facts.covered.extend(beside.covered);
        facts.settings = beside.settings;
        settings::by_words(&mut facts, text);
    }
    facts
}

/// What stands among settings, read as words, with the settings beside it.
pub fn read_beside_settings(text: &Text) -> Option<Facts> {
    let others = settings::others(text)?;
    let beside = settings::read(text);
    let mut facts = read(&others);
    facts.program = facts.program.or(beside.program);
    facts.covered.extend(beside.covered);
    facts.settings = beside.settings;
    settings::by_words(&mut facts, &others);
    Some(facts)
}

/// Without the lines in which a web server notes a request, `"POST /contact HTTP/1.1" 500 Internal Server Error`: what it
/// answered to a browser is no answer to mail. A text of nothing else stays.
fn without_requests(text: Text) -> Text {
    let string = text.as_str();
    let is_request = |line: &Range<usize>| {
        let version = string[line.clone()].find(" HTTP/").map(|at| &string[line.start + at..line.end]);
        // What stands behind the status may be a mail server's.
        version.and_then(|rest| rest.split_once("\" ")).is_some_and(|(_, rest)| {
            rest.starts_with(|c: char| c.is_ascii_digit())
                && rest.get(3..).is_none_or(|rest| reply::find(rest).is_none())
        })
    };
    if !string.contains(" HTTP/")
        || lines(string).all(|line| is_request(&line) || string[line].trim().is_empty())
    {
        return text;
    }
    let mut builder = TextBuilder::new(&text);
    lines(string)
        .filter(|line| !is_request(line))
        .for_each(|line| builder.keep(line.start..(line.end + 1).min(string.len())));
    builder.finish()
}

/// The replies of servers that a text quotes: those that clearly are, or those that may be; but a bare number in a text
/// that is not about mail is none.
fn replies(text: &Text, strange: bool) -> Vec<Statement> {
    let string = text.as_str();
    let plausible = |(weight, found): &(u8, Found)| is_refusal(found) && (*weight > 1 || !strange);
    let mut found: Vec<(u8, Found)> = reply::all(string).filter(plausible).collect();
    let clearest = found.iter().map(|(weight, _)| *weight).max().unwrap_or(0).min(2);
    found.retain(|(weight, _)| *weight >= clearest);
    let mut statements = Vec::new();
    let mut end = 0;
    for (_, found) in found {
        if found.range.start < end
            || (found.enhanced.is_none() && is_of_the_web(string, &found))
            || statements.len() == MOST
        {
            continue;
        }
        // `AuthenticationError: 5.7.3 (535, "b'5.7.3 …'")`: the tuple behind it has the whole reply.
        if found.code.is_none() && is_before_tuple(&string[found.range.end..]) {
            continue;
        }
        let range = extent(string, &found.range);
        end = range.end;
        let range = range.start..before_frames(string, &range);
        let range = range.start..before_next_record(string, &range, found.code);
        // What PHPMailer says behind a reply of its codes: `… SMTP code: 554 Additional SMTP info: 5.2.252`.
        let codes = string[range.clone()].find("SMTP code: ").map(|at| range.start + at);
        let named =
            codes.and_then(|at| string.get(at + 11..at + 14)?.parse().ok()).filter(|code| *code >= 400);
        let range = range.start..codes.map_or(range.end, |at| string[..at].trim_end().len());
        let start = range.start;
        let says = string[found.range.end.min(range.end)..range.end].chars().any(char::is_alphabetic);
        if says || is_replys(&string[..start]) {
            let found = Found { range: found.range.start - start..found.range.end - start, ..found };
            let role = if says { Role::Reply } else { Role::Status };
            let found = Found { code: found.code.or(named), ..found };
            let remote = said_by(&string[..start]).or_else(|| target(&string[start..]));
            let is_closed = end > start && string[end..].starts_with(['\'', '"', '”']);
            statements.push(Statement {
                role,
                remote,
                is_closed,
                ..super::reply::with_code(&text.slice(range), &found)
            });
        }
    }
    statements
}

/// Paragraphs of a text in which somebody tells, where nobody speaks and something fails: what a program showed them.
fn boxes(text: &Text) -> Vec<Span> {
    // A word or two may be anybody's.
    const LEAST: usize = 5;
    let string = text.as_str();
    let mut found = Vec::new();
    let mut start = 0;
    for paragraph in string.split_inclusive("\n\n") {
        let range = start..start + paragraph.len();
        start = range.end;
        let is_shown = paragraph.split_whitespace().nth(LEAST - 1).is_some()
            && !topic::is_told(paragraph)
            && !below::is_thought(paragraph)
            && paragraph.trim_start().starts_with(char::is_uppercase);
        if is_shown && range.len() < string.trim().len() && topic::is_trouble(paragraph) {
            found.push(text.span(range));
        }
    }
    found
}

/// Whether a tuple of Python's that begins with a reply's code comes next: `(535, b'…')`.
fn is_before_tuple(rest: &str) -> bool {
    let code = rest
        .trim_start()
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(", "))
        .map_or("", |(code, _)| code);
    code.len() == 3 && code.starts_with(['4', '5']) && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Explains what codes mean, line by line: so many different ones no failure has.
fn lists_codes(string: &str) -> bool {
    let code = |line: &str| {
        let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        let digits = line.get(..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
        let ends = !line[3..].starts_with(|c: char| c.is_ascii_alphanumeric());
        digits.parse::<u16>().ok().filter(|code| ends && (200..600).contains(code))
    };
    let mut codes: Vec<u16> = string.lines().filter_map(code).collect();
    order::distinct(&mut codes);
    codes.len() > 4
}

/// Replies that accept tell nothing of a failure.
pub fn is_refusal(found: &Found) -> bool {
    match (found.code, found.enhanced) {
        (Some(code), _) => code >= 400,
        (None, Some((class, ..))) => class >= 4,
        (None, None) => false,
    }
}

/// The reply by which a server took the message, in what a program shows of a success: `response: '250 2.0.0 Ok: queued'`.
fn taken(text: &Text) -> Option<Span> {
    let string = text.as_str();
    let accepts = |found: &Found| {
        let words = string[found.range.end..].chars().take(80).collect::<String>().to_ascii_lowercase();
        found.code == Some(250) && (words.contains("queued") || words.contains("message accepted"))
    };
    let found = reply::all(string).find(|(weight, found)| *weight > 1 && accepts(found))?.1;
    Some(text.span(found.range))
}

/// Where the frames of a stack begin that a program hangs to what it quotes: `550 no\n    at SMTPConnection._formatError (…)`, and
/// the same in JSON, with the line end as `\n`.
fn before_frames(string: &str, range: &Range<usize>) -> usize {
    let words = &string[range.clone()];
    let frames = ["\n    at ", "\n   at ", "\n\tat ", "\\n    at ", "\\n   at "];
    let mut ends = words.match_indices('\n').map(|(end, _)| end);
    let other = ends.find(|end| frame::is_frame(words[end + 1..].lines().next().unwrap_or_default()));
    let end = frames.iter().filter_map(|frame| words.find(frame)).chain(other).min();
    end.map_or(range.end, |end| range.start + words[..end].trim_end().len())
}

/// Where the next line of a program's own record begins: `08:14:32 421 no`, and then `08:14:32 Send failed, retry 1 of 3`. A line
/// with the same code goes on with the reply.
fn before_next_record(string: &str, range: &Range<usize>, code: Option<u16>) -> usize {
    let line = string[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let Some(stamp) = stamp(&string[line..]) else { return range.end };
    let code = code.map(|code| code.to_string());
    let mut at = range.start;
    for next in string[range.clone()].split_inclusive('\n') {
        let goes_on = code.as_ref().is_some_and(|code| next.contains(code.as_str()));
        if at > range.start && !goes_on && self::stamp(next).as_ref() == Some(&stamp) {
            return range.start + string[range.start..at].trim_end().len();
        }
        at += next.len();
    }
    range.end
}

/// The form of the date or time that a line begins with: `00/00/00`, `00:00:00`, `0000-00-`.
fn stamp(line: &str) -> Option<String> {
    let begins: String = line.trim_start().chars().take(8).collect();
    let is_stamp = begins.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | ':' | '-' | '.'))
        && begins.chars().filter(|c| !c.is_ascii_digit()).count() >= 2
        && begins.starts_with(|c: char| c.is_ascii_digit());
    is_stamp.then(|| begins.replace(|c: char| c.is_ascii_digit(), "0"))
}

/// Whether a number without words is a reply's code: services number their HTTP answers alike.
fn is_replys(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let tail: String = before.chars().rev().take(16).collect::<Vec<_>>().into_iter().rev().collect();
    let tail = tail.to_ascii_lowercase();
    [
        "responsecode",
        "server error",
        "smtpcode",
        "smtp code",
        "smtpstatus",
        "smtp error",
        "smtp status",
        "retcode",
    ]
    .iter()
    .any(|cue| tail.ends_with(cue))
}

/// Whether a number is a web server's or a programming interface's (RFC 9110, section 15): `"GET / HTTP/1.1" 500`,
/// `Status Code: 400; Error Code: …`, and where only the name of a field stands before it, one that SMTP has not.
fn is_of_the_web(string: &str, found: &Found) -> bool {
    const ALL: &[&str] = &[
        "status code",
        "statuscode",
        "status_code",
        "http code",
        "httpcode",
        "http status",
        "http error",
        "httperror",
        "http",
        "http/1.0",
        "http/1.1",
        "http/2",
        "http/2.0",
        "http/3",
    ];
    const OWN: &[&str] = &["errorcode", "\"code", "\"status"];
    let from = string.floor_char_boundary(found.range.start.saturating_sub(24));
    let lower = string[from..found.range.start].to_ascii_lowercase();
    let before = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    let named = |names: &[&str]| names.iter().any(|name| before.ends_with(name));
    let is_webs_alone = matches!(found.code, Some(400..=418 | 422..=429));
    (named(ALL) && !before.contains("smtp"))
        || (is_webs_alone && named(OWN))
        || asks_for_a_page(&string[found.range.end..])
}

/// `503 Service Unavailable`: the number and the words that only a web server has for it (RFC 9110, section 15.6). In SMTP 502 to 504 are
/// about commands.
fn says_the_webs_word(behind: &str, found: &Found) -> bool {
    const WORDS: &[&str] = &[
        "bad gateway",
        "service unavailable",
        "service temporarily unavailable",
        "gateway timeout",
        "gateway time-out",
    ];
    let words = behind.trim_start().to_ascii_lowercase();
    found.enhanced.is_none()
        && matches!(found.code, Some(502..=504))
        && WORDS.iter().any(|word| words.strip_prefix(word).is_some_and(|rest| !rest.contains("smtp")))
}

/// `503 Service Unavailable - GET https://…`: what was asked for stands behind the number, on its line.
fn asks_for_a_page(behind: &str) -> bool {
    const METHODS: &[&str] = &["GET http", "POST http", "PUT http", "HEAD http", "DELETE http", "PATCH http"];
    const FAR: usize = 100;
    let near = &behind[..behind.floor_char_boundary(FAR.min(behind.len()))];
    let line = near.lines().next().unwrap_or_default();
    METHODS.iter().any(|method| line.contains(method))
}

/// How far a quoted reply goes: to the closing quote or bracket; without one, to the end of the line and over the
/// lines that carry it on.
fn extent(string: &str, codes: &Range<usize>) -> Range<usize> {
    let start = codes.start;
    let mut limit = (start + LONGEST).min(string.len());
    while !string.is_char_boundary(limit) {
        limit -= 1;
    }
    let between = &string[codes.start..codes.end];
    if let Some(end) = value_end(string, start, limit) {
        return start..end;
    }
    let opener =
        between.chars().rev().find(|c| matches!(c, '\'' | '"')).or(string[..start].chars().next_back());
    // `permanent error (535): 5.7.8 …`: the brackets hold the code alone.
    let holds_code = between.contains(')') || string[codes.end..].starts_with("): ");
    let opener = opener.filter(|opener| *opener != '(' || !holds_code);
    let after = string[codes.end..limit].strip_prefix(", b").or(string[codes.end..limit].strip_prefix(", "));
    let opener = after.and_then(|after| after.chars().next()).filter(|c| matches!(c, '\'' | '"')).or(opener);
    let skip = usize::from(after.is_some_and(|after| after.starts_with(['\'', '"']))) * 4;
    let from = (codes.end + skip).min(limit);
    let from = if string.is_char_boundary(from) { from } else { codes.end };
    let end = match opener {
        Some(quote @ ('\'' | '"')) => closing_quote(&string[from..limit], quote),
        Some('“') => string[from..limit].find('”'),
        Some('(') => closing_bracket(&string[from..limit]),
        _ => None,
    };
    start..end.map_or_else(|| unquoted_end(string, codes, limit), |end| from + end)
}

/// Where the JSON value ends in which a code stands: `"diagnosticCode":"smtp; 550 …"`.
fn value_end(string: &str, at: usize, limit: usize) -> Option<usize> {
    let from = string.floor_char_boundary(at.saturating_sub(200));
    let quote = from + string[from..at].rfind('"')?;
    let is_value = string[from..quote].trim_end().ends_with(':');
    let ends = |quote: usize| string[quote + 1..].trim_start().starts_with([',', '}', ']']);
    let mut quotes = string[at..limit].match_indices('"').map(|(quote, _)| at + quote);
    quotes.find(|quote| ends(*quote)).filter(|_| is_value)
}

/// A quote that no letter follows: an apostrophe is none.
fn closing_quote(rest: &str, quote: char) -> Option<usize> {
    let ends = |at: usize| !rest[at + 1..].starts_with(char::is_alphanumeric);
    rest.match_indices(quote).map(|(at, _)| at).find(|at| ends(*at))
}

fn closing_bracket(rest: &str) -> Option<usize> {
    let mut depth = 0;
    rest.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        (depth < 0).then_some(at)
    })
}

/// The end of the lines; but a quote that closes there was opened before.
fn unquoted_end(string: &str, codes: &Range<usize>, limit: usize) -> usize {
    let start = codes.start;
    let end = lines_end(string, start, limit);
    let behind = string.get(codes.end..end).unwrap_or_default();
    // The bracket around the code alone closes nothing.
    let around = if behind.starts_with("): ") { 1 } else { 0 };
    let end = closing_bracket(&behind[around..]).map_or(end, |at| codes.end + around + at);
    let text = string[start..end].trim_end().trim_end_matches([',', ';', ')', '}']).trim_end();
    let closes = |quote: char| text.ends_with(quote) && text.matches(quote).count() == 1;
    if closes('”') && !text.contains('“') {
        return start + text.len() - '”'.len_utf8();
    }
    if closes('\'') || closes('"') { start + text.len() - 1 } else { end }
}

/// The end of the line, or of the last line that carries the reply on: one with the same code, or one after a line
/// that is long enough to have been wrapped.
fn lines_end(string: &str, start: usize, limit: usize) -> usize {
    let code = &string[start..(start + 3).min(limit)];
    let mut end = start;
    let own = &string[string[..start].rfind('\n').map_or(0, |newline| newline + 1)..start];
    let is_set_in = |line: &str| line.starts_with("    ") && !line.trim().is_empty();
    // `host mx.example.org[192.0.2.1] refused to` may stand on the line above: its own is set in, and begins before the code.
    let quotes = said_by(own).is_some() || is_set_in(own);
    for line in string[start..limit].split_inclusive('\n') {
        let body = line.trim();
        let first = end == start;
        let goes_on = first
            || body.starts_with(code)
            || wraps(&string[..end], body)
            || reply::is_broken_off(&string[..end], body)
            || reply::closes_bracket(&string[start..end], body)
            // Postfix sets in what it breaks, and breaks before a long word: a line of it may be short.
            || (quotes && is_set_in(line));
        if !goes_on {
            break;
        }
        end += line.len();
    }
    end
}

fn wraps(before: &str, next: &str) -> bool {
    let last = before.trim_end_matches('\n');
    let last = &last[last.rfind('\n').map_or(0, |newline| newline + 1)..];
    let other = ["at ", "File ", "#", "Caused by", "Traceback", "code:", "}", "{", "[", "20", "\tat", "in "];
    // An address on the web ends a sentence where the next one begins.
    let ends_in_link = last.rsplit(' ').next().is_some_and(|word| word.contains("://"));
    last.len() >= 60
        && !(ends_in_link && next.starts_with(char::is_uppercase))
        && !last.ends_with(['.', ')', '"'])
        && !next.is_empty()
        && !frame::is_frame(next)
        && !other.iter().any(|start| next.starts_with(start))
}

/// Whether a program must have written it, as it failed: a stack, a box with an error number.
pub fn is_programs(text: &Text) -> bool {
    let string = text.as_str();
    STACKS.iter().any(|sign| string.contains(sign))
        || frame::holds_frame(string)
        || (BOXES.iter().any(|sign| string.contains(sign)) && string.len() < 4000)
}

/// Whether a text tells of a failure, beside what else it holds.
pub fn is_trouble(text: &Text) -> bool {
    let string = text.as_str();
    let refused = |(weight, found): (u8, Found)| weight > 1 && found.code.is_some() && is_refusal(&found);
    is_programs(text) || string.lines().any(tells_of_trouble) || reply::all(string).any(refused)
}

pub fn tells_of_trouble(line: &str) -> bool {
    let line = line.trim_start().to_lowercase();
    !line.starts_with(['#', ';', '/']) && TROUBLE.iter().any(|word| line.contains(word))
}

/// Words of which one stands in nearly every line that tells of a failure, and hardly ever in settings.
const TROUBLE: &[&str] = &[
    "error:",
    "error ",
    "failed",
    "failure",
    "could not",
    "couldn't",
    "cannot ",
    "can't",
    "unable to",
    "exception",
    "refused",
    "timed out",
    "etimedout",
    "i/o timeout",
    "opentimeout",
    "no such host",
    "unreachable",
    "rejected",
    "denied",
    "incorrect",
    "fehler",
    "fehlgeschlagen",
    "erreur",
    "échec",
    "errore",
    "falha",
    "błąd",
    "ошибка",
    "エラー",
    "错误",
];

const STACKS: &[&str] = &["\n    at ", "\n   at ", "\n\tat ", "Traceback (most", "\n  File \"", "goroutine "];
const BOXES: &[&str] = &["Error Number: 0x8", "Error ID: 0x8", "Socket Error: 1", "reported error (0x8"];

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(paste: &str) -> Statement {
        let said = read(&Text::plain(paste)).statements;
        said.into_iter().find(|said| said.role == Role::Reply).expect("a reply")
    }

    #[test]
    fn a_stack_in_another_language_is_no_part_of_the_reply() {
        for (word, message) in [
            (
                "bei",
                "System.Net.Mail.SmtpException: Die Serverantwort war: 5.7.0 Authentication Required. For more information, go to",
            ),
            (
                "à",
                "System.Net.Mail.SmtpException: La réponse du serveur était : 5.7.57 Client not authenticated to send mail, see the page on submission",
            ),
            (
                "в",
                "System.Net.Mail.SmtpException: Ответ сервера: 5.7.1 Client does not have permissions to send as this very sender, as it seems",
            ),
        ] {
            let frame =
                "System.Net.Mail.MailCommand.CheckResponse(SmtpStatusCode statusCode, String response)";
            let said = reply(&format!(
                "{message}\n   {word} {frame}\n   {word} Shop.Mailer.Send(String to) in C:\\shop\\Mailer.cs\n"
            ));
            assert!(
                !said.text.as_str().contains("System.Net") && !said.text.as_str().ends_with(word),
                "{said:?}"
            );
        }
    }

    #[test]
    fn brackets_around_a_code_alone_hold_no_reply() {
        let said = reply("could not notify: permanent error (535): 5.7.8 Username and Password not accepted");
        assert_eq!((said.code, said.text.as_str().ends_with("not accepted")), (Some(535), true));
        let said = reply("Mail was refused (550 5.1.1 no such user) by the server");
        assert_eq!(said.text.as_str(), "550 5.1.1 no such user");
    }

    #[test]
    fn a_reply_goes_on_over_lines_that_were_broken() {
        let postfix = "<bob@example.net>: host mx.example.net[203.0.113.9] said: 554\n    refused. Fill in the form at\n    \
                       https://example.net/forms/refused-senders?reference=Zk3vQ8 or call\n    us. Number:\n    A17-29. (in reply to RCPT TO \
                       command)\n\nAnother line";
        let said = reply(postfix);
        assert!(
            said.text.as_str().contains("A17-29.") && !said.text.as_str().contains("Another"),
            "{said:?}"
        );
        let bracket = "Send-Mail : The answer was: 5.7.57 Client not authenticated. [HOST1.EXAMPLE.COM\n2026-11-20T08:00:01.123Z 08AB]\nAt line:3";
        let said = reply(bracket);
        assert!(said.text.as_str().contains("08AB") && !said.text.as_str().contains("At line"), "{said:?}");
    }

    #[test]
    fn a_line_of_a_report_names_the_recipient_below_a_question() {
        let facts = read(&Text::plain(
            "Why does nobody there get our mail?\n\n<bob@example.net>: host mx.example.net[192.0.2.9] said: 550 spam message\n    rejected. (in reply to end of \
             DATA command)\n",
        ));
        assert_eq!(facts.envelope.recipient.as_deref(), Some("bob@example.net"));
    }

    #[test]
    fn what_a_web_server_answers_is_no_reply() {
        let paste = "The mail service does not build: 503 Service Unavailable - GET https://packages.example.net/x.tgz";
        let said = read(&Text::plain(paste)).statements;
        assert!(said.iter().all(|said| said.role != Role::Reply), "{said:?}");
    }

    #[test]
    fn the_last_error_of_a_queue_of_exchange_names_its_target() {
        let paste = "LastError : [{LED=451 4.7.1 try again later};{MSG=};{FQDN=mx.example.net};{IP=192.0.2.9};{LRT=11/20/2026 8:44:12 AM}]";
        assert_eq!(reply(paste).remote.as_deref(), Some("mx.example.net"));
    }
}
