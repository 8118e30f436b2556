//! The server and the port that words name: a program that got no connection says where it wanted to go.

/// The ports that mail is handed over on (RFC 5321, RFC 6409, RFC 8314), and those that providers offer beside them.
const PORTS: &[&str] = &["25", "26", "465", "587", "2465", "2525", "2587"];

/// Ends of files' names, which look like hosts: `index.js:587`.
const FILES: &[&str] = &[
    "js", "mjs", "cjs", "ts", "py", "rb", "php", "go", "rs", "cs", "java", "kt", "pl", "pm", "sh", "c", "cpp",
];

/// `mx.example.org[192.0.2.1]:25`, `smtp.example.org:587`, `Server: 'smtp.example.org' … Port: 587`, `host … port 465`.
pub fn named(text: &str) -> (Option<&str>, Option<&str>) {
    let (mut host, mut port) = (None, None);
    let mut before = String::new();
    let parts =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '\'' | '"' | '(' | ')' | '<' | '>' | '=');
    for word in text.split(parts).filter(|word| !word.is_empty()) {
        let word = word.trim_end_matches(['.', ':']);
        if let Some((place, number)) = word.rsplit_once(':')
            && PORTS.contains(&number)
            && let Some(name) = host_of(place)
        {
            host = host.or(Some(name));
            port = port.or(Some(number));
        }
        match before.as_str() {
            "port" => port = port.or(Some(word).filter(|word| PORTS.contains(word))),
            "server" | "host" | "smtp" => host = host.or_else(|| host_of(word)),
            _ => {}
        }
        before = word.to_ascii_lowercase();
    }
    (host, port)
}

/// A host's name, or its address where it has none; `name[address]` is the name.
fn host_of(place: &str) -> Option<&str> {
    let place = place.split_once("://").map_or(place, |(_, place)| place);
    let (name, address) = place.split_once('[').unwrap_or((place, ""));
    let name = name.trim_end_matches('.');
    if name.is_empty() {
        let address = address.trim_end_matches(']');
        return address.parse::<std::net::IpAddr>().is_ok().then_some(address);
    }
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    let (front, last) = name.rsplit_once('.')?;
    let is_name = last.len() > 1 && last.chars().all(|c| c.is_ascii_alphabetic()) && !FILES.contains(&last);
    let fits = !front.is_empty() && front.chars().all(sign);
    ((fits && is_name) || name.parse::<std::net::IpAddr>().is_ok()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn places_in_words() {
        for (text, host, port) in [
            ("connect to mx.example.org[192.0.2.1]:25: Connection timed out", "mx.example.org", "25"),
            (
                "Server: 'smtp.example.org', Protocol: SMTP, Port: 587, Secure(SSL): No",
                "smtp.example.org",
                "587",
            ),
            ("cannot connect to smtp.example.org, port 465: refused", "", "465"),
            ("Couldn't connect to host, port: smtp.example.org, 587", "", ""),
            ("dial tcp 192.0.2.9:587: i/o timeout", "192.0.2.9", "587"),
            ("ssl://smtp.example.org:465 (Connection refused)", "smtp.example.org", "465"),
            ("at a (/app/index.js:587)", "", ""),
            ("ann@example.org: no", "", ""),
            ("error 587 of port 8080", "", ""),
        ] {
            let got = named(text);
            assert_eq!((got.0.unwrap_or(""), got.1.unwrap_or("")), (host, port), "{text}");
        }
    }
}
