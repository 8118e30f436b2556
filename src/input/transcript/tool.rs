//! Which tool printed the conversation, and which server it spoke to.

use super::marker::Who;
use super::utter::{self, Utterance};
use crate::facts::dialogue::{Act, Dialogue};
use crate::mail::place;
use crate::text::lines;

/// A tool's command line, or its very first words, where they open the text.
pub fn opens(text: &str) -> bool {
    const COMMANDS: &[&str] = &["swaks ", "telnet ", "nc ", "ncat ", "netcat ", "openssl s_client", "msmtp "];
    let Some(first) = lines(text).map(|line| text[line].trim()).find(|line| !line.is_empty()) else {
        return false;
    };
    let prompt =
        first.find(['$', '#', '>']).filter(|at| *at < 60).map_or(first, |at| first[at + 1..].trim_start());
    let runs = |line: &str| COMMANDS.iter().any(|command| line.starts_with(command));
    first.starts_with("CONNECTED(0000")
        || text.contains("=== Trying ")
        || text.contains("*** Error connecting to ")
        || text.contains("\n$ openssl s_client ")
        || text.contains("\n$ telnet ")
        || is_refused_at_once(text)
        || first.starts_with("*   Trying ")
        || (first.starts_with(['*', '<', '>']) && text.contains("\ncurl: ("))
        || text.contains("\nusing account specified on command line")
        || first.starts_with("loaded system configuration file")
        || first.starts_with("ignoring system configuration file")
        || ((runs(first) || runs(prompt)) && (first.contains(['.', ':']) || first.contains("localhost")))
}

/// Whether a tool says that it is connected, and the first words of the server are a refusal: nobody spoke, so that there is no walk.
fn is_refused_at_once(text: &str) -> bool {
    let (mut connected, mut is_tls) = (false, false);
    for line in lines(text).map(|line| text[line].trim()).filter(|line| !line.is_empty()) {
        match utter::code(line) {
            Some((code, _)) if connected => return code >= 400,
            _ => {}
        }
        // Behind a connection with TLS its certificates are shown first.
        is_tls |= line.starts_with("CONNECTED(0000");
        connected = is_tls || connects(line) || (connected && line.starts_with("Escape character"));
    }
    false
}

/// What a tool says when it has reached the server.
fn connects(line: &str) -> bool {
    line.starts_with("Connected to ")
        || line.starts_with("Ncat: Connected to ")
        || (line.starts_with("Connection to ") && line.contains(" port ") && line.ends_with("succeeded!"))
}

/// Words that only one tool writes; the earlier row decides.
const WORDS: &[(&str, &str)] = &[
    ("DEBUG SMTP", "javamail"),
    ("Connected to smtp://", "mailkit"),
    ("Connected to smtps://", "mailkit"),
    ("openssl s_client", "openssl-s-client"),
    ("CONNECTED(0000", "openssl-s-client"),
    ("SSL handshake has read", "openssl-s-client"),
    ("Net::SMTP=GLOB", "perl-net-smtp"),
    ("Net::SMTP>>>", "perl-net-smtp"),
    ("smtp-out:", "opensmtpd"),
    ("mta: 0x", "opensmtpd"),
    ("Escape character is", "telnet"),
    ("by foreign host", "telnet"),
    ("telnet ", "telnet"),
    ("Ncat:", "netcat"),
    ("port [tcp/smtp] succeeded!", "netcat"),
    ("nc -", "netcat"),
    ("nc: ", "netcat"),
    ("curl: (", "curl"),
    ("* Connected to", "curl"),
    ("*   Trying ", "curl"),
    ("msmtp: ", "msmtp"),
    ("configuration file /etc/msmtprc", "msmtp"),
    ("=== Trying", "swaks"),
    ("mailnews.smtp", "thunderbird"),
    ("Thunderbird", "thunderbird"),
];

/// Id of the tool: whose signs stand most often before the lines, or whose words are in it.
pub fn program(text: &str, said: &[Utterance]) -> Option<&'static str> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for utterance in said.iter().filter(|utterance| !utterance.program.is_empty()) {
        match counts.iter_mut().find(|(program, _)| *program == utterance.program) {
            Some((_, count)) => *count += 1,
            None => counts.push((utterance.program, 1)),
        }
    }
    let by_sign = counts.into_iter().max_by_key(|(_, count)| *count).map(|(program, _)| program);
    let by_words = || WORDS.iter().find(|(words, _)| text.contains(words)).map(|(_, program)| *program);
    by_sign.or_else(by_words).or_else(|| nodemailer(text))
}

/// Nodemailer's own logger: `[2024-01-02 10:00:00] DEBUG [ab3] S: 220 …`, or rows with `tnx`.
fn nodemailer(text: &str) -> Option<&'static str> {
    let shows = text.contains("] DEBUG [") || text.contains("tnx") || text.contains("] INFO  [");
    shows.then_some("nodemailer")
}

/// The server that was spoken to: as the tool names it, as the reader did, or as it names itself in its greeting (RFC 5321,
/// section 4.2), where a machine of a large service has a name of its own.
pub fn server(dialogue: &Dialogue) -> Option<String> {
    let greeting = dialogue.exchanges.iter().find(|exchange| exchange.act == Act::Connect);
    let greeted = greeting.and_then(|exchange| exchange.reply.as_ref()).and_then(|reply| {
        let words = reply.text.as_str().get(4..)?;
        words.split_whitespace().next().filter(|name| is_host(name)).map(str::to_owned)
    });
    let named = dialogue.exchanges.iter().filter(|exchange| exchange.act == Act::Note).find_map(|exchange| {
        let words = exchange.command.as_ref()?.text.as_str();
        let target =
            ["Connected to ", "Connection to ", "Trying ", "connect to host \"", "smtp://", "smtps://"]
                .iter()
                .find_map(|cue| words.find(cue).map(|at| &words[at + cue.len()..]))?;
        let end = target
            .find(|c: char| c.is_whitespace() || matches!(c, ':' | '"' | '/' | '('))
            .unwrap_or(target.len());
        let name = target[..end].trim_end_matches('.');
        is_host(name).then(|| name.to_owned())
    });
    let asked = dialogue.to.as_ref().map(|(host, _)| host.clone());
    named.or(asked).or(greeted).or_else(|| by_hello(dialogue))
}

/// What it calls itself in its answer to EHLO (RFC 5321, section 4.1.1.1).
fn by_hello(dialogue: &Dialogue) -> Option<String> {
    let mut hellos =
        dialogue.exchanges.iter().filter(|exchange| exchange.act == Act::Helo && exchange.succeeded());
    let words = hellos.next()?.reply.as_ref()?.text.as_str();
    words.get(4..)?.split_whitespace().next().filter(|name| is_host(name)).map(str::to_owned)
}

/// Host and port on the tool's command line, or where it says that it connects.
pub fn target(text: &str) -> Option<(String, Option<String>)> {
    lines(text).take(40).find_map(|line| {
        let line = &text[line];
        of_option(line, "-connect ")
            .or_else(|| of_option(line, "--server "))
            .or_else(|| of_option(line, "=== Trying "))
            .or_else(|| of_option(line, "Connection: opening to "))
            .or_else(|| of_words(line, "telnet "))
            .or_else(|| of_words(line, "nc "))
            .or_else(|| of_words(line, "ncat "))
            .or_else(|| of_option(line, "smtp://").or_else(|| of_option(line, "smtps://")))
    })
}

/// Host and port as a program shows its settings before it begins to speak: `Host: mail.example.org`, `Port: 465`.
pub fn announced(text: &str, said: &[Utterance]) -> Option<(String, Option<String>)> {
    let begins = said.iter().find(|said| matches!(said.who, Who::Client | Who::Server))?.range.start;
    let place = place::first(text.get(..begins)?, |_| false);
    let port = place.port?;
    Some((place.host?, Some(port.to_string())))
}

/// `-connect mail.example.org:465`, `--server mail.example.org --port 587`.
fn of_option(line: &str, option: &str) -> Option<(String, Option<String>)> {
    let value = line[line.find(option)? + option.len()..].trim_start();
    let value =
        value.split_once("://").filter(|(scheme, _)| scheme.len() < 6).map_or(value, |(_, place)| place);
    let end = value.find([' ', '/', ',', '\'', '"']).unwrap_or(value.len());
    let value = value[..end].trim_end_matches('.');
    let (host, port) = value.split_once(':').map_or((value, None), |(host, port)| (host, Some(port)));
    let port = port.or_else(|| {
        let rest = &line[line.find("--port ")? + 7..];
        rest.split(' ').next()
    });
    let number = |port: &&str| port.trim_end_matches('.').parse::<u16>().is_ok();
    let port = port.filter(number).map(|port| port.trim_end_matches('.').to_owned());
    is_host(host).then(|| (host.to_owned(), port))
}

/// `telnet mail.example.org 25`, `nc -v mail.example.org 25`.
fn of_words(line: &str, tool: &str) -> Option<(String, Option<String>)> {
    let at = line.find(tool).filter(|at| *at < 60 && (*at == 0 || line[..*at].ends_with([' ', '/'])))?;
    let mut words = line[at + tool.len()..].split_whitespace().skip_while(|word| !is_host(word));
    let (host, port) = (words.next()?, words.next());
    let port = port.filter(|port| port.parse::<u16>().is_ok()).map(str::to_owned);
    Some((host.to_owned(), port))
}

/// A name with a dot and a letter: neither a word nor an address.
fn is_host(name: &str) -> bool {
    name.contains('.')
        && name.bytes().any(|b| b.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}
