//! A part of a larger program that does the sending, where the paste names it: there the settings are, and nowhere else.

use crate::knowledge;
use crate::report::{Finding, Step};

/// So much is looked through, in bytes.
const LONGEST: usize = 16 << 10;

/// What is mended in settings.
const STAGES: &[&str] = &["client", "submission", "connection", "tls", "dns", "compose"];

pub fn adapt(told: &mut Finding, paste: &str, kind: &str) {
    let is_programs = matches!(kind, "library-error" | "client-error" | "api-error" | "transcript" | "log");
    if !is_programs
        || told.is_turned_away()
        || !(STAGES.contains(&told.stage.as_str()) || told.cause == "undetermined")
    {
        return;
    }
    let Some(plugin) = knowledge::plugin(&paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))])
    else {
        return;
    };
    if told.steps.iter().any(|step| step.text.contains(plugin.at)) {
        return;
    }
    let text = format!(
        "Here {} does the sending, as the words show: what is to be changed stands {}. Settings of other programs around it have no effect on it.",
        plugin.name, plugin.at
    );
    told.steps.insert(0, Step::new("sender-admin", text));
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_sends_is_named_with_its_settings() {
        for (paste, name, at) in [
            (
                "WordPress\nWP Mail SMTP: SMTP Error: Could not authenticate. PHPMailer\n535 5.7.8 Error: authentication failed",
                "WP Mail SMTP",
                "WP Mail SMTP, Settings",
            ),
            (
                "/etc/cron.daily/backup:\nmsmtp: authentication failed (method PLAIN)\nmsmtp: server message: 535 5.7.8 Error: authentication \
                 failed\nmsmtp: could not send mail (account default from /etc/msmtprc)",
                "msmtp",
                "MAILTO",
            ),
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert!(
                told.steps.iter().any(|step| step.text.contains(name) && step.text.contains(at)),
                "{paste}: {} {:?}",
                told.cause,
                told.steps
            );
        }
        let other =
            crate::diagnose("smtplib.SMTPAuthenticationError: (535, b'5.7.8 Error: authentication failed')")
                .findings
                .remove(0);
        assert!(other.steps.iter().all(|step| !step.text.contains("does the sending")), "{:?}", other.steps);
    }
}
