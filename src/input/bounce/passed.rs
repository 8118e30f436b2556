//! The table of stations in a report of Exchange Online ("Message Hops"), in any language: a number, a time, from, to.

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
        assert!(super::read("1\t2\n1 a.example.com said 250 at 9:00 b.example.org").is_empty());
    }
}
