//! A device or a program of the reader's own house that writes a wrong date: its clock is to be set, and nobody else can do that.

use super::{Chosen, home};
use crate::diagnose::checks::path::client;
use crate::diagnose::checks::speak::join;
use crate::diagnose::checks::{Observation, Opinions, posing, service};
use crate::facts::message::Message;
use crate::mail::date::Date;
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
];

/// What it wrote, and who took it.
#[derive(Clone, Copy)]
pub struct OwnDevice<'a> {
    name: Option<&'a str>,
    address: Option<&'a str>,
    date: &'a str,
    taken_by: &'a str,
    taken: Date,
    /// Without the points for the date, the filter would not call it spam.
    decides: bool,
}

/// Tests that say of Date that it is far off.
pub fn is_of_date(test: &str) -> bool {
    test.starts_with("DATE_IN_") || test == "INVALID_DATE"
}

/// The device, where it shows itself by a name, writes in the reader's own domain, and Date does not fit the first server's stamp.
pub fn own_device<'a>(
    message: &'a Message,
    opinions: &Opinions,
    seen: &[Observation],
) -> Option<OwnDevice<'a>> {
    let is_off = seen.iter().any(|one| matches!(one.id, "date-ahead" | "date-long-before"));
    if !is_off || service::is_list(message) || !posing::is_of_own_house(message) || !is_named(message) {
        return None;
    }
    let first = message.hops.last()?;
    Some(OwnDevice {
        name: client(&first.read).or(first.read.from_name.as_deref()),
        address: first.read.from_ip.as_deref(),
        date: message.field("Date")?.value.trim(),
        taken_by: first.read.by.as_deref().unwrap_or("the first server"),
        taken: first.read.date?,
        decides: home::tips_any(message, is_of_date)
            && opinions.verdicts.iter().any(|verdict| verdict.leaning > 0),
    })
}

fn is_named(message: &Message) -> bool {
    let has_word = |text: &str| {
        let mut found = false;
        token::words(text, |_, word| {
            found |= DEVICES.contains(&word.trim_end_matches(|letter: char| letter.is_ascii_digit()))
        });
        found
    };
    let from = message.from.iter().flat_map(|from| {
        [from.read.name.as_deref(), from.read.address.split('@').next()].into_iter().flatten()
    });
    let hop = message.hops.last().map(|hop| &hop.read);
    let machine = hop.into_iter().flat_map(|hop| [&hop.from_name, &hop.from_helo, &hop.from_rdns]);
    let machine = machine.flatten().filter_map(|name| name.split('.').next());
    let program = message.field("X-Mailer").map(|field| field.value.as_str());
    from.chain(machine).chain(program).any(has_word) || message.field("X-Cron-Env").is_some()
}

/// Its clock comes first, then what else its own house can mend.
pub fn adapt(told: &mut Finding, chosen: &Chosen, device: &OwnDevice) {
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
    fn step(&self, chosen: &Chosen) -> Step {
        let it = match (self.name, self.address) {
            (Some(name), Some(address)) if name != address => format!("{name} ({address})"),
            (name, address) => name.or(address).unwrap_or("the machine that wrote it").to_owned(),
        };
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
        let text = format!(
            "If {it} is a device of your own: set its clock, its time zone and its time server (NTP). It wrote \"Date: {}\", and {} took the mail over at {}.{against} \
             Then let it send a test mail. If no device of yours has that name and address, somebody else writes in your \
             domain's name.",
            self.date,
            self.taken_by,
            local(self.taken.epoch, self.taken.offset.unwrap_or(0))
        );
        Step::new("sender", text)
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
