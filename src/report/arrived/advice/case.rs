//! What the steps turn on, found once for all of them.

use super::super::proof::{BySpf, Proof};
use super::super::wait::Wait;
use super::super::{Chosen, ON_THE_WAY};
use crate::diagnose::checks::noted::Noted;
use crate::report::Step;

pub struct Case<'a> {
    pub chosen: Chosen<'a>,
    pub wait: Option<&'a Wait<'a>>,
    /// Something speaks against the mail.
    pub against: bool,
    /// The same, by a filter or a check, and not by the reader's own choice.
    pub is_judged: bool,
    pub on_the_way: bool,
    pub is_in_inbox: bool,
    /// Its place in the mailbox is stated.
    pub is_placed: bool,
    pub proved: Option<&'static str>,
    pub failed: bool,
    pub is_late: bool,
    /// The gateway in front found the author proved.
    pub is_lost_behind: bool,
    /// What the author's own servers noted speaks for them.
    pub is_noted_valid: bool,
    /// The mailbox took it in, and nothing proves who wrote it.
    pub is_unproved_there: bool,
    /// Something is named that the sending side can change.
    pub has_mends: bool,
    pub spf: BySpf,
}

impl<'a> Case<'a> {
    pub fn of(chosen: Chosen<'a>, wait: Option<&'a Wait<'a>>, mends: &[Step]) -> Self {
        let against = chosen.landed.is_some();
        let failed = chosen.has_failed();
        let is_at = |id: &str| chosen.place.is_some_and(|place| place.id == id);
        let is_in_inbox = is_at("in-inbox");
        // The mailbox took it in, though a filter there spoke against it.
        let is_direct = chosen.alignment.is_some_and(|alignment| alignment.detour.is_none());
        let is_doubted = chosen.has_reason || (failed && is_direct);
        let noted = chosen.alignment.and_then(|alignment| alignment.noted.as_ref());
        Case {
            wait,
            against,
            is_judged: against && chosen.own.is_none(),
            on_the_way: chosen.landed.is_some_and(|(one, _)| one.id == ON_THE_WAY),
            is_in_inbox,
            is_placed: is_in_inbox || is_at("in-folder"),
            proved: chosen.proved.map(|one| one.id),
            failed,
            is_late: chosen.slow.is_some() || chosen.held.is_some(),
            is_lost_behind: matches!(chosen.proof, Proof::LostBehind(_)),
            is_noted_valid: noted.is_some_and(Noted::speaks_for_author),
            is_unproved_there: is_in_inbox && !against && !chosen.is_proved && is_doubted,
            has_mends: mends.iter().any(|step| matches!(&*step.by, "author" | "sender-admin")),
            spf: BySpf::of(&chosen),
            chosen,
        }
    }

    /// Nothing shows a danger, and nothing proves the author either.
    pub fn is_open(&self) -> bool {
        let chosen = &self.chosen;
        self.against && !chosen.danger && !chosen.is_proved && !self.failed && !chosen.is_forbidden
    }
}
