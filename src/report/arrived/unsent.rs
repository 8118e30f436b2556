//! A mail that waited on its author's own device before the first server had it: Date tells, and the device's clock alone.

use super::Chosen;
use super::wait::LONG;
use crate::diagnose::checks::path::client;
use crate::diagnose::checks::timeline::{Timeline, is_set_for_later, server, stamp};
use crate::diagnose::checks::{service, speak};
use crate::facts::Facts;
use crate::facts::message::Message;
use crate::report::evidence::evidence;
use crate::report::text::local;
use crate::report::values::Values;
use crate::report::{Finding, Step, standing};

const TO_AUTHOR: &str = "Hello,
a mail of yours came {held} after the time in its Date.
Subject: {subject}
Address in From: {from}
Date in it: {time}
First taken by {next}: {held_until}
Sent from: {client}
Message-ID: {message_id}
Could you see whether it lay in the Outbox meanwhile, or was set to be sent later, and whether the clock of that device is right?
Thank you.";

/// Longer, a clock that was never set is likelier. Seconds.
const LONGEST: i64 = 14 * 86_400;

pub struct Unsent<'a> {
    /// The device, by the name that it gave to the server, and the program on it.
    device: Option<&'a str>,
    program: Option<&'a str>,
    server: String,
    /// Its hop, an index into [`Message::hops`].
    hop: usize,
    /// Where Date stands, an index into [`Message::fields`].
    date: usize,
    written: i64,
    taken: i64,
    zone: i32,
    /// Another clock that agrees with Date.
    by: Option<&'static str>,
    /// How long the servers had it, in seconds.
    total: Option<i64>,
}

impl<'a> Unsent<'a> {
    /// Where somebody signed in, as programs do. Hours to the minute are a time zone.
    pub fn of(message: &'a Message, way: &Timeline) -> Option<Self> {
        const NEAR: i64 = 120;
        const ZONES: i64 = 14 * 3600;
        let written = message.date.as_ref()?;
        let date = written.read.1.filter(|date| date.offset.is_some())?;
        let first = way.steps.first().filter(|_| way.anew.is_none() && way.written_by.is_none())?;
        let hop = &message.hops.get(first.hop)?.read;
        let taken = first.epoch?;
        let before = taken.saturating_sub(date.epoch);
        let is_zone = before <= ZONES + NEAR && (before + NEAR) % 3600 <= 2 * NEAR;
        let is_it = (LONG..=LONGEST).contains(&before)
            && !is_zone
            && hop.is_authenticated
            && message.all("Date").take(2).count() == 1
            && !service::is_list(message)
            && !is_set_for_later(message, way);
        let names = [&hop.from_name, &hop.from_helo, &hop.from_rdns];
        let device =
            names.into_iter().flatten().map(String::as_str).find(|name| !name.contains(['.', ':', '[']));
        let program = || message.field("X-Mailer").or_else(|| message.field("User-Agent"));
        is_it.then(|| Unsent {
            device: device.filter(|name| !name.eq_ignore_ascii_case("localhost")).or_else(|| client(hop)),
            program: program().map(|field| field.value.trim()).filter(|value| value.len() <= 60),
            server: server(message, first.hop),
            hop: first.hop,
            date: written.field,
            written: date.epoch,
            taken,
            zone: hop.date.and_then(|date| date.offset).unwrap_or(0),
            by: way.written.and_then(|written| written.by),
            total: way.total.filter(|_| way.steps.len() > 1),
        })
    }

    fn at(&self, epoch: i64) -> String {
        local(epoch, self.zone)
    }

    /// `KBERG-LAPTOP (Microsoft Outlook 16.0)`
    fn place(&self) -> String {
        match (self.device, self.program) {
            (Some(device), Some(program)) => format!("{device} ({program})"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => "the device from which it was sent".to_owned(),
        }
    }

    /// What the servers did with it then, in short: the way is told below.
    fn behind(&self, chosen: &Chosen) -> String {
        let took = self.total.map_or(String::new(), |total| {
            format!(" From there to the last server it took {}.", speak::duration(total))
        });
        let place = chosen.place.map_or("", |place| place.text.get(..place.main).unwrap_or_default());
        match place.is_empty() {
            true => took,
            false => format!("{took} {place}"),
        }
    }

    /// In place of an answer that knows the servers' time alone.
    pub fn adapt(
        self,
        told: &mut Finding,
        paste: &str,
        facts: &'a Facts,
        chosen: &Chosen,
        values: &mut Values<'a>,
    ) {
        let Some(message) = facts.message.as_deref() else { return };
        if told.state == standing::LATE
            || chosen.landed.is_some()
            || chosen.failed_alone
            || chosen.is_let_in
            || chosen.is_suspect
        {
            return;
        }
        let (waited, place) = (speak::duration(self.taken - self.written), self.place());
        let (written, taken) = (self.at(self.written), self.at(self.taken));
        told.title = format!(
            "The mail arrived {waited} after it was written: likely it waited on the sender's own device"
        );
        let sure = self.by.map_or_else(
            || {
                "Or the clock of that device is wrong: no server had the mail then, so none can tell."
                    .to_owned()
            },
            |by| format!("That is no wrong clock: {by} agrees with Date."),
        );
        told.summary = format!(
            "By Date it was written at {written}, and {} took it from {place} only at {taken}: {waited} later. Likely it lay in the Outbox there: without a connection, \
             on a device that slept, or with a time set for sending. {sure}{}",
            self.server,
            self.behind(chosen)
        );
        let spans = [message.fields.get(self.date).map(|field| field.span), stamp(message, self.hop)];
        let own = spans.into_iter().flatten().filter_map(|span| evidence(paste, facts, span));
        told.evidence.splice(0..0, own);
        told.state = standing::LATE.to_owned();
        told.stage = "client".to_owned();
        told.act = "author".to_owned();
        told.who = "the sender".to_owned();
        told.steps = vec![
            Step::new(
                "author",
                format!(
                    "Look on {place} for why it went only at {taken}: a mail stays in the Outbox while the device sleeps, is switched off or has no connection, while the \
                     program is closed or works offline, and where a time was set for sending (Schedule send, Delay delivery).",
                ),
            ),
            Step::new(
                "author",
                "See whether the clock and the time zone of that device are right: if not, there was no such wait.",
            ),
            Step::new(
                "recipient",
                format!(
                    "It is there, so for this mail nothing is to be done. {} had it first at {taken}: before that, no server can have held it.",
                    self.server
                ),
            ),
        ];
        values.add_wait(waited, &[], (self.server.clone().into(), None), None);
        values.add_greylisted(None, place.into(), None);
        values.add_stamps(written.clone(), taken.clone(), None);
        values.set_time_by(self.zone);
        told.ask = Some(values.message(TO_AUTHOR));
        told.ask_if_sent = None;
        told.to_tell = Some(format!(
            "By its Date the mail was written at {written}. {} took it from the sender's device at {taken}, and no server had it before.",
            self.server
        ));
    }
}

#[cfg(test)]
mod tests {
    fn told(date: &str, with: &str, joined: &str) -> crate::report::Finding {
        let paste = format!(
            "Delivered-To: ann@example.org{joined}Received: from out.example.com (out.example.com [192.0.2.1]) by mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 10:00:09 \
             +0100\nReceived: from TIN-PAD ([192.0.2.9]) by out.example.com with {with} id a1; Tue, 3 Nov 2026 10:00:04 +0100\nFrom: Bob \
             <bob@example.com>\nSubject: a\nDate: {date} +0100\nX-Mailer: Postino 4\nMessage-ID: <1@example.com>\n"
        );
        crate::diagnose(&paste).findings.remove(0)
    }

    #[test]
    fn a_mail_that_lay_on_its_authors_device_is_late() {
        // Half a day and days, also where two fields share a line.
        for (date, joined) in [
            ("Mon, 2 Nov 2026 21:20:44", "\n"),
            ("Sat, 31 Oct 2026 16:20:44", "\n"),
            ("Sat, 31 Oct 2026 16:20:44", " "),
        ] {
            let late = told(date, "ESMTPSA", joined);
            assert!(
                late.title.contains("likely it waited on the sender's own device"),
                "{date} {}",
                late.title
            );
            assert_eq!((late.state.as_str(), late.act.as_str()), ("late", "author"));
            assert!(late.steps[0].text.contains("TIN-PAD (Postino 4)"), "{}", late.steps[0].text);
            assert!(late.summary.contains("Or the clock of that device is wrong"), "{}", late.summary);
            assert!(late.ask.is_some_and(|ask| {
                ask.contains("First taken by out.example.com: 2026-11-03 10:00:04 +0100")
                    && !ask.contains("Time: ")
            }));
            assert!(late.to_tell.is_some());
            // Each moment once, and in few words.
            assert!(late.summary.split_whitespace().count() < 90, "{}", late.summary);
            assert!(
                late.summary.contains("From there to the last server it took 5 seconds."),
                "{}",
                late.summary
            );
        }
        // A wrong time zone, minutes, no sign-in, and a clock that was never set.
        for (date, with) in [
            ("Tue, 3 Nov 2026 07:00:01", "ESMTPSA"),
            ("Tue, 3 Nov 2026 09:40:00", "ESMTPSA"),
            ("Sat, 31 Oct 2026 16:20:44", "ESMTPS"),
            ("Thu, 1 Jan 2015 16:20:44", "ESMTPSA"),
        ] {
            assert_ne!(told(date, with, "\n").state, "late", "{date}");
        }
    }
}
