//! The table of stations in a report of Exchange Online ("Message Hops"), in any language: a number, a time, from, to.

/// The same where it is no table: the path that a Domino server lists, and Received fields below a bare reply.
pub fn listed(words: &str) -> Vec<(String, String)> {
    let path = path(words);
    let all: Vec<&str> = if path.is_empty() { received(words) } else { path };
    all.windows(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}

/// `HUB1/SRV/Acme, SMTP2/SRV/Acme, HUB1/SRV/Acme`: names of a hierarchy, on one line or on several.
fn path(words: &str) -> Vec<&str> {
    const LEAST: usize = 3;
    let is_name = |name: &&str| {
        let mut parts = name.split('/');
        let is_part = |part: &str| {
            let part = part.split_once('=').map_or(part, |(_, value)| value);
            !part.is_empty()
                && part.len() < 64
                && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.'))
        };
        name.matches('/').count() >= 1 && parts.all(is_part) && name.starts_with(char::is_alphabetic)
    };
    let mut all = Vec::new();
    for line in words.lines() {
        let names: Vec<&str> = line.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        match !names.is_empty() && names.iter().all(is_name) && all.len() < MOST {
            true => all.extend(names),
            false if all.len() >= LEAST => break,
            false => all.clear(),
        }
    }
    // Servers of one organisation, which its names end in.
    let organization = |name: &str| name.rsplit('/').next().map(str::to_owned);
    let is_one = all.windows(2).all(|pair| organization(pair[0]) == organization(pair[1]));
    if all.len() >= LEAST && is_one { all } else { Vec::new() }
}

/// Hosts of `Received: from A … by B`, oldest first.
fn received(words: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for line in words.lines().rev().filter(|line| line.trim_start().starts_with("Received: from ")) {
        let mut parts = line.split_whitespace();
        let from = parts.nth(2).filter(|host| is_host(host));
        let by = parts
            .skip_while(|word| *word != "by")
            .nth(1)
            .map(|host| host.trim_end_matches(';'))
            .filter(|host| is_host(host));
        if all.len() < MOST {
            all.extend(from);
            all.extend(by);
        }
    }
    all.dedup();
    all
}

/// So many rows are read at most: a mail is stopped long before.
const MOST: usize = 200;

/// Who handed the mail to whom, oldest first.
pub fn read(words: &str) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for line in words.lines().map(str::trim) {
        if rows.len() < MOST && line.starts_with(|c: char| c.is_ascii_digit()) {
            rows.extend(row(line, rows.len() + 1));
        }
    }
    rows
}

/// The row with that number. Columns that were typed out stand apart by blanks: only names with a dot are told from words then.
fn row(line: &str, number: usize) -> Option<(String, String)> {
    let mut words = line.split_whitespace();
    let is_next = words.next()?.parse() == Ok(number);
    let has_time = line.contains(':');
    let is_name = |cell: &&str| cell.contains(char::is_alphabetic) && !cell.contains([' ', '@', ':', '/']);
    let (from, to) = match line.split('\t').map(str::trim).collect::<Vec<_>>()[..] {
        [_, _, from, to, _, ..] => (Some(from).filter(is_name)?, Some(to).filter(is_name)?),
        _ => {
            let mut rest = words.skip_while(|word| !is_host(word));
            (rest.next()?, rest.next().filter(|word| is_host(word))?)
        }
    };
    (is_next && has_time).then(|| (from.to_owned(), to.to_owned()))
}

fn is_host(word: &str) -> bool {
    word.contains('.') && word.contains(char::is_alphabetic) && !word.contains(['@', ':', '/', '(', ','])
}

#[cfg(test)]
mod tests {
    #[test]
    fn rows_follow_each_other() {
        let table = "SAUT\tHEURE (UTC)\tDE\tÀ\tAVEC\n1\t11/19/2026 1:05:50 PM\ta.example.com\tb.example.org\tmapi\t*\n\
                     3\t11/19/2026 1:05:51 PM\tx.example.com\ty.example.org\tESMTP\t1 s\n\
                     2\t11/19/2026 1:05:51 PM\tb.example.org\tc.example.net\tESMTP\t1 s\n2 items\t3:00\tno host\tnone\n";
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(
            super::read(table),
            [pair("a.example.com", "b.example.org"), pair("b.example.org", "c.example.net")]
        );
        let bare = "1\t11/19/2026 1:05:50 PM\tAM0PR04MB1\tAM0PR04MB2\tmapi\t*\n\
                    2\t11/19/2026 1:05:51 PM\tAM0PR04MB2\tmx.example.org\tESMTPS\t1 sec\n";
        assert_eq!(
            super::read(bare),
            [pair("AM0PR04MB1", "AM0PR04MB2"), pair("AM0PR04MB2", "mx.example.org")]
        );
        let blanks = "1  11/19/2026 1:05:50 PM   a.example.com b.example.org  mapi *";
        assert_eq!(super::read(blanks).len(), 1);
        let domino = "Routing path:\nHUB1/SRV/Acme, SMTP2/SRV/Acme, HUB1/SRV/Acme\n\nServer: HUB1/SRV/Acme";
        assert_eq!(
            super::listed(domino),
            [pair("HUB1/SRV/Acme", "SMTP2/SRV/Acme"), pair("SMTP2/SRV/Acme", "HUB1/SRV/Acme")]
        );
        let fields = "550 5.4.6 loop\nReceived: from b.example.org (192.0.2.1) by a.example.org; x\nReceived: from a.example.org by b.example.org; x\n";
        assert_eq!(
            super::listed(fields),
            [pair("a.example.org", "b.example.org"), pair("b.example.org", "a.example.org")]
        );
        assert!(super::listed("and/or, this/that\nn/a, n/a").is_empty());
        assert!(super::read("1\t2\n1 a.example.com said 250 at 9:00 b.example.org").is_empty());
    }
}
