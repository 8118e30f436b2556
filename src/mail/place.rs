//! Where a connection was to go, as programs and servers write it: `mx.example.org[192.0.2.1]:25`, `Server: 'smtp.example.org',
//! Port: 587`.

/// A host with the port that stands beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// A name where one is given, else an address.
    pub host: Option<String>,
    pub port: Option<u16>,
    /// Name and address stand side by side, as where a connection is spoken of.
    pub is_pair: bool,
}

/// Ports at which servers take mail (RFC 5321, RFC 6409, RFC 8314), and those that providers offer beside them.
const PORTS: &[u16] = &[24, 25, 26, 465, 587, 588, 2465, 2525, 2587];

/// Ends of files' names, which look like hosts: `index.js:587`.
const FILES: &[&str] = &[
    "js", "mjs", "cjs", "ts", "py", "rb", "php", "go", "rs", "cs", "java", "kt", "pl", "pm", "sh", "c", "cpp",
];

/// Ends of the names of exceptions: `smtplib.SMTPNotSupportedError`.
const EXCEPTIONS: &[&str] = &["error", "exception", "refused", "disconnected"];

/// What a program's own text calls a value of its object: `_get_socket(host, port, self.timeout)`.
const MEMBERS: &[&str] = &["self.", "this.", "cls."];

/// Words behind which the name of the server stands that was asked.
const BEFORE_HOSTS: &[&str] = &[
    "host",
    "hostname",
    "server",
    "servers",
    "serveur",
    "sortant",
    "servidor",
    "saliente",
    "salida",
    "uscita",
    "postausgangsserver",
    "mailserver",
    "mail-host",
    "serwer",
    "serwerem",
    "сервер",
    "сервера",
    "сервером",
    "サーバー",
    "サーバ",
    "服务器",
    "伺服器",
    "서버",
    "smtp",
    "smtpserver",
    "smtphost",
    "lastattemptedservername",
    "mx",
    "lookup",
    "resolve",
    "enotfound",
    "eai_again",
];

/// Who was tried is told at the beginning; so much is looked through, in bytes.
const LONGEST: usize = 8 << 10;

const LOOK_UPS: &[&str] = &["dig", "nslookup", "drill", "whois", "ping", "traceroute", "tracert"];

/// `smtplib.SMTP("mail.example.org")`, `new SmtpClient("localhost")`: the server, where what is called connects to one. With a port behind
/// it, it is read as a setting.
fn connected_to<'a>(name: &str, inner: &'a str) -> Option<&'a str> {
    const CONNECTS: &[&str] =
        &["smtplib.SMTP", "smtplib.SMTP_SSL", "SmtpClient", "Net::SMTP.new", "Net::SMTP.start", "smtp.Dial"];
    if !CONNECTS.iter().any(|known| name.ends_with(known)) {
        return None;
    }
    let quote = inner.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    let (host, _) = inner[1..].split_once(quote)?;
    let is_name = |host: &str| host == "localhost" || parts(host).0.as_deref() == Some(host);
    is_name(host).then_some(host)
}

/// The first place of a text: a host with a port, or else the host behind a word that announces one. What `own` knows is the
/// writer's own server, and so none.
pub fn first(text: &str, own: impl Fn(&str) -> bool) -> Place {
    let mut place = Place::default();
    let mut last = "";
    let (mut before, mut cue) = ("", "");
    let text = &text[..text.floor_char_boundary(LONGEST.min(text.len()))];
    let is_by_two = text.contains("host, port: ");
    for word in words(text) {
        // `t.connect(host, user)`: a call, and no server. `mx.example.org(192.0.2.1)` is one.
        let end = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
        let called = text[end..].strip_prefix('(');
        let is_call = |inner: &str| {
            // `smtplib.SMTP(` at the end of a line: what it is called with stands on the next one.
            inner.is_empty()
                || inner.starts_with(|c: char| {
                    c.is_alphabetic() || c.is_whitespace() || matches!(c, ')' | '"' | '\'' | '$')
                })
        };
        if let Some(inner) = called.filter(|inner| is_call(inner)) {
            if let Some(host) = connected_to(word, inner).filter(|_| place.host.is_none()) {
                place = Place { host: Some(host.to_owned()), port: None, is_pair: false };
            }
            (last, before, cue) = ("", cue, "");
            continue;
        }
        // Of a connection the port is told, whichever it is.
        let connects = cue.eq_ignore_ascii_case("to") && before.to_ascii_lowercase().starts_with("connect");
        let (host, port) = match word.rsplit_once(':').filter(|_| connects) {
            Some((front, digits)) if !front.contains(':') => match (parts(front).0, digits.parse().ok()) {
                (Some(host), Some(port)) => (Some(host), Some(port)),
                _ => parts(word),
            },
            _ => parts(word),
        };
        let host = host.filter(|host| !own(host));
        if let Some(port) = port {
            // `example.org. [192.0.2.1]:25`: the name says more than the address.
            let named =
                Some(last).and_then(|last| parts(last).0).filter(|last| !is_address(last) && !own(last));
            let beside = host.as_deref().is_none_or(is_address);
            let found = if beside { named.or(place.host.take()).or(host.clone()) } else { host.clone() };
            if found.is_some() {
                return Place { host: found, port: Some(port), is_pair: false };
            }
        }
        // `[example.org 192.0.2.1: socket error]`.
        if place.host.is_none() && host.as_deref().is_some_and(is_address) {
            let before = parts(last).0.filter(|last| !is_address(last) && !own(last));
            if before.is_some() {
                place = Place { host: before, port: None, is_pair: true };
            }
        }
        // `-SmtpServer mx.example.org`; `client host [192.0.2.7]` is the one that asks.
        let option = cue.trim_start_matches('-');
        let announces = |word: &str| {
            BEFORE_HOSTS.iter().any(|known| word.eq_ignore_ascii_case(known)) || is_compound(word)
        };
        // `host "mailpit:1025"`: a container's name.
        if place.host.is_none()
            && announces(option)
            && let Some((name, port)) = inner_place(word)
        {
            return Place { host: Some(name), port: Some(port), is_pair: false };
        }
        // Java: `host, port: localhost, 1025`, `SMTP host: localhost, port: 25`.
        let alone = match () {
            () if is_by_two && before.eq_ignore_ascii_case("port") => cue,
            () if option.eq_ignore_ascii_case("port") && before.eq_ignore_ascii_case("localhost") => before,
            () => "",
        };
        if place.host.is_none()
            && !alone.is_empty()
            && let Some((name, port)) = inner_place(&format!("{alone}:{word}"))
        {
            return Place { host: Some(name), port: Some(port), is_pair: false };
        }
        let is_asking = ["client", "sending", "your"].iter().any(|word| before.eq_ignore_ascii_case(word));
        // `Couldn't connect to host, port: smtp.example.org, 587`, `expected CN='mail.example.org'`.
        let by_two = || {
            // `The configuration related to mail.example.org must be corrected`, `valid for example.net, not mail.example.org`.
            (before == "related" && option == "to")
                || (connects && text.contains(" port "))
                || (option == "not" && text.contains("certificate is valid for "))
                || (announces(before) && option.eq_ignore_ascii_case("port"))
                || (before.eq_ignore_ascii_case("expected") && option.eq_ignore_ascii_case("cn"))
                || names_it(before, option)
        };
        // `dig mx example.org`: what somebody looked up is not where the mail went.
        let is_looked_up = [before, cue].iter().any(|word| LOOK_UPS.contains(word));
        let announced = || !is_asking && !is_looked_up && (announces(option) || by_two());
        if place.host.is_none() && host.is_some() && announced() {
            place.host = host;
        }
        let is_known = |port: &u16| PORTS.contains(port);
        if place.port.is_none() && option.eq_ignore_ascii_case("port") {
            place.port = word.parse().ok().filter(is_known);
            // `smtp.example.org port 587`.
            if place.port.is_some() && place.host.is_none() {
                place.host = parts(before).0.filter(|host| !own(host));
            }
        }
        // `smtplib.SMTP("smtp.example.org", 587)`.
        let known_port = word.parse().ok().filter(is_known);
        if place.host.is_none() && known_port.is_some() && is_argument(text, last, word) {
            let host = parts(last).0.filter(|host| !own(host));
            if host.is_some() {
                return Place { host, port: known_port, is_pair: false };
            }
        }
        // `smtp.example.org, 587`.
        if place.port.is_none() && place.host.is_some() && parts(last).0 == place.host {
            place.port = word.parse().ok().filter(is_known);
        }
        (last, before, cue) = (word, cue, word);
    }
    place
}

/// `SMTP-Server`, `Postausgangsserver`: words of one piece with `server` at their end.
fn is_compound(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.is_ascii()
        && lower
            .strip_suffix("server")
            .is_some_and(|front| front.ends_with('-') || front.contains("mail") || front.contains("ausgang"))
}

/// The last two words before the name of a server whose certificate is looked at (Apple Mail), or that was looked up (.NET, Java).
fn names_it(before: &str, last: &str) -> bool {
    const PAIRS: &[(&str, &str)] = &[
        ("identity", "of"),
        ("identität", "von"),
        ("identité", "de"),
        ("aufgelöst", "werden"),
        ("nombre", "remoto"),
        ("nome", "remoto"),
    ];
    let (before, last) = (before.to_lowercase(), last.to_lowercase());
    PAIRS.iter().any(|(first, second)| before.ends_with(first) && last == *second)
        || (before == "be" && last == "resolved")
        || (before == "être" && last == "résolu")
        || (before == "été" && last == "résolu")
        || last.ends_with("unknownhostexception")
}

/// The one network address that a reply names, in brackets, in a link or bare: a server speaks of the one that asks.
pub fn only_address(words: &str) -> Option<String> {
    let sign = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':');
    let mut found: Vec<std::net::IpAddr> = Vec::new();
    for piece in words.split(|c: char| !sign(c)).map(|piece| piece.trim_matches(['.', ':'])) {
        let at = piece.as_ptr() as usize - words.as_ptr() as usize;
        if let Ok(address) = piece.parse::<std::net::IpAddr>()
            && !address.is_loopback()
            && !found.contains(&address)
            && !is_piece_of_a_word(words, at..at + piece.len())
            && !is_network(&words[at + piece.len()..])
            && !is_reference(words, at)
            && !is_numbered(words, at)
        {
            found.push(address);
        }
    }
    match found[..] {
        [only] => Some(only.to_string()),
        _ => None,
    }
}

/// Whether what stands behind an address makes it a network's (`192.0.2.0/24`): no host has that one.
fn is_network(behind: &str) -> bool {
    behind.strip_prefix('/').is_some_and(|len| len.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a letter stands at once before or behind it: what is left of a damaged address is somebody else's (`Z03.0.113.88`).
fn is_piece_of_a_word(words: &str, piece: std::ops::Range<usize>) -> bool {
    let before = words[..piece.start].chars().next_back();
    let behind = words[piece.end..].chars().next();
    [before, behind].into_iter().flatten().any(char::is_alphanumeric)
}

/// Whether four numbers are a server's own number for its answer, and no address: `… deferred due to complaints - 4.16.55.1; see`
/// (Yahoo). It begins with the class of the code, and stands behind a dash.
pub fn is_reference(words: &str, at: usize) -> bool {
    let before = words.get(..at).unwrap_or_default();
    before.ends_with(" - ") && words[at..].starts_with(['4', '5']) && words[at + 1..].starts_with('.')
}

/// Whether a word before four numbers says what they number: a section (`RFC2821 4.1.1.1`), a rule, a version, a product's own.
pub fn is_numbered(words: &str, at: usize) -> bool {
    let (before, number) = words.split_at_checked(at).unwrap_or((words, ""));
    const NUMBERED: &[&str] = &[
        "section",
        "sections",
        "sec",
        "sect",
        "abschnitt",
        "paragraph",
        "para",
        "chapter",
        "clause",
        "version",
        "versions",
        "ver",
        "v",
        "release",
        "rel",
        "build",
        "policy",
        "policies",
        "rule",
        "rules",
        "ruleset",
        "richtlinie",
        "regel",
    ];
    // Programs whose versions servers name in replies.
    const PRODUCTS: &[&str] = &[
        "exim",
        "postfix",
        "sendmail",
        "exchange",
        "mdaemon",
        "kerio",
        "sophos",
        "symantec",
        "fortimail",
        "amavis",
        "amavisd",
        "zimbra",
        "hmailserver",
        "domino",
        "groupwise",
        "mailenable",
        "smartermail",
        "clamav",
        "kaspersky",
        "eset",
        "avast",
        "ironport",
        "qmail",
        "haraka",
    ];
    const NEAR: usize = 40;
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(NEAR))..];
    // `RFC 5321 (4.1.1.1)`, `RFC 5322, section 3.6.2.1 and 3.6.2.2`: its numbers are small.
    let digits = number.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default();
    let is_small =
        digits.trim_end_matches('.').split('.').all(|part| part.len() <= 2) && !digits.starts_with("10.");
    if is_small && near.to_ascii_lowercase().contains("rfc") {
        return true;
    }
    // An address stands in brackets, or behind a word of its own.
    let beside = near.trim_end_matches([' ', '/', '-', '#', ':', '.']);
    if beside.ends_with('§') {
        return true;
    }
    let start = beside.trim_end_matches(char::is_alphanumeric).len();
    let word = &beside[start..];
    let lower = word.to_lowercase();
    // `MailScanner`, `PureMessage`: a capital within a word is a product's.
    let is_named = word.starts_with(|c: char| c.is_uppercase())
        && word
            .chars()
            .zip(word.chars().skip(1))
            .any(|(one, next)| one.is_lowercase() && next.is_uppercase())
        && !["server", "client", "host", "address", "ip"].iter().any(|end| lower.ends_with(end));
    lower.starts_with("rfc")
        || NUMBERED.contains(&lower.as_str())
        || PRODUCTS.contains(&lower.as_str())
        || is_named
}

/// What stands between blanks, commas and quotes, `Key=value` as two, without the stops behind.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';'
                    | '"'
                    | '\''
                    | '`'
                    | '('
                    | ')'
                    | '<'
                    | '>'
                    | '«'
                    | '»'
                    | '“'
                    | '”'
                    | '„'
                    | '='
                    | '{'
                    | '}'
                    | '|'
            )
    };
    text.split(parts).map(bare).filter(|word| !word.is_empty())
}

/// Without the stops behind, and without a bracket whose partner is in another word.
fn bare(word: &str) -> &str {
    let word = word.trim_end_matches(['.', ':', '!']);
    let word = word.split_once("://").map_or(word, |(_, place)| place);
    match (word.contains('['), word.contains(']')) {
        (true, false) => word.trim_start_matches('['),
        (false, true) => word.trim_end_matches(']'),
        _ => word,
    }
}

/// Host and port of a word: `name[192.0.2.1]:25`, `[192.0.2.1]:25`, `name:25`, `name`, `192.0.2.1`.
fn parts(word: &str) -> (Option<String>, Option<u16>) {
    let (front, port) = match word.rsplit_once(':') {
        Some((front, digits)) => match digits.parse::<u16>().ok().filter(|port| PORTS.contains(port)) {
            Some(port) if !front.contains(':') || front.ends_with(']') => (front, Some(port)),
            _ => (word, None),
        },
        None => (word, None),
    };
    let (name, inner) = match front.strip_suffix(']').and_then(|front| front.split_once('[')) {
        Some((name, inner)) => (name, inner),
        None => (front, ""),
    };
    // Java: `smtp.example.org/192.0.2.10`.
    let name = name.split_once('/').filter(|(_, behind)| is_address(behind)).map_or(name, |(name, _)| name);
    let name = name.trim_end_matches('.');
    let host = if is_host(name) || is_address(name) { name } else { inner };
    let fits = is_host(host) || is_address(host);
    (fits.then(|| host.to_ascii_lowercase()), port)
}

/// Whether a word stands in quotes before another one, as two arguments of a call: `"smtp.example.org", 587`.
fn is_argument(text: &str, quoted: &str, next: &str) -> bool {
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    !quoted.is_empty()
        && text
            .get(at(quoted) + quoted.len()..at(next))
            .is_some_and(|between| matches!(between.trim_end(), "\"," | "',"))
}

/// A name without a dot, as machines in one network have them, with a port.
fn inner_place(word: &str) -> Option<(String, u16)> {
    let (name, port) = word.rsplit_once(':')?;
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let fits =
        name.len() > 1 && name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(sign);
    Some((name.to_ascii_lowercase(), port.parse().ok().filter(|port| fits && *port > 0)?))
}

fn is_address(word: &str) -> bool {
    word.parse::<std::net::IpAddr>().is_ok()
}

fn is_exception(last: &str) -> bool {
    let last = last.to_ascii_lowercase();
    last.len() > 8 && EXCEPTIONS.iter().any(|end| last.ends_with(end))
}

/// Labels with a dot between them, the last one of letters.
fn is_host(word: &str) -> bool {
    let last = word.rsplit('.').next().unwrap_or_default();
    word.contains('.')
        && !word.starts_with('.')
        && !word.contains("..")
        && last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !FILES.contains(&last)
        && !is_exception(last)
        && !MEMBERS.iter().any(|of| word.starts_with(of))
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_is_no_server() {
        for line in [
            "server = smtplib.SMTP(",
            "server = smtplib.SMTP( \n",
            "raise smtplib.SMTPException from error",
            "import smtplib.smtp.host",
            "from app.mail.server import send",
            "  File \"/opt/a/app.py\", line 3, in server.connect",
        ] {
            check(line, None, None);
        }
        check("server = smtplib.SMTP(\"localhost\")", Some("localhost"), None);
        check("s = smtplib.SMTP_SSL('mail.example.org', timeout=9)", Some("mail.example.org"), None);
        check("x = new SmtpClient(\"mail.example.org\");", Some("mail.example.org"), None);
        check("log.smtp(\"mail.example.org\")", None, None);
    }

    #[test]
    fn a_server_is_named_in_many_ways() {
        check("could not be established with host \"mailpit:1025\"", Some("mailpit"), Some(1025));
        check(
            "Couldn't connect to host, port: smtp.example.org, 587; timeout",
            Some("smtp.example.org"),
            Some(587),
        );
        check("Couldn't connect to host, port: localhost, 1026; timeout 5", Some("localhost"), Some(1026));
        check("Could not connect to SMTP host: localhost, port: 25;", Some("localhost"), Some(25));
        let corrected = "The configuration related to mail.example.org must be corrected.";
        check(corrected, Some("mail.example.org"), None);
        let other = "x509: certificate is valid for *.example.net, example.net, not mail.example.org";
        check(other, Some("mail.example.org"), None);
        check("did not match expected CN=`mail.example.org'", Some("mail.example.org"), None);
        check("Send mail as: a@example.org smtp.example.org port 587", Some("smtp.example.org"), Some(587));
        for named in [
            "The identity of “mail.example.org” cannot be verified",
            "Identität von „mail.example.org“ kann nicht überprüft werden",
            "L’identité de « mail.example.org » ne peut pas être vérifiée",
            "The remote name could not be resolved: 'mail.example.org'",
            "Der Remotename konnte nicht aufgelöst werden: 'mail.example.org'",
            "java.net.UnknownHostException: mail.example.org",
            "送信 (SMTP) サーバー mail.example.org への接続",
        ] {
            check(named, Some("mail.example.org"), None);
        }
        check("The name of example.org was resolved, be it as it may", None, None);
        check("Identität des Servers „mail.example.org“ nicht", Some("mail.example.org"), None);
    }

    #[test]
    fn a_call_is_no_server() {
        check("Transport t = session.getTransport(\"smtp\"); t.connect(host, user, pass);", None, None);
        check("server mx.example.org(192.0.2.1) refused", Some("mx.example.org"), None);
        check("self.sock = self._get_socket(host, port, self.timeout)", None, None);
        check("the domain resolves (dig mx example.net => 10 mx.example.net)", None, None);
        let call = "s = smtplib.SMTP('smtp.example.org', 2525)\nself._get_socket(host, port, self.timeout)";
        check(call, Some("smtp.example.org"), Some(2525));
    }

    #[track_caller]
    fn check(text: &str, host: Option<&str>, port: Option<u16>) {
        let place = first(text, |host| host == "own.example.org");
        assert_eq!((place.host.as_deref(), place.port), (host, port), "{text}");
    }

    #[test]
    fn the_one_address_of_a_reply_is_known() {
        let check =
            |words: &str, want: Option<&str>| assert_eq!(only_address(words).as_deref(), want, "{words}");
        check("550 see https://lists.example/query?ip=192.0.2.7 on [192.0.2.7]", Some("192.0.2.7"));
        check("550 5.7.1 [2001:db8::7] blocked; answer 127.0.0.4", Some("2001:db8::7"));
        check("550 192.0.2.7 and 192.0.2.8", None);
        check("554 Too many spam messages from your network (192.0.2.0/24)", None);
        // The tail of a damaged address is somebody else's.
        check("550 Client host [Z03.0.113.88] blocked", None);
        check("550 Client host [l98.51.100.44] blocked", None);
        check("550 Client host [198.51.100.4l] blocked", None);
        check("550 5.7.1 no", None);
        check("421 from 192.0.2.7 deferred due to complaints - 4.16.55.1; see", Some("192.0.2.7"));
        for numbered in [
            "550 HELO name is wrong (see RFC2821 4.1.1.1)",
            "550 RFC 5322, section 3.6.2.1",
            "550 as in RFC 5321 §4.1.1.4",
            "550 refused, see policy 12.4.0.7",
            "550 Version 8.6.2.19 rejected it",
            "550 MailScanner 5.3.4.1: spam",
            "550 Exim/4.98.0.1 says no",
            "550 rule #7.1.2.3",
        ] {
            check(numbered, None);
        }
        for address in [
            "550 Client host 192.0.2.7 refused",
            "550 your IP 192.0.2.7 is listed",
            "550 Connection from 192.0.2.7 refused, see RFC 5321",
            "550 OpenServer 192.0.2.7",
            "550 [192.0.2.7] see RFC2821 4.1.1.1",
        ] {
            check(address, Some("192.0.2.7"));
        }
    }

    #[test]
    fn places_are_found() {
        check("connect to mx.example.org[192.0.2.1]:25: refused", Some("mx.example.org"), Some(25));
        check("[(0) example.org. [2001:db8::1]:25: socket error]", Some("example.org"), Some(25));
        check(
            "Server: 'smtp.example.org', Protocol: SMTP, Port: 587, Secure",
            Some("smtp.example.org"),
            Some(587),
        );
        check("host: mx.example.org\n5.1.1 no", Some("mx.example.org"), None);
        check(
            "[LastAttemptedServerName=mx.example.org] [LastAttemptedIP=192.0.2.9:25 [x]",
            Some("mx.example.org"),
            Some(25),
        );
        check("dial tcp 192.0.2.1:587: timeout", Some("192.0.2.1"), Some(587));
        check("[example.org 192.0.2.1: socket error]", Some("example.org"), None);
        check("Generating server: own.example.org", None, None);
        check("at 12:25 on host 5432", None, None);
        check("Unable to connect to 127.0.0.1:2599 (refused)", Some("127.0.0.1"), Some(2599));
        check("554 5.7.1 Client host [192.0.2.7] blocked", None, None);
        check("Send-MailMessage -SmtpServer mx.example.org -Port 25", Some("mx.example.org"), Some(25));
        check("a@example.org", None, None);
        check("ssl://smtp.example.org:465 (Connection refused)", Some("smtp.example.org"), Some(465));
        check("at a (/app/index.js:587)", None, None);
        check("error 587 of port 8080", None, None);
        check("cannot connect, port 465: refused", None, Some(465));
    }
}
