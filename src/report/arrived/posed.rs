//! The reader's own domain in From, of a mail that the mailbox let into the inbox though nothing proves that their house sent it: the one
//! that is milder placed is the more dangerous one, and the way in stays open.
//!
//! Safe senders, flow rules and allowed senders stand in `SFV` (<https://learn.microsoft.com/defender-office-365/message-headers-eop-mdo>, not
//! looked at again for this).

use super::chosen::Handed;
use super::words::terms;
use super::{Chosen, letters};
use crate::diagnose::checks::path::{is_host_name, same_owner};
use crate::diagnose::checks::{posing, service};
use crate::facts::message::Message;
use crate::mail::ip::is_inner;
use crate::report::values::Values;
use crate::report::{Finding, Step};

const LIKELY: &str = "The mail arrived in the inbox, and is likely forged: it shows the reader's own domain, and came from outside";
const OPEN: &str = "The mail arrived in the inbox from outside under the reader's own domain, and nothing proves who sent it";
const WHO: &str = "the recipient, with whoever looks after their mail";

/// What of the reader's side told the filter to let it by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LetIn {
    SafeSender,
    FlowRule,
    AllowList,
    Nothing,
}

pub struct Posed<'a> {
    domain: &'a str,
    let_in: LetIn,
    /// The domain in From says itself that this server may not send for it, or who answers get it or what it claims shows a fraud.
    is_likely: bool,
    handed: Handed<'a>,
    /// The address, outside, that handed it in there with a password.
    from: Option<&'a str>,
    /// Microsoft took it as a stranger's: nobody signed in to a mailbox there to send it.
    is_anonymous: bool,
}

impl<'a> Posed<'a> {
    pub fn of(message: &'a Message, chosen: &Chosen<'a>) -> Option<Self> {
        let alignment = chosen.alignment?;
        let is_open = chosen.in_inbox && chosen.landed.is_none() && alignment.outcome == Some(false);
        let is_passed_on = chosen.is_of_list || alignment.detour.is_some();
        // A program, a device or a service of the house writes so, too.
        let is_own_tool =
            chosen.form.is_some() || chosen.device.is_some() || service::seen(message).is_some();
        if !is_open || chosen.is_proved || chosen.is_vouched || is_passed_on || is_own_tool {
            return None;
        }
        let domain = alignment.from.as_str();
        let handed = chosen.handed;
        let is_outside = handed.address.is_some_and(|ip| !is_inner(ip))
            && handed.name.is_some_and(|name| is_host_name(name) && !same_owner(name, domain));
        let has_failed = alignment.stated.as_deref() == Some("fail")
            || chosen.compauth.is_some_and(|(result, _)| result.eq_ignore_ascii_case("fail"));
        if !is_outside || !has_failed || !posing::is_of_own_house(message) {
            return None;
        }
        let signed_in = message.hops.last().map(|hop| &hop.read).filter(|hop| hop.is_authenticated);
        let says_anonymous = |name: &str| {
            message.field(name).is_some_and(|field| field.value.trim().eq_ignore_ascii_case("anonymous"))
        };
        Some(Posed {
            domain,
            let_in: let_in(message),
            is_likely: alignment.forbids_server() || chosen.is_suspect || chosen.claims_office,
            handed,
            from: signed_in.and_then(|hop| hop.from_ip.as_deref()).filter(|ip| !is_inner(ip)),
            is_anonymous: says_anonymous("X-MS-Exchange-Organization-AuthAs")
                || says_anonymous("X-MS-Exchange-CrossTenant-AuthAs"),
        })
    }

    pub fn adapt(&self, told: &mut Finding, chosen: &Chosen, values: &Values) {
        told.title = (if self.is_likely { LIKELY } else { OPEN }).to_owned();
        (told.act, told.who, told.about) = ("recipient".to_owned(), WHO.to_owned(), "dmarc-fail".to_owned());
        told.state = "warning".to_owned();
        let way = self.way();
        told.note = Some(match told.note.take() {
            Some(note) => format!("{way} {note}"),
            None => way,
        });
        told.steps = [Some(self.warning(chosen)), self.close(), Some(self.ask_for(chosen)), self.report()]
            .into_iter()
            .flatten()
            .collect();
        told.ask = Some(values.message(&self.letter(chosen)));
        told.ask_if_sent = None;
    }

    /// Where it came from, and what that says of the mailbox whose name it shows.
    fn way(&self) -> String {
        let Handed { name, address, .. } = self.handed;
        let server = name.unwrap_or("a server outside");
        let address = address.map_or(String::new(), |address| format!(" ({address})"));
        let from =
            self.from.map_or(String::new(), |from| format!(", which had it from {from}, by a sign-in there"));
        let anonymous = match self.is_anonymous {
            true => " Microsoft took it as a stranger's (AuthAs Anonymous).",
            false => "",
        };
        format!(
            "It came in from {server}{address}{from}, and no server of {} shows on its way.{anonymous} So nothing here shows that a mailbox of {} was broken into: anybody can \
             write such an address into From.",
            self.domain, self.domain
        )
    }

    fn warning(&self, chosen: &Chosen) -> Step {
        let led = if chosen.is_suspect { ", and answers go to a mailbox that anybody can have" } else { "" };
        Step::new(
            "recipient",
            format!(
                "Before you pay, send data or answer: nothing proves that it comes from {}, your own domain{led}. Ask whom it names in person, or by a number that you know, \
                 and not by one in the mail. If they did not write it, report it with your mail program's button. If somebody has answered or paid already, tell whoever looks after \
                 your mail, and your bank, at once.",
                self.domain
            ),
        )
    }

    /// To whose list or rule let it in.
    fn close(&self) -> Option<Step> {
        let domain = self.domain;
        Some(match self.let_in {
            LetIn::SafeSender => Step::new(
                "recipient",
                format!(
                    "Take the address in From, and {domain} as a whole, out of this mailbox's list of safe senders: that entry let the mail past the filter (SFV:SFE). In Outlook on the \
                     web it stands in Settings, Mail, Junk email. Colleagues need no entry there."
                ),
            ),
            LetIn::FlowRule => Step::new(
                "recipient-admin",
                format!(
                    "Find the mail flow rule that lets mail by (SFV:SKN; Exchange admin center, Mail flow, Rules: set the spam confidence level to -1), and take {domain} out of it, or let it \
                     ask for a passed check, too: by it anybody who writes {domain} into From gets into the inbox."
                ),
            ),
            LetIn::AllowList => Step::new(
                "recipient-admin",
                format!(
                    "Take {domain} out of the allowed senders and domains of the anti-spam policies (SFV:SKA): by that entry anybody who writes {domain} into From gets into the inbox."
                ),
            ),
            LetIn::Nothing => return None,
        })
    }

    fn ask_for(&self, chosen: &Chosen) -> Step {
        let domain = self.domain;
        let outweighs = match self.let_in {
            LetIn::Nothing => "see that the filter of your mailboxes does what the record asks for",
            _ => "what let this one in outweighed that",
        };
        let policy = chosen.alignment.and_then(|alignment| alignment.policy.as_deref());
        let text = match policy {
            Some(policy @ ("quarantine" | "reject")) => {
                format!(
                    "The DMARC record of {domain} asks for such mail to be kept out already (p={policy}): {outweighs}."
                )
            }
            _ => format!(
                "Have the DMARC record of {domain} ask for mail that nothing proves to be put aside (p=quarantine), once its reports show that your own mail passes: first list in SPF, and sign \
                 with DKIM, what sends for you. `dig +short TXT _dmarc.{domain}` shows what stands there. Then other receivers are warned, too."
            ),
        };
        let is_theirs = match (self.is_likely, self.handed.name) {
            (false, Some(name)) => {
                format!(" If {name} is a server or service that you use, list and sign that first.")
            }
            _ => String::new(),
        };
        Step::new("recipient-admin", text + &is_theirs)
    }

    /// To whoever runs the server that took it from the author.
    fn report(&self) -> Option<Step> {
        let name = self.handed.name.filter(|_| self.is_likely)?;
        let address = self.handed.address.map_or(String::new(), |address| format!(" ({address})"));
        let from =
            self.from.map_or(String::new(), |from| format!(", which show that {from} signed in there"));
        Some(Step::new(
            "recipient-admin",
            format!(
                "Report it to whoever runs {name}{address}, with these headers{from}. `whois` for the address names where to (abuse). Search your own trace for other mail from that address."
            ),
        ))
    }

    /// From the reader to whoever looks after their mail.
    fn letter(&self, chosen: &Chosen) -> String {
        let results =
            chosen.alignment.and_then(terms).map_or(String::new(), |terms| format!("\nResults: {terms}"));
        let Handed { name, address, .. } = self.handed;
        let server = name.or(address).unwrap_or_default();
        let address = address.filter(|_| name.is_some()).map_or(String::new(), |ip| format!(" ({ip})"));
        let by = match self.let_in {
            LetIn::SafeSender => "\nLet in by: a list of safe senders (SFV:SFE)",
            LetIn::FlowRule => "\nLet in by: a rule before the filter (SFV:SKN)",
            LetIn::AllowList => "\nLet in by: the organisation's allow list (SFV:SKA)",
            LetIn::Nothing => "",
        };
        format!(
            "Hello,\na mail in my inbox shows an address of our own domain, and nothing proves that our servers sent it.\n{}\nHanded over by: {server}{address}{results}{by}\n\
             Could you see what let it in, whether others got such mail, and whether our DMARC record can ask for p=quarantine?\nThank you.",
            letters::KNOWN
        )
    }
}

fn let_in(message: &Message) -> LetIn {
    let verdicts = || message.filters.iter().filter_map(|field| field.read.get("SFV"));
    let found = verdicts().find_map(|verdict| match verdict {
        "SFE" => Some(LetIn::SafeSender),
        "SKN" => Some(LetIn::FlowRule),
        "SKA" => Some(LetIn::AllowList),
        _ => None,
    });
    found.unwrap_or(LetIn::Nothing)
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use crate::report::Finding;

    /// A mail that shows the reader's domain, from a server of nobody's.
    fn told(spf: &str, verdict: &str, more: &str) -> Finding {
        finding(&format!(
            "Received: from a.prod.outlook.com (10.0.0.1) by b.prod.outlook.com with HTTPS; Tue, 3 Nov 2026 13:00:04 +0000\n\
             Authentication-Results: spf={spf} (sender IP is 192.0.2.7) smtp.mailfrom=pinecourt.example; dkim=none (message not signed) header.d=none;dmarc=fail action=none \
             header.from=pinecourt.example;compauth=fail reason=001\nReceived: from vps7.cheaphost.example (192.0.2.7) by c.mail.protection.outlook.com (10.0.0.2) with \
             Microsoft SMTP Server id 15.20.1; Tue, 3 Nov 2026 13:00:02 +0000\nReceived: from DESKTOP (unknown [198.51.100.61])\n\tby vps7.cheaphost.example (Postfix) with ESMTPA id \
             1; Tue, 3 Nov 2026 13:00:01 +0000\n{more}From: Mara Pine <mara@pinecourt.example>\nTo: desk@pinecourt.example\nDate: Tue, 3 Nov 2026 13:00:00 +0000\nMessage-ID: \
             <1@pinecourt.example>\nSubject: Payment\nX-MS-Exchange-Organization-AuthAs: Anonymous\nX-Forefront-Antispam-Report: \
             CIP:192.0.2.7;CTRY:NL;LANG:en;SCL:-1;SRV:;IPV:NLI;SFV:{verdict};H:vps7.cheaphost.example;PTR:vps7.cheaphost.example;CAT:NONE;DIR:INB;\n\
             X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:I;ENG:(1);\n"
        ))
    }

    fn steps(told: &Finding) -> String {
        told.steps.iter().map(|step| format!("{}: {}\n", step.by, step.text)).collect()
    }

    #[test]
    fn a_forged_mail_of_the_own_domain_is_no_mail_that_just_arrived() {
        let answers = "Reply-To: Mara Pine <pine.director@gmail.com>\n";
        for (verdict, by, step) in [
            ("SFE", "recipient", "list of safe senders"),
            ("SKN", "recipient-admin", "mail flow rule"),
            ("SKA", "recipient-admin", "anti-spam policies"),
            ("NSPM", "recipient-admin", "p=quarantine"),
        ] {
            for more in ["", answers] {
                let told = told("fail", verdict, more);
                let all = steps(&told);
                assert!(told.title.contains("likely forged"), "{verdict}: {}", told.title);
                assert_eq!((told.act.as_str(), told.state.as_str()), ("recipient", "warning"));
                assert!(told.who.contains("whoever looks after their mail"), "{}", told.who);
                assert!(
                    told.steps.iter().any(|one| one.by == by && one.text.contains(step)),
                    "{step}: {all}"
                );
                assert!(
                    all.contains("vps7.cheaphost.example (192.0.2.7)") && all.contains("198.51.100.61"),
                    "{all}"
                );
                assert!(!all.contains("sender-admin") && !all.contains("other tabs"), "{all}");
                let note = told.note.unwrap_or_default();
                assert!(note.contains("AuthAs Anonymous") && note.contains("broken into"), "{note}");
                assert!(
                    told.ask.is_some_and(|ask| ask.contains("p=quarantine") && ask.contains("192.0.2.7"))
                );
            }
        }
    }

    #[test]
    fn what_may_be_the_houses_own_server_is_not_called_forged() {
        let open = told("softfail", "NSPM", "");
        assert!(!open.title.contains("forged"), "{}", open.title);
        assert!(
            steps(&open).contains("If vps7.cheaphost.example is a server or service that you use"),
            "{}",
            steps(&open)
        );
        let form = told("fail", "NSPM", "X-PHP-Script: www.pinecourt.example/contact.php\n");
        assert!(!form.title.contains("forged"), "{}", form.title);
    }
}
