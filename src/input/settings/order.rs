//! Statements of code whose order decides: what the first one set, the second one undoes or never sees.

use crate::facts::settings::Order;
use std::ops::Range;

/// The statement that comes too late or too early, and where it stands.
pub fn find(string: &str) -> Option<(Order, Range<usize>)> {
    emptied(string)
        .map(|at| (Order::CredentialsEmptied, at))
        .or_else(|| unread(string).map(|at| (Order::ConfigUnread, at)))
}

/// Setting UseDefaultCredentials sets Credentials anew (System.Net.Mail, SmtpClient.UseDefaultCredentials).
fn emptied(string: &str) -> Option<Range<usize>> {
    const SWITCH: &str = "UseDefaultCredentials";
    let set = string.rfind("new NetworkCredential(").or_else(|| string.rfind("New NetworkCredential("))?;
    let switch = string.rfind(SWITCH).filter(|switch| *switch > set)?;
    string[..set].contains("Credentials").then_some(switch..switch + SWITCH.len())
}

/// Flask-Mail reads app.config when it is given the app (flask_mail.Mail.init_app).
fn unread(string: &str) -> Option<Range<usize>> {
    const MADE: &str = "Mail(app)";
    let made = string.find(MADE)?;
    let set = string.find("app.config")?;
    let is_mails = string[set..].contains("MAIL_") && made < set && !string.contains(".init_app(");
    is_mails.then_some(made..made + MADE.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_undone_or_never_seen_is_found() {
        let order = |code: &str| find(code).map(|(order, _)| order);
        let (set, switch) =
            ("c.Credentials = new NetworkCredential(u, p);\n", "c.UseDefaultCredentials = false;\n");
        assert_eq!(order(&[set, switch].concat()), Some(Order::CredentialsEmptied));
        assert_eq!(order(&[switch, set].concat()), None);
        assert_eq!(order(set), None);
        let (made, config) = ("mail = Mail(app)\n", "app.config['MAIL_PORT'] = 587\n");
        assert_eq!(order(&[made, config].concat()), Some(Order::ConfigUnread));
        assert_eq!(order(&[config, made].concat()), None);
        assert_eq!(order(&[made, config, "mail.init_app(app)"].concat()), None);
    }
}
