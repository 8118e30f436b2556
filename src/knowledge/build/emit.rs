//! Writes the tables as Rust.

use crate::Faults;
use crate::code_spec::CodeSpec;
use crate::names::{Act, Confidence, Named, Only, OwnerKind, Permanence, Runs, Stage};
use crate::pack::{Table, WITHIN, column};
use crate::phrases::{Automaton, Kind};
use crate::raw::{
    Base, CauseHead, File, OwnerFile, RawCode, RawCommand, RawLink, RawMend, RawRule, RawStep, RawTestMend,
    RawTopic,
};
use std::fmt::Write;

pub struct Tables<'a> {
    base: &'a Base,
    automaton: Automaton,
}

impl<'a> Tables<'a> {
    pub fn new(base: &'a Base, faults: &mut Faults) -> Self {
        let mut automaton = Automaton::new(&base.word_classes).unwrap_or_else(|fault| {
            faults.add("src/knowledge/classes.toml", fault);
            Automaton::default()
        });
        let mut rule_index = 0;
        for (owner, file) in base.owners.iter().enumerate() {
            for mark in &file.content.marks {
                if let Err(fault) = automaton.add(mark.get_ref(), "", Kind::Mark, owner) {
                    faults.add(file.place(mark.span().start), fault);
                }
            }
            for rule in &file.content.rule {
                let unless = rule.unless.iter().map(|phrase| (phrase, "", Kind::Unless));
                for (phrase, lang, kind) in
                    rule.all_phrases().map(|(p, lang)| (p, lang, Kind::Rule)).chain(unless)
                {
                    for spelling in spellings(phrase.get_ref()) {
                        if let Err(fault) = automaton.add(&spelling, lang, kind, rule_index) {
                            faults.add(file.place(phrase.span().start), fault);
                        }
                    }
                }
                for code in &rule.codes {
                    if let Err(fault) = CodeSpec::read(code) {
                        faults.add(file.place(rule.id.span().start), fault);
                    }
                }
                rule_index += 1;
            }
        }
        for (index, list) in base.lists.iter().enumerate() {
            for mark in &list.marks {
                if let Err(fault) = automaton.add(mark.get_ref(), "", Kind::List, index) {
                    faults.add("src/knowledge/lists.toml", fault);
                }
            }
        }
        if let Some(class) = automaton.unused() {
            faults.add("src/knowledge/classes.toml", format!("class {class} is used by no phrase"));
        }
        Self { base, automaton }
    }

    /// The tables of the library.
    pub fn knowledge(&self) -> String {
        [
            self.causes(),
            self.owners(),
            self.rules(),
            self.codes(),
            self.lists(),
            self.fields(),
            self.filters(),
            self.automaton.emit(),
        ]
        .concat()
    }

    /// The examples of all rules: for the tests alone, they do not weigh on the page.
    pub fn examples(&self) -> String {
        let mut rows = String::new();
        for file in &self.base.owners {
            for rule in &file.content.rule {
                let cause = if rule.cause.is_empty() { &file.id } else { &rule.cause };
                let id = rule_id(file, rule);
                for (texts, counter) in [(&rule.example, false), (&rule.counter, true)] {
                    for text in texts {
                        let _ = writeln!(rows, "({id:?}, {cause:?}, {counter}, {text:?}),");
                    }
                }
            }
        }
        format!(
            "/// Rule, its cause, whether the text is a counter-example, text.\nstatic EXAMPLES: &[(&str, &str, bool, &str)] = &[{rows}];\n"
        )
    }

    fn causes(&self) -> String {
        let files: Vec<_> = self
            .base
            .cause_ids
            .iter()
            .filter_map(|id| self.base.causes.iter().find(|f| f.id == *id))
            .collect();
        let heads: Vec<&CauseHead> = files.iter().map(|file| &file.content).collect();
        let commands =
            |form: fn(&RawCommand) -> &str| heads.iter().map(move |head| head.command.iter().map(form));
        let table = Table::new("CAUSES_PACKED", "Causes")
            .texts("ids", files.iter().map(|file| &file.id))
            .texts("titles", heads.iter().map(|head| &head.title))
            .texts("summaries", heads.iter().map(|head| &head.summary))
            .texts("retries", heads.iter().map(|head| &head.retry))
            .texts("given_up", heads.iter().map(|head| &head.given_up))
            .texts("for_now", heads.iter().map(|head| &head.for_now))
            .texts("for_good", heads.iter().map(|head| &head.for_good))
            .texts("by_hand", heads.iter().map(|head| &head.by_hand))
            .texts("asks", heads.iter().map(|head| head.ask.trim()))
            .lists("steps", heads.iter().map(|head| steps(&head.step)))
            .lists("unix", commands(|command| &command.unix))
            .lists("windows", commands(|command| &command.windows))
            .lists("whys", commands(|command| &command.why))
            .lists("onlys", commands(|command| &command.only))
            .lists("ats", heads.iter().map(|head| head.command.iter().map(|command| command.at.join(" "))))
            .numbers("permanence", heads.iter().map(|head| number(Permanence::from_name(&head.permanence))))
            .numbers("stages", heads.iter().map(|head| number(Stage::from_name(&head.stage))))
            .numbers("acts", heads.iter().map(|head| number(Act::from_name(&head.act))));
        let prose = column(files.iter().map(|file| file.prose.trim()));
        table.end() + &format!("static PROSE: packed::Column = {prose};\n")
    }

    fn owners(&self) -> String {
        let files = &self.base.owners;
        let contents = || files.iter().map(|file| &file.content);
        Table::new("OWNERS_PACKED", "Owners")
            .texts("ids", files.iter().map(|file| &file.id))
            .texts("names", contents().map(|content| &content.name))
            .lists(
                "hosts",
                contents().map(|content| content.hosts.iter().map(|host| host.to_ascii_lowercase())),
            )
            .texts("abouts", contents().map(|content| &content.about))
            .texts("collects", contents().map(|content| &content.collect))
            .texts("trusts", contents().map(|content| &content.trust))
            .texts("locals", contents().map(|content| &content.local))
            .texts("senders", contents().map(|content| &content.sender))
            .lists("mends", contents().map(|content| self.mends(content)))
            .texts("sources", contents().map(|content| &content.source))
            .texts("checked", contents().map(|content| &content.checked))
            .numbers("kinds", files.iter().map(|file| number(kind(file))))
            .numbers("layers", contents().map(|content| content.layer))
            .numbers("runs", contents().map(|content| some(&content.runs, Runs::from_name)))
            .numbers("rules", contents().map(|content| content.rule.len()))
            .end()
    }

    /// Each behind the number of its cause, whether it stands instead of the cause's steps (1) or of a rule's (2, and the text begins
    /// with the rule's id), and what it is about.
    fn mends(&self, content: &OwnerFile) -> Vec<String> {
        let of = |mend: &RawMend| {
            let causes = mend.causes.iter().filter_map(|cause| self.base.cause(cause.get_ref()));
            let of_causes = causes.map(|cause| {
                let (head, instead) = (sign(cause as u8), sign(u8::from(mend.instead)));
                format!("{head}{instead}{}{}", topics(&mend.about), mend.text)
            });
            let of_rules = mend.rules.iter().map(|rule| {
                let (head, id) = (format!("{}{}", sign(0), sign(2)), rule.get_ref());
                format!("{head}{}{id}{WITHIN}{}", topics(&mend.about), mend.text)
            });
            of_causes.chain(of_rules).collect::<Vec<_>>()
        };
        content.mend.iter().flat_map(of).collect()
    }

    fn rules(&self) -> String {
        let all: Vec<(&File<OwnerFile>, &RawRule)> = self
            .base
            .owners
            .iter()
            .flat_map(|file| file.content.rule.iter().map(move |rule| (file, rule)))
            .collect();
        let rules = || all.iter().map(|(_, rule)| *rule);
        let cause = |(file, rule): &(&File<OwnerFile>, &RawRule)| {
            let cause = if rule.cause.is_empty() { &file.id } else { &rule.cause };
            self.base.cause(cause).unwrap_or(0)
        };
        let link = |part: fn(&RawLink) -> &str| rules().map(move |rule| rule.link.as_ref().map_or("", part));
        Table::new("RULES_PACKED", "Rules")
            .texts("ids", all.iter().map(|(file, rule)| rule_id(file, rule)))
            .lists("codes", rules().map(|rule| &rule.codes))
            .texts("langs", rules().map(|rule| &rule.lang))
            .texts("notes", rules().map(|rule| &rule.note))
            .texts("retries", rules().map(|rule| &rule.retry))
            .texts("verdicts", rules().map(|rule| &rule.title))
            .texts("summaries", rules().map(|rule| &rule.summary))
            .texts("asks", rules().map(|rule| &rule.ask))
            .lists("steps", rules().map(|rule| steps(&rule.steps)))
            .texts("link_titles", link(|link| &link.title))
            .texts("link_urls", link(|link| &link.url))
            .texts("sources", rules().map(|rule| &rule.source))
            .texts("checked", rules().map(|rule| &rule.checked))
            .numbers("causes", all.iter().map(cause))
            .numbers("confidence", rules().map(|rule| number(Confidence::from_name(&rule.confidence))))
            .numbers("priorities", rules().map(|rule| rule.priority))
            .numbers("only_here", rules().map(|rule| u8::from(rule.only_here)))
            .numbers("has_phrases", rules().map(|rule| u8::from(rule.has_phrases())))
            .numbers("alone", rules().map(|rule| u8::from(rule.alone)))
            .numbers("permanence", rules().map(|rule| some(&rule.permanence, Permanence::from_name)))
            .numbers("stages", rules().map(|rule| some(&rule.stage, Stage::from_name)))
            .numbers("acts", rules().map(|rule| some(&rule.act, Act::from_name)))
            .end()
    }

    fn codes(&self) -> String {
        let mut out = self.code_table("BASIC", &self.base.basic)
            + &self.code_table("ENHANCED", &self.base.enhanced)
            + &self.code_table("FOLK", &self.base.folk);
        let classes: Vec<_> = self.base.classes.iter().map(|class| (class.digit, &class.meaning)).collect();
        let _ = writeln!(
            out,
            "/// Class digit and its meaning.\npub static CODE_CLASSES: &[(u8, &str)] = &{classes:?};"
        );
        let subjects: Vec<_> = self.base.subjects.iter().map(|s| (s.digit, &s.area, &s.question)).collect();
        let _ = writeln!(
            out,
            "/// Subject digit, its area, the first question to ask.\npub static CODE_SUBJECTS: &[(u16, &str, &str)] = &{subjects:?};"
        );
        out
    }

    /// Sorted by code.
    fn code_table(&self, name: &str, codes: &[RawCode]) -> String {
        let mut codes: Vec<&RawCode> = codes.iter().collect();
        codes.sort_by(|a, b| a.code.cmp(&b.code));
        let codes = || codes.iter();
        let also = |code: &RawCode| {
            code.also.iter().filter_map(|id| self.base.cause(id)).map(|n| n.to_string()).collect::<Vec<_>>()
        };
        let cause =
            |code: &&RawCode| code.cause.as_deref().and_then(|id| self.base.cause(id)).map_or(0, |n| n + 1);
        Table::new(&format!("{name}_CODES_PACKED"), "Codes")
            .texts("codes", codes().map(|code| &code.code))
            .texts("meanings", codes().map(|code| &code.meaning))
            .texts("places", codes().map(|code| &code.place))
            .texts("notes", codes().map(|code| &code.note))
            .texts("sources", codes().map(|code| &code.source))
            .texts("urls", codes().map(|code| &code.url))
            .lists("also", codes().map(|code| also(code)))
            .numbers("causes", codes().map(cause))
            .numbers("confidence", codes().map(|code| number(Confidence::from_name(&code.confidence))))
            .end()
    }

    fn lists(&self) -> String {
        let lists = || self.base.lists.iter();
        Table::new("LISTS_PACKED", "Lists")
            .texts("ids", lists().map(|list| &list.id))
            .texts("names", lists().map(|list| &list.name))
            .texts("lists", lists().map(|list| &list.lists))
            .texts("zones", lists().map(|list| &list.zone))
            .texts("urls", lists().map(|list| &list.url))
            .texts("notes", lists().map(|list| &list.note))
            .lists("answers", lists().map(|list| list.answers.iter()))
            .numbers("closed", lists().map(|list| u8::from(list.closed)))
            .end()
    }

    fn fields(&self) -> String {
        let mut rows: Vec<_> = self.base.fields.iter().flat_map(|file| &file.content.field).collect();
        rows.sort_by_cached_key(|field| field.name.get_ref().to_ascii_lowercase());
        rows.dedup_by(|a, b| a.name.get_ref().eq_ignore_ascii_case(b.name.get_ref()));
        let table = Table::new("FIELDS_PACKED", "Fields")
            .texts("names", rows.iter().map(|field| field.name.get_ref()))
            .texts("abouts", rows.iter().map(|field| &field.about))
            .texts("sources", rows.iter().map(|field| &field.source));
        table.end().replace("};", &format!("count: {}}};", rows.len()))
    }

    /// One table a file, sorted by term: `filters::SPAMASSASSIN`.
    fn filters(&self) -> String {
        let mut out = String::new();
        let mut names = String::new();
        for file in &self.base.filters {
            let name = file.id.to_uppercase().replace('-', "_");
            let mut terms: Vec<_> = file.content.term.iter().collect();
            terms.sort_by(|a, b| a.term.get_ref().cmp(b.term.get_ref()));
            out += &Table::new(&format!("{name}_PACKED"), "Terms")
                .texts("terms", terms.iter().map(|term| term.term.get_ref()))
                .texts("meanings", terms.iter().map(|term| &term.meaning))
                .numbers("leanings", terms.iter().map(|term| term.leaning))
                .numbers("mended", terms.iter().map(|term| mended(&file.content.mend, term.term.get_ref())))
                .texts("mends", file.content.mend.iter().map(test_mend))
                .end();
            if !file.content.exception.is_empty() {
                let _ = writeln!(names, "pub static {name}_EXCEPTION: &str = {:?};", file.content.exception);
            }
            let _ = writeln!(
                names,
                "static {name}_TERMS: Terms = LazyLock::new(|| super::terms(&super::{name}_PACKED));\npub static {name}: &Terms = &{name}_TERMS;"
            );
        }
        out + &format!(
            "pub mod filters {{\nuse std::sync::LazyLock;\npub type Terms = LazyLock<Vec<super::FilterTerm>>;\n{names}}}\n"
        )
    }
}

/// One more than the number of the mend that is about a test; 0 where there is none.
fn mended(mends: &[RawTestMend], test: &str) -> usize {
    mends.iter().position(|mend| mend.is_for(test)).map_or(0, |at| at + 1)
}

/// The number of who does it, whether it is about proof, the text, and behind a tab the one that names what was found.
fn test_mend(mend: &RawTestMend) -> String {
    let known = if mend.known.is_empty() { String::new() } else { format!("\t{}", mend.known) };
    format!("{}{}{}{known}", number(Act::from_name(&mend.by)), u8::from(mend.proof), mend.text)
}

/// The number of a name that `check` has found to be one; of the first where it is not, and then nothing is written.
fn number<T: Named>(name: Option<T>) -> u8 {
    name.map_or(0, T::number)
}

/// One more than the number of a name that may be left out; 0 where it is.
fn some<T: Named>(name: &Option<String>, read: fn(&str) -> Option<T>) -> u8 {
    name.as_deref().and_then(read).map_or(0, |name| name.number() + 1)
}

fn kind(file: &File<OwnerFile>) -> Option<OwnerKind> {
    match file.folder {
        "phrases" => Some(OwnerKind::General),
        "providers" => Some(OwnerKind::Provider),
        _ => OwnerKind::from_name(&file.content.kind),
    }
}

/// A phrase as it is written, and a Windows error number (`0x800CCC0E`) in the other ways that programs print it:
/// without `0x`, in decimal, and in decimal as a signed number (its minus sign is no part of a word).
fn spellings(phrase: &str) -> Vec<String> {
    let mut found = vec![phrase.to_owned()];
    let number = phrase.strip_prefix("0x8").filter(|rest| rest.len() == 7);
    if let Some(number) = number.and_then(|_| u32::from_str_radix(&phrase[2..], 16).ok()) {
        found.extend([
            phrase[2..].to_owned(),
            number.to_string(),
            number.cast_signed().unsigned_abs().to_string(),
        ]);
    }
    found
}

fn rule_id(file: &File<OwnerFile>, rule: &RawRule) -> String {
    format!("{}/{}", file.id, rule.id.get_ref())
}

/// The steps, each behind the number of who takes it, that of the pastes that it is for, and what it is about.
fn steps(steps: &[RawStep]) -> Vec<String> {
    let step = |step: &RawStep| {
        let (by, only) = (number(Act::from_name(&step.by)), number(Only::from_name(&step.only)));
        format!("{}{}{}{}", sign(by), sign(only), topics(&step.about), step.text)
    };
    steps.iter().map(step).collect()
}

/// How many topics, and the number of each.
fn topics(about: &[RawTopic]) -> String {
    let numbers = about.iter().map(|topic| topic.0.number());
    std::iter::once(about.len() as u8).chain(numbers).map(sign).collect()
}

/// A number in one sign, as `knowledge/packed.rs` reads it.
fn sign(number: u8) -> char {
    char::from(b'0' + number)
}
