//! Lines of a stack of calls, as programs print it below what went wrong.

/// `at System.Net.Mail.SmtpClient.Send(MailMessage message)`: .NET writes the first word in the language of the system, `bei`, `à`, `en`,
/// `в`, `場所`. A call by its whole name stands behind it in all of them.
pub fn is_frame(line: &str) -> bool {
    const LONGEST: usize = 12;
    let Some((word, called)) = line.trim_start().split_once(' ') else { return false };
    let letters = word.trim_end_matches(':');
    let is_word = !letters.is_empty() && word.len() <= LONGEST && letters.chars().all(char::is_alphabetic);
    let Some((name, _)) = called.split_once('(').filter(|_| is_word) else { return false };
    let is_of_name = |c: char| c.is_alphanumeric() || "._`<>+$|[]".contains(c);
    name.contains('.') && name.starts_with(char::is_uppercase) && name.chars().all(is_of_name)
}

/// Whether a text holds such a line, set in as stacks are.
pub fn holds_frame(text: &str) -> bool {
    text.lines().any(|line| line.starts_with([' ', '\t']) && is_frame(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_one_in_any_language() {
        for word in ["at", "bei", "à", "en", "в", "場所", "在", "w", "i", "em", "konum:", "vid"] {
            let line = format!(
                "   {word} System.Net.Mail.MailCommand.CheckResponse(SmtpStatusCode statusCode, String response)"
            );
            assert!(holds_frame(&line), "{line}");
        }
        for line in [
            "   see https://example.org/help(1)",
            "   the Server.",
            "   host mx.example.org (192.0.2.1) said",
            "   in Company Inc. (see below)",
        ] {
            assert!(!holds_frame(line), "{line}");
        }
    }
}
