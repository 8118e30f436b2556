//! Options of PowerShell's Send-MailMessage: `-SmtpServer mail.example.org -Port 587 -UseSsl`. Its `-UseSsl` is the EnableSsl of
//! System.Net.Mail (learn.microsoft.com/powershell/module/microsoft.powershell.utility/send-mailmessage, checked 2026-11-26).

use super::key::Key;
use std::ops::Range;

/// In small letters, and what they mean.
const OPTIONS: &[(&str, Key)] =
    &[("-smtpserver", Key::Host), ("-port", Key::Port), ("-from", Key::From), ("-usessl", Key::StartTls)];

/// The options of a line with their values; a switch has itself. A line that names no server and no such command has none.
pub fn options(line: &str) -> Vec<(Key, Range<usize>)> {
    let lower = line.to_ascii_lowercase();
    if !lower.contains("send-mailmessage ") && !lower.contains("-smtpserver ") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut wanted: Option<Key> = None;
    for word in words(line) {
        let text = line[word.clone()].to_ascii_lowercase();
        let option = OPTIONS.iter().find(|(name, _)| text == *name).map(|(_, key)| *key);
        match (option, wanted.take()) {
            (Some(Key::StartTls), _) => found.push((Key::StartTls, word)),
            (Some(key), _) => wanted = Some(key),
            // A variable is no value.
            (None, Some(key)) if !text.starts_with(['$', '-', '(', '@']) => {
                let bare = line[word.clone()].trim_matches(['"', '\'']);
                let start = word.start + usize::from(line[word.clone()].starts_with(['"', '\'']));
                found.push((key, start..start + bare.len()));
            }
            _ => {}
        }
    }
    found
}

/// What stands between blanks; quotation marks hold it together.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut quote) = (None, None);
    for (at, sign) in line.char_indices() {
        match (sign, quote) {
            (sign, Some(open)) if sign == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(sign);
                start.get_or_insert(at);
            }
            (sign, None) if sign.is_whitespace() => found.extend(start.take().map(|from| from..at)),
            _ => {
                start.get_or_insert(at);
            }
        }
    }
    found.extend(start.map(|from| from..line.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_behind_their_options() {
        let check = |line: &str, want: &[(Key, &str)]| {
            let found = options(line);
            let found: Vec<(Key, &str)> = found.into_iter().map(|(key, value)| (key, &line[value])).collect();
            assert_eq!(found, want, "{line}");
        };
        check(
            "Send-MailMessage -From 'Ann <a@example.org>' -To b@example.net -SmtpServer \"mx.example.org\" -Port 587 -UseSsl",
            &[
                (Key::From, "Ann <a@example.org>"),
                (Key::Host, "mx.example.org"),
                (Key::Port, "587"),
                (Key::StartTls, "-UseSsl"),
            ],
        );
        check("Send-MailMessage -SmtpServer $server -Port 25", &[(Key::Port, "25")]);
        check("-SmtpServer mx.example.org `", &[(Key::Host, "mx.example.org")]);
        check("nmap -Port 25 mx.example.org", &[]);
        check("Send-MailMessage -SmtpServer \"unfinished", &[(Key::Host, "unfinished")]);
    }
}
