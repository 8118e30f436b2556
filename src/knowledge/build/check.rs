//! What must hold of the knowledge before anything is written.

use crate::article::{self, HEADINGS};
use crate::names::{Act, Confidence, Named, Only, OwnerKind, Permanence, Runs, Stage, Topic, Topics};
use crate::placeholders::{PLACEHOLDERS, TOLD};
use crate::raw::{Base, CauseHead, File, FilterFile, OwnerFile, RawRule};
use crate::worded::{self, Part};
use crate::{Faults, token};
use std::collections::HashSet;
use std::fmt::Debug;

pub fn all(base: &Base, faults: &mut Faults) {
    for file in &base.causes {
        cause(base, file, faults);
    }
    for id in &base.cause_ids {
        if !base.causes.iter().any(|file| file.id == *id) {
            faults.add("src/knowledge/causes.txt", format!("cause {id} has no file causes/{id}.md"));
        }
    }
    for file in &base.owners {
        owner(base, file, faults);
    }
    for file in &base.filters {
        filter(file, faults);
    }
    unborne(base, faults);
    for answer in base.lists.iter().flat_map(|list| &list.answers) {
        let address = answer.split(' ').next().unwrap_or_default().split('-').next().unwrap_or_default();
        if address.parse::<std::net::Ipv4Addr>().is_err() {
            faults.add("src/knowledge/lists.toml", format!("{answer:?} does not begin with an address"));
        }
    }
}

/// Topics that no step is about.
fn unborne(base: &Base, faults: &mut Faults) {
    let of_causes = base.causes.iter().flat_map(|file| &file.content.step);
    let of_rules = base.owners.iter().flat_map(|file| &file.content.rule).flat_map(|rule| &rule.steps);
    let of_steps = of_causes.chain(of_rules).flat_map(|step| &step.about);
    let of_mends = base.owners.iter().flat_map(|file| &file.content.mend).flat_map(|mend| &mend.about);
    let borne: Topics = of_steps.chain(of_mends).map(|topic| topic.0).collect();
    for topic in Topic::ALL.iter().filter(|topic| !borne.has(**topic)) {
        faults.add("src/knowledge/names.rs", format!("no step is about {:?}", topic.name()));
    }
}

/// A test that no term names, and hands that are nobody's.
fn filter(file: &File<FilterFile>, faults: &mut Faults) {
    let is_known = |test: &str| {
        let family = test.strip_suffix('*');
        file.content.term.iter().any(|term| match family {
            Some(family) => term.term.get_ref().starts_with(family),
            None => term.term.get_ref() == test,
        })
    };
    for mend in &file.content.mend {
        for test in mend.tests.iter().filter(|test| !is_known(test.get_ref())) {
            faults.add(file.place(test.span().start), format!("no term is named {}", test.get_ref()));
        }
        let place = file.place(mend.tests.first().map_or(0, |test| test.span().start));
        one_of(place, "by", &mend.by, Act::from_name, faults);
    }
}

/// A name that is none of its set.
fn one_of<T: Named + Debug>(
    place: impl std::fmt::Display,
    key: &str,
    value: &str,
    read: fn(&str) -> Option<T>,
    faults: &mut Faults,
) {
    if read(value).is_none() {
        faults.add(place, format!("{key} = {value:?} is none of {:?}", T::NAMES));
    }
}

/// A text of which parts depend on the paste: each names values that there are, and none stands elsewhere.
fn worded(place: impl std::fmt::Display, text: &str, faults: &mut Faults) {
    let is_value =
        |name: &str| TOLD.contains(&name) || PLACEHOLDERS.iter().any(|(placeholder, _)| *placeholder == name);
    for part in worded::parts(text) {
        let (fine, words) = match part {
            Part::Always(words) => (!words.contains("[[") && values_in(words).count() == 0, words),
            Part::Where { known, otherwise } => {
                let names_values = values_in(known).count() > 0 && values_in(known).all(is_value);
                (names_values && values_in(otherwise).count() == 0 && !known.contains("[["), known)
            }
        };
        if !fine {
            faults.add(&place, format!("{words:?} is not worded as knowledge/README.md says"));
        }
    }
}

/// The names between braces.
fn values_in(words: &str) -> impl Iterator<Item = &str> {
    let names = words.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    names.filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}

fn cause(base: &Base, file: &File<CauseHead>, faults: &mut Faults) {
    let head = &file.content;
    let place = || file.place(0);
    if base.cause(&file.id).is_none() {
        faults.add(
            place(),
            format!("{} is not in causes.txt: ids are public and permanent, add it there", file.id),
        );
    }
    one_of(place(), "permanence", &head.permanence, Permanence::from_name, faults);
    one_of(place(), "stage", &head.stage, Stage::from_name, faults);
    one_of(place(), "act", &head.act, Act::from_name, faults);
    if head.title.chars().count() > 70 {
        faults.add(place(), "title is longer than 70 characters");
    }
    if !(2..=8).contains(&head.step.len()) {
        faults.add(place(), format!("{} steps; two to eight are wanted", head.step.len()));
    }
    if (head.permanence == "temporary") != !head.given_up.is_empty() {
        faults.add(place(), "given_up belongs to causes that pass, and to each of them");
    }
    worded(place(), &head.summary, faults);
    for step in &head.step {
        one_of(place(), "by", &step.by, Act::from_name, faults);
        one_of(place(), "only", &step.only, Only::from_name, faults);
        worded(place(), &step.text, faults);
    }
    for command in &head.command {
        one_of(place(), "only", &command.only, Only::from_name, faults);
    }
    match article::read(&file.prose) {
        Err((line, what)) => faults.add(format!("{}:{}", file.path.display(), file.prose_line + line), what),
        Ok(sections) => {
            let found: Vec<(u8, &str)> = sections.iter().map(|s| (s.level, s.title.as_str())).collect();
            if found != HEADINGS {
                faults.add(place(), format!("headings are {found:?}"));
            }
            links(base, file, &sections, faults);
        }
    }
}

fn links(base: &Base, file: &File<CauseHead>, sections: &[article::Section], faults: &mut Faults) {
    let mut check = |inlines: &[article::Inline]| {
        for inline in inlines {
            let article::Inline::Link(_, url) = inline else { continue };
            let fine = match url.split_once(':') {
                Some(("cause", id)) => base.cause(id).is_some(),
                Some(("code", _)) | Some(("https", _)) | Some(("http", _)) => true,
                _ => false,
            };
            if !fine {
                faults.add(file.path.display(), format!("link to {url:?}"));
            }
        }
    };
    for block in sections.iter().flat_map(|section| &section.blocks) {
        match block {
            article::Block::Paragraph(inlines) => check(inlines),
            article::Block::List { items, .. } => items.iter().for_each(|item| check(item)),
            article::Block::Code(_) => {}
        }
    }
}

fn owner(base: &Base, file: &File<OwnerFile>, faults: &mut Faults) {
    let content = &file.content;
    let place = || file.place(0);
    match file.folder {
        "phrases" if base.cause(&file.id).is_none() => faults.add(place(), "its name is no cause"),
        "phrases" => {}
        _ if content.name.is_empty() => faults.add(place(), "no name"),
        "programs" => {
            one_of(place(), "kind", &content.kind, OwnerKind::from_name, faults);
            if let Some(runs) = &content.runs {
                one_of(place(), "runs", runs, Runs::from_name, faults);
            }
        }
        _ => {}
    }
    for mend in &content.mend {
        worded(place(), &mend.text, faults);
    }
    for cause in content.mend.iter().flat_map(|mend| &mend.causes) {
        if base.cause(cause.get_ref()).is_none() {
            faults.add(file.place(cause.span().start), format!("{:?} is no cause", cause.get_ref()));
        }
    }
    for rule in content.mend.iter().flat_map(|mend| &mend.rules) {
        if base.rule(rule.get_ref()).is_none() {
            faults.add(file.place(rule.span().start), format!("{:?} is no rule", rule.get_ref()));
        }
    }
    if !content.mend.is_empty() && file.folder != "programs" {
        faults.add(place(), "how a fault is mended belongs to a program");
    }
    let mut seen = HashSet::new();
    for rule in &content.rule {
        let place = file.place(rule.id.span().start);
        if !seen.insert(rule.id.get_ref()) {
            faults.add(&place, format!("rule {} stands twice", rule.id.get_ref()));
        }
        self::rule(base, file, rule, faults);
    }
}

fn rule(base: &Base, file: &File<OwnerFile>, rule: &RawRule, faults: &mut Faults) {
    let place = || file.place(rule.id.span().start);
    let id = rule.id.get_ref();
    if file.folder != "phrases" && base.cause(&rule.cause).is_none() {
        faults.add(place(), format!("rule {id}: {:?} is no cause", rule.cause));
    }
    one_of(place(), "confidence", &rule.confidence, Confidence::from_name, faults);
    if let Some(permanence) = &rule.permanence {
        one_of(place(), "permanence", permanence, Permanence::from_name, faults);
    }
    if let Some(stage) = &rule.stage {
        one_of(place(), "stage", stage, Stage::from_name, faults);
    }
    if let Some(act) = &rule.act {
        one_of(place(), "act", act, Act::from_name, faults);
    }
    for step in &rule.steps {
        one_of(place(), "by", &step.by, Act::from_name, faults);
        one_of(place(), "only", &step.only, Only::from_name, faults);
        worded(place(), &step.text, faults);
    }
    worded(place(), &rule.summary, faults);
    if !rule.has_phrases() && rule.codes.is_empty() {
        faults.add(place(), format!("rule {id} has neither phrases nor codes"));
    }
    if !rule.has_phrases() && file.folder == "phrases" {
        faults.add(place(), format!("rule {id}: a general rule needs phrases; codes alone belong to codes/"));
    }
    if rule.example.is_empty() {
        faults.add(place(), format!("rule {id} has no example"));
    }
    if rule.source.is_empty() && file.content.source.is_empty() {
        faults.add(place(), format!("rule {id} has no source"));
    }
    if rule.checked.is_empty() && file.content.checked.is_empty() {
        faults.add(place(), format!("rule {id} has no date"));
    }
    for (phrase, _) in rule.all_phrases() {
        let mut words = Vec::new();
        token::words(phrase.get_ref(), |_, word| words.push(word.to_owned()));
        // One word may be a rule where it is a code (TSS04, ETIMEDOUT) or the rule looks at codes or its owner, too.
        let telling = words.len() > 1
            || rule.only_here
            || file.content.kind == "unrelated"
            || !rule.codes.is_empty()
            || words.iter().any(|word| word.chars().any(|c| c.is_ascii_digit()) || word.chars().count() > 5)
            || (phrase.get_ref().len() > 4 && phrase.get_ref().chars().all(|c| c.is_ascii_uppercase()));
        if !telling {
            faults.add(
                file.place(phrase.span().start),
                format!("phrase {:?} is one common word", phrase.get_ref()),
            );
        }
    }
}
