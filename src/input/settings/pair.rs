//! Cuts settings into names and values: `NAME=value`, `name: value`, `'name' => 'value'`, `name value`.

use std::ops::Range;

/// A name and its value, within the line.
#[derive(Debug, PartialEq, Eq)]
pub struct Pair {
    pub name: Range<usize>,
    pub value: Range<usize>,
}

/// The pairs of a line. A value in quotes may hold commas; else a comma ends it where another name follows. A comment
/// belongs to no value.
pub fn pairs(line: &str) -> Vec<Pair> {
    let line = without_comment(line);
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() && found.len() < 20 {
        let Some(pair) = pair(line, at) else { break };
        at = end_of(line, pair.value.end);
        match in_one(line, &pair) {
            Some(several) => found.extend(several),
            None => found.push(pair),
        }
    }
    if found.is_empty() {
        found.extend(spaced(line));
    }
    found
}

/// `smtp.example.org  Port 587  SSL/TLS`, `smtp.example.org, port 587, STARTTLS`: a server's name with its port and its encryption, as one
/// value. Words stand for the names that the latter two have elsewhere.
fn in_one(line: &str, pair: &Pair) -> Option<Vec<Pair>> {
    const PORT: &[&str] = &["port", "puerto", "porta", "poort", "порт", "端口", "連接埠", "ポート", "포트"];
    const ENCRYPTION: &[&str] = &["ssl/tls", "ssl", "tls", "starttls", "tls/ssl"];
    let value = &line[pair.value.clone()];
    let place = |word: &str| {
        let start = word.as_ptr() as usize - line.as_ptr() as usize;
        start..start + word.len()
    };
    let mut words = value
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')'))
        .filter(|word| !word.is_empty() && *word != "/");
    let is_host = |host: &&str| {
        host.contains('.')
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
    };
    let host = words.next().filter(is_host)?;
    let named =
        words.next().filter(|word| PORT.contains(&word.trim_end_matches(':').to_lowercase().as_str()))?;
    let number = words.next().filter(|word| word.parse::<u16>().is_ok())?;
    let mut all = vec![
        Pair { name: pair.name.clone(), value: place(host) },
        Pair { name: place(named), value: place(number) },
    ];
    let kind = words.next().filter(|word| ENCRYPTION.contains(&word.to_lowercase().as_str()));
    all.extend(kind.map(|kind| Pair { name: place(kind), value: place(kind) }));
    Some(all)
}

/// What stands before `// …`, `# …`, `/* …` or `; …`: outside of quotation marks, behind a blank or what ends a statement.
fn without_comment(line: &str) -> &str {
    let mut quote_end = 0;
    for (at, sign) in line.char_indices() {
        if at < quote_end {
            continue;
        }
        let before = &line[..at];
        match sign {
            '"' | '\'' | '`' if !before.ends_with(char::is_alphanumeric) => {
                let end = line[at + 1..].find(sign);
                quote_end = end.map_or(0, |end| at + 1 + end + 1);
            }
            '/' | '#' | ';' => {
                let rest = &line[at..];
                let is_sign = match sign {
                    '/' => rest.starts_with("//") || rest.starts_with("/*"),
                    '#' => {
                        rest[1..].starts_with([' ', '\t', '#']) || rest[1..].starts_with(char::is_alphabetic)
                    }
                    _ => rest[1..].starts_with(' ') && before.ends_with([' ', '\t']),
                };
                let is_apart = before.is_empty() || before.ends_with([' ', '\t', ',', ';', '{', '}', ')']);
                if is_sign && is_apart {
                    return before;
                }
            }
            _ => {}
        }
    }
    line
}

fn pair(line: &str, mut from: usize) -> Option<Pair> {
    let (name, start) = loop {
        let (at, length) = separator(&line[from..])?;
        let value_at = from + at + length;
        let gap = line[value_at..].len() - line[value_at..].trim_start().len();
        let start = value_at + gap;
        // `auth: { user: 'ann', …`: what stands within are the settings.
        match opened(&line[start..]) {
            Some(inner) => from = start + inner,
            None => break (trim(line, inner_name(line, from..from + at)), start),
        }
    };
    // `define('SMTP_HOST', 'mx.example.org')`, `props.put("mail.smtp.port", "587")`: the name stands first.
    if let Some((name, value)) = set_by_call(line, &name, start) {
        return Some(Pair { name, value });
    }
    let name = joined_name(line, &name).unwrap_or(name);
    let value = value(line, start);
    (!line[name.clone()].is_empty() && name.len() < 80).then_some(Pair { name, value })
}

/// `Flds(schema & "smtpserverport") = 587`: the last of what is joined is the name.
fn joined_name(line: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let joined =
        line[name.clone()].strip_suffix("\")").or_else(|| line[name.clone()].strip_suffix("\").Value"))?;
    let quote = joined.rfind('"').filter(|at| joined[..*at].contains('('))?;
    let slash = joined[quote..].rfind('/').map_or(quote + 1, |at| quote + at + 1);
    Some(name.start + slash..name.start + joined.len())
}

/// How far it is into the object with which a value begins: `{`, or one that a call is given, `nodemailer.createTransport({`.
fn opened(value: &str) -> Option<usize> {
    let is_of_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b' ');
    let called = value.bytes().take(80).take_while(is_of_name).count();
    let object = match called {
        0 => value,
        _ => value[called..].strip_prefix('(')?.trim_start(),
    };
    object.starts_with('{').then(|| value.len() - object.len() + 1)
}

/// The same without a value before it: `createTransport({ host: …`.
fn inner_name(line: &str, name: Range<usize>) -> Range<usize> {
    let open = line[name.clone()].rfind("({");
    open.map_or(name.start, |open| name.start + open + 2)..name.end
}

fn value(line: &str, start: usize) -> Range<usize> {
    // `"""#pass;word"""`: Python, TOML and Grafana.
    let thrice = ["\"\"\"", "'''"].into_iter().find(|thrice| line[start..].starts_with(thrice));
    if let Some(end) = thrice.and_then(|thrice| line[start + 3..].find(thrice)) {
        return start + 3..start + 3 + end;
    }
    match line[start..].chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => {
            let end = line[start + 1..].find(quote).map_or(line.len(), |end| start + 1 + end);
            start + 1..end
        }
        _ => trim_value(line, start..start + bare_end(&line[start..])),
    }
}

fn set_by_call(line: &str, called: &Range<usize>, start: usize) -> Option<(Range<usize>, Range<usize>)> {
    const SETTERS: &[&str] =
        &["put", "setproperty", "define", "setenv", "ini_set", "set", "setdefault", "addparam"];
    let is_call = line[..start].trim_end().ends_with('(');
    let last = line[called.clone()].rsplit(['.', '>', ':', ' ']).next()?.to_ascii_lowercase();
    if is_call && matches!(last.as_str(), "item" | "fields") {
        return set_by_index(line, start);
    }
    if !is_call || !SETTERS.contains(&last.as_str()) {
        return None;
    }
    let name = value(line, start);
    let rest = line.get(name.end + 1..)?;
    let behind = rest.trim_start().strip_prefix(',')?.trim_start();
    let from = line.len() - behind.len();
    (!behind.is_empty()).then(|| (name, value(line, from)))
}

/// `.Item("http://schemas.microsoft.com/cdo/configuration/smtpserver") = "mx.example.org"`: CDO names its settings by addresses.
fn set_by_index(line: &str, start: usize) -> Option<(Range<usize>, Range<usize>)> {
    let index = value(line, start);
    let name = line[index.clone()].rfind('/').map_or(index.start, |at| index.start + at + 1)..index.end;
    let rest = line.get(index.end + 1..)?.trim_start().strip_prefix(')')?.trim_start();
    let rest = rest.strip_prefix(".Value").or(rest.strip_prefix(".value")).unwrap_or(rest);
    // SQL Server's `sp_OASetProperty @msg, 'Configuration.Fields("…/smtpserver").Value', 'mx.example.org'`.
    let argument = || rest.strip_prefix(['\'', '"'])?.trim_start().strip_prefix(',');
    let behind = rest.trim_start().strip_prefix('=').or_else(argument)?.trim_start();
    (!behind.is_empty()).then(|| (name, value(line, line.len() - behind.len())))
}

/// `EMAIL_PORT=25`: how names in an environment are written, whatever stands beside them on the line.
fn begins_a_variable(text: &str) -> bool {
    let is_of_name = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
    let length = text.bytes().take(60).take_while(is_of_name).count();
    text[..length].contains('_')
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text[length..].starts_with('=')
}

/// `=>`, `=`, `:`; a colon inside `://` or `->` is none.
fn separator(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate().take(120) {
        match byte {
            b'=' if bytes.get(at + 1) == Some(&b'>') => return Some((at, 2)),
            b':' if bytes.get(at + 1) == Some(&b'=') => return Some((at, 2)),
            b'=' => return Some((at, 1)),
            // `setFrom('ann@example.org', 'Ann')`
            b'(' if at > 0
                && bytes[at - 1].is_ascii_alphanumeric()
                && text[at + 1..].trim_start_matches(' ').starts_with(['\'', '"']) =>
            {
                return Some((at, 1));
            }
            // `:address => 'mx.example.org'` is Ruby's: the first sign belongs to the name.
            b':' if text[..at].trim().is_empty() => {}
            b':' if !text[at..].starts_with("://")
                && bytes.get(at + 1) != Some(&b':')
                && (at == 0 || bytes[at - 1] != b':') =>
            {
                return Some((at, 1));
            }
            _ => {}
        }
    }
    None
}

/// Where a value without quotes ends: at a semicolon or brace, or at a comma that another name follows.
fn bare_end(text: &str) -> usize {
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        match c {
            ';' | '}' | ')' => end = at,
            ',' if separator(&text[at + 1..]).is_some_and(|(sign, _)| sign < 40) => end = at,
            '#' if text[..at].ends_with(' ') => end = at,
            ' ' if begins_a_variable(&text[at + 1..]) => end = at,
            // `Port: 587   Security: STARTTLS` of a settings page on one line.
            ' ' if text[at..].starts_with("  ")
                && separator(&text[at..]).is_some_and(|(sign, _)| sign < 40) =>
            {
                end = at
            }
            _ => continue,
        }
        break;
    }
    text[..end].trim_end_matches([',', ' ']).len()
}

fn end_of(line: &str, at: usize) -> usize {
    let rest = &line[at..];
    at + rest.len() - rest.trim_start_matches(['"', '\'', '`', ',', ';', ' ', '}', ')', ']']).len()
}

/// msmtprc and its kin: `host smtp.example.org`.
fn spaced(line: &str) -> Option<Pair> {
    let line_start = line.len() - line.trim_start().len();
    let words = &line[line_start..];
    // Columns, as they are copied or typed from a window: `Server name    smtp.example.org`.
    let end = line_start + words.find("  ").or(words.find('\t')).or(words.find(' '))?;
    let value = trim_value(line, end..line.len());
    let short = line[value.clone()].split_whitespace().count() == 1;
    // `self.connection.login(self.username, self.password)`: a call that the blank is within.
    let is_call = line[line_start..end].matches('(').count() > line[line_start..end].matches(')').count();
    (short && !is_call).then_some(Pair { name: line_start..end, value })
}

/// Without spaces, quotes, brackets and what code puts around names.
fn trim(line: &str, range: Range<usize>) -> Range<usize> {
    let text = &line[range.clone()];
    let signs = [' ', '\t', '"', '\'', '`', '{', '[', '(', '$', ',', '-', '*', '•'];
    let start = range.start + text.len() - text.trim_start_matches(signs).len();
    let end = range.start + text.trim_end_matches([' ', '\t', '"', '\'', '`', ',', ']']).len();
    start.min(end)..end
}

/// Without spaces, quotes and brackets. What a mask or a variable's name begins with stays.
fn trim_value(line: &str, range: Range<usize>) -> Range<usize> {
    let text = &line[range.clone()];
    let start =
        range.start + text.len() - text.trim_start_matches([' ', '\t', '"', '\'', '`', '[', '(', ',']).len();
    let end = range.start + text.trim_end_matches([' ', '\t', '"', '\'', '`', ',', ']']).len();
    start.min(end)..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, want: &[(&str, &str)]) {
        let got: Vec<(&str, &str)> =
            pairs(line).into_iter().map(|p| (&line[p.name], &line[p.value])).collect();
        assert_eq!(got, want, "{line}");
    }

    #[test]
    fn forms_of_many_files() {
        check("MAIL_HOST=smtp.example.org", &[("MAIL_HOST", "smtp.example.org")]);
        check("  'port' => 587,", &[("port", "587")]);
        check("$mail->Host = 'smtp.example.org';", &[("mail->Host", "smtp.example.org")]);
        check("host smtp.example.org", &[("host", "smtp.example.org")]);
        check(
            "{ host: 'a.example', port: 465, secure: true }",
            &[("host", "a.example"), ("port", "465"), ("secure", "true")],
        );
        check("auth: { user: 'ann', pass: 'x' },", &[("user", "ann"), ("pass", "x")]);
        check("{\"smtp\":{\"host\":\"a.example\"}}", &[("host", "a.example")]);
        check("Server: a.example   Port: 587", &[("Server", "a.example"), ("Port", "587")]);
        check("MAILER_DSN=smtp://a@b.example:587", &[("MAILER_DSN", "smtp://a@b.example:587")]);
        check("$mail->setFrom('a@b.example', 'Ann');", &[("mail->setFrom", "a@b.example")]);
        let want = [("host", "a.example"), ("port", "465"), ("user", "ann")];
        check(
            "const t = nodemailer.createTransport({ host: 'a.example', port: 465, auth: { user: 'ann' } });",
            &want,
        );
        check("createTransport({ host: 'a.example', port: 465, auth: { user: 'ann' } });", &want);
        check("just some words here", &[]);
        let want = [("Outgoing (SMTP)", "a.example"), ("Port", "587"), ("SSL/TLS", "SSL/TLS")];
        check("Outgoing (SMTP): a.example  Port 587  SSL/TLS", &want);
        check(
            "SMTP: a.example, port 587, STARTTLS",
            &[("SMTP", "a.example"), ("port", "587"), ("STARTTLS", "STARTTLS")],
        );
        check("SMTP: a.example on port 587", &[("SMTP", "a.example on port 587")]);
        check("    self.connection.login(self.username, self.password)", &[]);
        check(
            "EMAIL_HOST=a.example EMAIL_PORT=25 EMAIL_USE_TLS=False",
            &[("EMAIL_HOST", "a.example"), ("EMAIL_PORT", "25"), ("EMAIL_USE_TLS", "False")],
        );
        check(
            ".Item(\"http://schemas.microsoft.com/cdo/configuration/smtpserver\") = \"a.example\"",
            &[("smtpserver", "a.example")],
        );
        check("  .Item(\"urn:x/smtpserverport\").Value = 465", &[("smtpserverport", "465")]);
        check("Flds(schema & \"smtpserverport\") = 465", &[("smtpserverport", "465")]);
        check(
            "EXEC sp_OASetProperty @m, 'Configuration.fields(\"urn:x/smtpserverport\").Value', '465'",
            &[("smtpserverport", "465")],
        );
        check("define( 'SMTP_PORT', 587 );", &[("SMTP_PORT", "587")]);
        check("props.put(\"mail.smtp.host\", \"a.example\");", &[("mail.smtp.host", "a.example")]);
        check("MAIL_PASSWORD=********", &[("MAIL_PASSWORD", "********")]);
        check("pass: $secret,", &[("pass", "$secret")]);
        check("  :port => '587',", &[(":port", "587")]);
        check("password = \"\"\"#a;b\"\"\"", &[("password", "#a;b")]);
    }

    #[test]
    fn comments_belong_to_no_value() {
        check("secure: false, // true for 465, false for other ports", &[("secure", "false")]);
        check("'port' => 587, // or: 465", &[("port", "587")]);
        check("PORT = 587  # or 465: SSL", &[("PORT", "587")]);
        check("port = 587 ; 465 = SSL", &[("port", "587")]);
        check("port: 465, /* TLS: yes */", &[("port", "465")]);
        check("port: 465 //TLS: yes", &[("port", "465")]);
        check("url: smtp://a.example:25/x", &[("url", "smtp://a.example:25/x")]);
        check("pass: 'a // b # c'", &[("pass", "a // b # c")]);
        check("pass=ab#cd//ef", &[("pass", "ab#cd//ef")]);
    }
}
