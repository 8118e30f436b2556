//! Packets as tcpdump and Wireshark print them, line by line. What is said inside is left to the walk.

use super::marker::Who;
use super::utter::Utterance;
use crate::facts::capture::Capture;
use crate::facts::{Facts, Kind};
use crate::text::{Text, lines};
use std::ops::Range;

/// The flags that a line shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flags {
    Syn,
    SynAck,
    Reset,
    Fin,
    Data,
    Other,
}

/// How sure that these are packets: two lines are enough, nothing else looks like them.
pub fn looks(text: &Text) -> u8 {
    let string = text.as_str();
    let packets = lines(string).take(200).filter(|line| packet(&string[line.clone()]).is_some()).count();
    if packets > 0 { 70 } else { 0 }
}

pub fn read(text: &Text) -> Facts {
    let string = text.as_str();
    let mut capture = Capture::default();
    let mut program = "tcpdump";
    for line in lines(string) {
        let words = &string[line.clone()];
        let span = text.span(line);
        if words.contains("unreachable") && words.contains("ICMP") {
            capture.unreachable.get_or_insert(span);
        }
        let Some((flags, tool)) = packet(words) else { continue };
        program = tool;
        match flags {
            Flags::Syn => {
                capture.asked.push(span);
                capture.to = capture.to.take().or_else(|| asked(words));
            }
            Flags::SynAck => capture.agreed = capture.agreed.or(Some(span)),
            Flags::Reset => capture.reset = capture.reset.or(Some(span)),
            Flags::Fin => capture.closed = capture.closed.or(Some(span)),
            Flags::Data => capture.data += 1,
            Flags::Other => {}
        }
    }
    let last = capture.reset.or(capture.unreachable).or(capture.asked.last().copied());
    let time = super::time_of(text, last);
    let mut facts =
        Facts { kind: Kind::Transcript, program: Some(program), capture: Some(capture), ..Facts::default() };
    facts.envelope.time = time;
    let said: Vec<Utterance> = lines(string).filter_map(|line| said(string, line)).collect();
    if !said.is_empty() {
        super::converse(text, &said, &mut facts);
    }
    facts
}

/// Whom a request to connect goes to: `IP a.51544 > b.25: Flags`, or Wireshark's `a → b TCP 74 51544 → 25 [SYN]`.
fn asked(line: &str) -> Option<(String, Option<String>)> {
    if let Some((_, behind)) = line.split_once(" > ")
        && let Some((target, _)) = behind.split_once(": Flags")
    {
        let (host, port) = target.rsplit_once('.')?;
        return Some((host.to_owned(), Some(tcp_port(port))));
    }
    let port = line.split_once("[SYN]")?.0.split_whitespace().next_back()?;
    let mut columns = line.split_whitespace().skip(2).filter(|word| !matches!(*word, "→" | "->" | ">"));
    let host = columns.nth(1)?;
    let is_port = port.parse::<u16>().is_ok();
    host.contains(['.', ':']).then(|| (host.to_owned(), is_port.then(|| port.to_owned())))
}

/// tcpdump writes known ports by their names.
fn tcp_port(name: &str) -> String {
    match name {
        "smtp" => "25",
        "submission" => "587",
        "submissions" | "smtps" | "urd" => "465",
        number => number,
    }
    .to_owned()
}

/// What Wireshark shows of the conversation: `… SMTP 131 S: 550 5.1.1 words`.
fn said(text: &str, line: Range<usize>) -> Option<Utterance> {
    let words = &text[line.clone()];
    let protocol = words.find("SMTP")?;
    let (at, who) = [("C: ", Who::Client), ("S: ", Who::Server)].into_iter().find_map(|(sign, who)| {
        let at = protocol + words[protocol..].find(sign)?;
        words[..at].ends_with([' ', '\t']).then_some((at + sign.len(), who))
    })?;
    let range = line.start + at..line.start + words.trim_end().len().max(at);
    Some(Utterance { who, range, program: "wireshark", signed: true })
}

/// `IP a.51544 > b.25: Flags [S], seq …, length 0`, or a row of Wireshark: `… TCP 74 51544 → 25 [SYN] Seq=0`.
fn packet(line: &str) -> Option<(Flags, &'static str)> {
    if let Some(at) = line.find("Flags [") {
        let is_packet = line.contains(" > ") && (line.contains("IP ") || line.contains("IP6 "));
        let flags = &line[at + 7..];
        let flags = &flags[..flags.find(']')?];
        let data = line.rfind("length ").is_some_and(|at| !line[at + 7..].starts_with('0'));
        let flags = match () {
            () if flags.contains('R') => Flags::Reset,
            () if flags.starts_with("S.") => Flags::SynAck,
            () if flags.starts_with('S') => Flags::Syn,
            () if data => Flags::Data,
            () if flags.contains('F') => Flags::Fin,
            () => Flags::Other,
        };
        return is_packet.then_some((flags, "tcpdump"));
    }
    // A row of Wireshark: number, time, source, destination, protocol.
    let mut columns = line.split_whitespace();
    let (number, time, protocol) = (columns.next()?, columns.next()?, columns.nth(2)?);
    let is_row = number.bytes().all(|b| b.is_ascii_digit())
        && time.contains('.')
        && time.bytes().all(|b| b.is_ascii_digit() || b".:".contains(&b))
        && (protocol == "TCP" || protocol == "SMTP");
    if !is_row {
        return None;
    }
    let flags = match () {
        () if line.contains("[RST") => Flags::Reset,
        () if line.contains("[SYN, ACK]") => Flags::SynAck,
        () if line.contains("[SYN]") => Flags::Syn,
        () if line.contains("[FIN") => Flags::Fin,
        () if line.contains("[PSH") || protocol == "SMTP" => Flags::Data,
        () if line.contains("[ACK]") => Flags::Other,
        () => return None,
    };
    Some((flags, "wireshark"))
}
