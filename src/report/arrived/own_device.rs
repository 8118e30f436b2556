//! A device or a program of the reader's own house: one that writes a wrong date, whose clock is to be set, and one that sends straight to the
//! mailbox's server, where nothing proves it. Nobody else can do either.

use super::{Chosen, home};
use crate::diagnose::checks::path::client;
use crate::diagnose::checks::speak::join;
use crate::diagnose::checks::{Observation, Opinions, posing, service};
use crate::facts::message::Message;
use crate::mail::date::Date;
use crate::mail::ip::is_made_of_address;
use crate::mail::received::Received;
use crate::report::text::local;
use crate::report::{Finding, Step};
use crate::text::token;

/// Words in the names of such machines, of what runs on them, and of their accounts.
const DEVICES: &[&str] = &[
    "nas",
    "qnap",
    "synology",
    "diskstation",
    "readynas",
    "printer",
    "drucker",
    "imprimante",
    "scanner",
    "scan",
    "copier",
    "kopierer",
    "mfp",
    "ups",
    "usv",
    "camera",
    "kamera",
    "nvr",
    "dvr",
    "cron",
    "root",
    "router",
    "firewall",
    "alarm",
    "monitoring",
    "nagios",
    "zabbix",
    "backup",
    "raspberrypi",
    "esxi",
    "idrac",
    "ilo",
    "plc",
    "pbx",
    "heizung",
    "kyocera",
    "ricoh",
    "konica",
    "xerox",
    "lexmark",
    "canon",
    "brother",
    "epson",
];

/// Words in the name of a line whose address changes.
const CHANGING: &[&str] =
    &["dip", "dyn", "dynamic", "dial", "dialup", "pool", "ppp", "dhcp", "dsl", "adsl", "vdsl"];

/// What it wrote, and who took it.
#[derive(Clone, Copy)]
pub struct OwnDevice<'a> {
    name: Option<&'a str>,
    address: Option<&'a str>,
    date: &'a str,
    taken_by: &'a str,
    taken: Date,
    /// Date is far off.
    is_off: bool,
    /// It came straight to the mailbox's server, where nothing proves it.
    is_unproved: bool,
    /// The line's address changes, as its name tells.
    is_changing: bool,
    /// Without the points for the date, the filter would not call it spam.
    decides: bool,
}

/// Tests that say of Date that it is far off.
pub fn is_of_date(test: &str) -> bool {
    test.starts_with("DATE_IN_") || test == "INVALID_DATE"
}

/// The device, where it shows itself by a name and writes in the reader's own domain, and Date does not fit the first server's stamp, or
/// that server is the mailbox's and knows nothing that proves it.
pub fn own_device<'a>(
    message: &'a Message,
    opinions: &Opinions,
    seen: &[Observation],
) -> Option<OwnDevice<'a>> {
    let is_off = seen.iter().any(|one| matches!(one.id, "date-ahead" | "date-long-before"));
    let trust = opinions.timeline.trust.as_ref();
    let is_straight = trust.is_some_and(|trust| trust.hop + 1 == message.hops.len());
    let is_unproved = is_straight
        && opinions
            .alignment
            .as_ref()
            .is_some_and(|table| table.outcome == Some(false) && !table.is_proved());
    if !(is_off || is_unproved)
        || service::is_list(message)
        || !posing::is_of_own_house(message)
        || !is_named(message)
    {
        return None;
    }
    let first = message.hops.last()?;
    Some(OwnDevice {
        name: client(&first.read).or(first.read.from_name.as_deref()),
        address: first.read.from_ip.as_deref(),
        date: message.field("Date")?.value.trim(),
        taken_by: first.read.by.as_deref().unwrap_or("the first server"),
        taken: first.read.date?,
        is_off,
        is_unproved,
        is_changing: is_changing(message, &first.read),
        decides: home::tips_any(message, is_of_date)
            && opinions.verdicts.iter().any(|verdict| verdict.leaning > 0),
    })
}

/// Whether one of these words stands there, a number behind it or not.
fn has_one_of(words: &[&str], text: &str) -> bool {
    let mut found = false;
    token::words(text, |_, word| {
        found |= words.contains(&word.trim_end_matches(|letter: char| letter.is_ascii_digit()))
    });
    found
}

/// By the name that the server found for the address, or that Microsoft notes.
fn is_changing(message: &Message, first: &Received) -> bool {
    let noted = message.filters.iter().find_map(|filter| filter.read.get("PTR"));
    let name = first.from_rdns.as_deref().or(noted);
    name.is_some_and(|name| {
        is_made_of_address(name, first.from_ip.as_deref())
            && !name.contains("static")
            && has_one_of(CHANGING, name)
    })
}

fn is_named(message: &Message) -> bool {
    let has_word = |text: &str| has_one_of(DEVICES, text);
    let from = message.from.iter().flat_map(|from| {
        [from.read.name.as_deref(), from.read.address.split('@').next()].into_iter().flatten()
    });
    let hop = message.hops.last().map(|hop| &hop.read);
    let machine = hop.into_iter().flat_map(|hop| [&hop.from_name, &hop.from_helo, &hop.from_rdns]);
    let machine = machine.flatten().filter_map(|name| name.split('.').next());
    let program = message.field("X-Mailer").map(|field| field.value.as_str());
    from.chain(machine).chain(program).any(has_word) || message.field("X-Cron-Env").is_some()
}

/// Its clock comes first, then what else its own house can mend; where it is that nothing proves the mail, this comes before the clock.
pub fn adapt(told: &mut Finding, chosen: &Chosen, device: &OwnDevice) {
    if device.is_unproved && !device.decides {
        device.prove(told, chosen);
        if device.is_off {
            told.steps.insert(1, Step::new("sender", device.clock(chosen)));
        }
        return;
    }
    let steps = std::mem::take(&mut told.steps);
    let is_own = |step: &Step| matches!(&*step.by, "author" | "sender-admin");
    let (own, rest): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(is_own);
    let own = own.into_iter().map(super::sent::spoken_to);
    told.steps = std::iter::once(device.step(chosen)).chain(own).chain(rest).collect();
    if chosen.landed.is_some() || chosen.failed_alone {
        told.act = "sender".to_owned();
    }
    told.who = "you, if the device is yours, or whoever looks after it: by setting its clock".to_owned();
    (told.ask, told.ask_if_sent) = (None, None);
}

impl OwnDevice<'_> {
    fn named(&self) -> String {
        match (self.name, self.address) {
            (Some(name), Some(address)) if name != address => format!("{name} ({address})"),
            (name, address) => name.or(address).unwrap_or("the machine that wrote it").to_owned(),
        }
    }

    /// How such a device's mail is proved: it cannot sign, and nobody else can let it in
    /// (<https://learn.microsoft.com/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365>,
    /// checked 2026-11-28).
    fn prove(&self, told: &mut Finding, chosen: &Chosen) {
        let it = self.named();
        let (server, gate) = match chosen.at_microsoft {
            true => (
                " (at Microsoft 365 smtp.office365.com, where SMTP AUTH is allowed for that mailbox)",
                "a connector at Microsoft 365 that takes mail from that address as your organization's own, and",
            ),
            false => ("", "an exception at your mail provider for that address, if there is one, and"),
        };
        let login = format!(
            "If {it} is a device of your own: it sends straight to the server of the mailbox, without signing in, and nothing proves it there. Let it sign in at your mail \
             provider's outgoing server{server}, port 587 with STARTTLS, with the name and password of the mailbox that it writes from. That holds from each line."
        );
        let domain = chosen.alignment.map_or("your domain", |table| table.from.as_str());
        let address = self.address.unwrap_or("its line's address");
        let line = match self.is_changing {
            true => format!(
                "Do not allow {address} anywhere: by its name it is an address that an access provider gives to one customer after the other. If your line has a fixed one, that \
                 one can be entered."
            ),
            false => format!(
                "If it cannot sign in: {gate} ip4:{address} in the SPF record of {domain}. Only where that address is your line's own and stays so; take the address of an earlier \
                 line out."
            ),
        };
        let stranger = format!(
            "If no device of yours has that name and address, somebody else writes in the name of {domain}: open nothing in it, and report it as phishing."
        );
        let step = |by: &'static str, text: String| Step::new(by, text);
        told.steps = vec![step("sender", login), step("sender-admin", line), step("recipient", stranger)];
        told.act = "sender".to_owned();
        told.who = "you, if the device is yours, or whoever looks after it".to_owned();
        (told.ask, told.ask_if_sent) = (None, None);
    }

    fn step(&self, chosen: &Chosen) -> Step {
        let stranger =
            "If no device of yours has that name and address, somebody else writes in your domain's name.";
        Step::new("sender", format!("{} {stranger}", self.clock(chosen)))
    }

    fn clock(&self, chosen: &Chosen) -> String {
        let it = self.named();
        let tests: Vec<String> =
            chosen.counted.iter().filter(|one| is_of_date(&one.test)).map(|one| one.test.clone()).collect();
        let against = match (tests.is_empty(), self.decides) {
            (true, _) => String::new(),
            (false, true) => {
                format!(
                    " The filter counts that against it ({}): without it, this mail would be no spam.",
                    join(&tests)
                )
            }
            (false, false) => format!(" The filter counts that against it ({}).", join(&tests)),
        };
        format!(
            "If {it} is a device of your own: set its clock, its time zone and its time server (NTP). It wrote \"Date: {}\", and {} took the mail over at {}.{against} \
             Then let it send a test mail.",
            self.date,
            self.taken_by,
            local(self.taken.epoch, self.taken.offset.unwrap_or(0))
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;

    /// A mail of this author and machine, dated so, and by these points more than the filter bears.
    fn told(from: &str, machine: &str, date: &str, points: &str) -> crate::report::Finding {
        finding(&format!(
            "X-Spam-Flag: YES\nX-Spam-Status: Yes, score=6.9 required=5.0 tests=DATE_IN_PAST_96_XX={points},MIME_HTML_ONLY=1.7\nReceived: from \
             {machine} (unknown [192.0.2.7]) by mx.host.example (Postfix) with ESMTP id 1A2B3 for <desk@pinecourt.example>; Thu, 26 Nov 2026 \
             03:00:14 +0100\nDate: {date}\nFrom: {from}\nTo: desk@pinecourt.example\nSubject: Volume 1\nMessage-ID: <1@pinecourt.example>\n"
        ))
    }
    const OLD: &str = "Thu, 01 Jan 2015 03:12:40 +0100";

    #[test]
    fn the_clock_of_an_own_device_comes_first() {
        let nas = told("nas@pinecourt.example", "nas-cellar", OLD, "3.4");
        let step = &nas.steps[0];
        assert_eq!((nas.act.as_str(), step.by.as_ref()), ("sender", "sender"), "{nas:?}");
        for part in [OLD, "nas-cellar (192.0.2.7)", "DATE_IN_PAST_96_XX", "this mail would be no spam"] {
            assert!(step.text.contains(part), "{part}: {}", step.text);
        }
        assert_eq!(
            nas.steps.iter().filter(|step| step.text.to_lowercase().contains("set the clock")).count(),
            0
        );
        assert!(nas.ask.is_none() && nas.ask_if_sent.is_none());
        let light = told("nas@pinecourt.example", "nas-cellar", OLD, "1.0");
        assert!(!light.steps[0].text.contains("would be no spam"), "{}", light.steps[0].text);
        assert_eq!(told("Printer <hall@pinecourt.example>", "pc4", OLD, "3.4").act, "sender");
    }

    /// A device that sends straight to the mailbox's server, over a line of this name.
    fn straight(from: &str, program: &str, line: &str) -> crate::report::Finding {
        finding(&format!(
            "Authentication-Results: mx.pinecourt.example; spf=fail smtp.mailfrom=pinecourt.example; dkim=none; dmarc=fail (p=quarantine) \
             header.from=pinecourt.example\nX-Spam-Flag: YES\nX-Spam-Status: Yes, score=6.9 required=5.0 tests=SPF_FAIL=5.2,MIME_HTML_ONLY=1.7\nReceived: from BR3F2C \
             ({line} [203.0.113.9]) by mx.pinecourt.example (Postfix) with ESMTP id 1A2B3 for <desk@pinecourt.example>; Thu, 26 Nov 2026 03:00:14 \
             +0100\nDate: Thu, 26 Nov 2026 03:00:10 +0100\nX-Mailer: {program}\nFrom: {from}\nTo: desk@pinecourt.example\nSubject: Page 1\nMessage-ID: \
             <1@pinecourt.example>\n"
        ))
    }

    #[test]
    fn an_own_device_is_told_to_sign_in_and_not_to_sign() {
        let told = straight("hall@pinecourt.example", "Ricoh Aficio", "pcb007109.dip0.access.example");
        let all: String = told.steps.iter().map(|step| format!("{}\n", step.text)).collect();
        assert_eq!((told.act.as_str(), told.steps.len()), ("sender", 3), "{all}");
        assert!(told.steps[0].text.contains("BR3F2C") || told.steps[0].text.contains("203.0.113.9"), "{all}");
        for part in ["port 587", "Do not allow 203.0.113.9 anywhere", "report it as phishing"] {
            assert!(all.contains(part), "{part}: {all}");
        }
        assert!(!all.contains("DKIM") && told.ask.is_none() && told.ask_if_sent.is_none(), "{all}");
        let fixed = straight("scan@pinecourt.example", "x", "static-203-0-113-9.access.example");
        assert!(
            fixed.steps[1].text.contains("ip4:203.0.113.9 in the SPF record of pinecourt.example"),
            "{:?}",
            fixed.steps
        );
        for other in [
            straight("scan@elsewhere.example", "x", "a.example"),
            straight("ann@pinecourt.example", "x", "a.example"),
        ] {
            assert!(!other.who.starts_with("you, if the device"), "{}", other.who);
        }
    }

    #[test]
    fn what_nothing_proves_comes_before_a_clock_that_is_off() {
        let paste = "Authentication-Results: mx.pinecourt.example; spf=fail smtp.mailfrom=pinecourt.example; dkim=none; dmarc=fail (p=quarantine) \
            header.from=pinecourt.example\nX-Spam-Flag: YES\nReceived: from BR3F2C (a.example [203.0.113.9]) by mx.pinecourt.example (Postfix) with ESMTP id \
            1A2B3 for <desk@pinecourt.example>; Thu, 26 Nov 2026 03:00:14 +0100\nDate: Thu, 26 Nov 2026 09:00:10 +0100\nX-Mailer: Ricoh Aficio\nFrom: \
            hall@pinecourt.example\nTo: desk@pinecourt.example\nSubject: Page 1\nMessage-ID: <1@pinecourt.example>\n";
        let told = finding(paste);
        assert!(told.steps[0].text.contains("port 587"), "{:?}", told.steps);
        assert!(told.steps[1].text.contains("set its clock"), "{:?}", told.steps);
        assert!(!told.who.contains("clock"), "{}", told.who);
    }

    #[test]
    fn nobody_elses_mail_is_an_own_devices() {
        let is_device = |from: &str, machine: &str, date: &str| {
            told(from, machine, date, "3.4").who.starts_with("you, if the device")
        };
        assert!(!is_device("nas@elsewhere.example", "nas-cellar", OLD));
        assert!(!is_device("ann@pinecourt.example", "mail.elsewhere.example", OLD));
        assert!(!is_device("nas@pinecourt.example", "nas-cellar", "Thu, 26 Nov 2026 03:00:12 +0100"));
    }
}
