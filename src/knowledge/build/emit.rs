//! Writes the tables as Rust.

use crate::Faults;
use crate::article::{self, Block, Inline};
use crate::phrases::{Automaton, Kind};
use crate::raw::{Base, File, OwnerFile, RawCode, RawLink, RawRule, RawStep};
use std::fmt::Write;

pub struct Tables<'a> {
    base: &'a Base,
    automaton: Automaton,
}

impl<'a> Tables<'a> {
    pub fn new(base: &'a Base, faults: &mut Faults) -> Self {
        let mut automaton = Automaton::default();
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
                    if let Err(fault) = code_spec(code) {
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
        Self { base, automaton }
    }

    /// The tables of the library.
    pub fn knowledge(&self) -> String {
        let mut out = String::new();
        self.causes(&mut out);
        self.owners(&mut out);
        self.rules(&mut out);
        self.codes(&mut out);
        self.lists(&mut out);
        self.fields(&mut out);
        self.filters(&mut out);
        out.push_str(&self.automaton.emit());
        out
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

    fn causes(&self, out: &mut String) {
        let _ = write!(out, "pub static CAUSES: &[Cause] = &[");
        for id in &self.base.cause_ids {
            let Some(file) = self.base.causes.iter().find(|file| file.id == *id) else { continue };
            let head = &file.content;
            let commands: String = head
                .command
                .iter()
                .map(|c| format!("Command{{unix:{:?},windows:{:?},why:{:?}}},", c.unix, c.windows, c.why))
                .collect();
            let _ = writeln!(
                out,
                "Cause{{id:{id:?},title:{:?},summary:{:?},permanence:{},stage:{},act:{},retry:{:?},ask:{:?},steps:{},commands:&[{commands}],article:{}}},",
                head.title,
                head.summary,
                variant("Permanence", &head.permanence),
                variant("Stage", &head.stage),
                variant("Act", &head.act),
                head.retry,
                head.ask.trim(),
                steps(&head.step),
                sections(&article::read(&file.prose).unwrap_or_default()),
            );
        }
        out.push_str("];\n");
    }

    fn owners(&self, out: &mut String) {
        let mut hosts: Vec<(String, usize)> = Vec::new();
        out.push_str("pub static OWNERS: &[Owner] = &[");
        for (index, file) in self.base.owners.iter().enumerate() {
            let content = &file.content;
            let kind = match file.folder {
                "phrases" => "General".to_owned(),
                "providers" => "Provider".to_owned(),
                _ => camel(&content.kind),
            };
            hosts.extend(content.hosts.iter().map(|host| (host.to_ascii_lowercase(), index)));
            let _ = writeln!(
                out,
                "Owner{{id:{:?},name:{:?},kind:OwnerKind::{kind},layer:{},hosts:&{:?},about:{:?},collect:{:?}}},",
                file.id, content.name, content.layer, content.hosts, content.about, content.collect
            );
        }
        hosts.sort();
        let _ = writeln!(out, "];\nstatic HOSTS: &[(&str, u16)] = &{hosts:?};");
    }

    fn rules(&self, out: &mut String) {
        out.push_str("pub static RULES: &[Rule] = &[");
        for (owner, file) in self.base.owners.iter().enumerate() {
            for rule in &file.content.rule {
                let cause = if rule.cause.is_empty() { &file.id } else { &rule.cause };
                let codes: String = rule.codes.iter().filter_map(|code| code_spec(code).ok()).collect();
                let or =
                    |own: &str, files: &str| if own.is_empty() { files.to_owned() } else { own.to_owned() };
                let _ = writeln!(
                    out,
                    "Rule{{id:{:?},owner:{owner},cause:{},confidence:{},priority:{},only_here:{},has_phrases:{},codes:&[{codes}],permanence:{},stage:{},act:{},lang:{:?},note:{:?},steps:{},link:{},source:{:?},checked:{:?}}},",
                    rule_id(file, rule),
                    self.base.cause(cause).unwrap_or(0),
                    variant("Confidence", &rule.confidence),
                    rule.priority,
                    rule.only_here,
                    rule.has_phrases(),
                    option("Permanence", rule.permanence.as_deref()),
                    option("Stage", rule.stage.as_deref()),
                    option("Act", rule.act.as_deref()),
                    rule.lang,
                    rule.note,
                    steps(&rule.steps),
                    link(rule.link.as_ref()),
                    or(&rule.source, &file.content.source),
                    or(&rule.checked, &file.content.checked),
                );
            }
        }
        out.push_str("];\n");
    }

    fn codes(&self, out: &mut String) {
        for (name, codes) in
            [("BASIC", &self.base.basic), ("ENHANCED", &self.base.enhanced), ("FOLK", &self.base.folk)]
        {
            let mut sorted: Vec<&RawCode> = codes.iter().collect();
            sorted.sort_by(|a, b| a.code.cmp(&b.code));
            let _ = writeln!(out, "pub static {name}_CODES: &[Code] = &[");
            for code in sorted {
                let cause = code.cause.as_deref().and_then(|id| self.base.cause(id));
                let also: Vec<usize> = code.also.iter().filter_map(|id| self.base.cause(id)).collect();
                let confidence = if code.confidence.is_empty() { "possible" } else { &code.confidence };
                let _ = writeln!(
                    out,
                    "Code{{code:{:?},meaning:{:?},place:{:?},cause:{cause:?},also:&{also:?},confidence:{},note:{:?},source:Link{{title:{:?},url:{:?}}}}},",
                    code.code,
                    code.meaning,
                    code.place,
                    variant("Confidence", confidence),
                    code.note,
                    code.source,
                    code.url
                );
            }
            out.push_str("];\n");
        }
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
    }

    fn lists(&self, out: &mut String) {
        out.push_str("pub static LISTS: &[BlockList] = &[");
        for list in &self.base.lists {
            let _ = writeln!(
                out,
                "BlockList{{id:{:?},name:{:?},lists:{:?},zone:{:?},url:{:?},note:{:?},closed:{}}},",
                list.id, list.name, list.lists, list.zone, list.url, list.note, list.closed
            );
        }
        out.push_str("];\n");
    }

    fn fields(&self, out: &mut String) {
        let mut rows: Vec<_> = self
            .base
            .fields
            .iter()
            .flat_map(|file| &file.content.field)
            .map(|field| (field.name.get_ref().to_ascii_lowercase(), field))
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows.dedup_by(|a, b| a.0 == b.0);
        out.push_str("pub static FIELDS: &[(&str, FieldInfo)] = &[");
        for (key, field) in rows {
            let _ = writeln!(
                out,
                "({key:?},FieldInfo{{name:{:?},about:{:?},source:{:?}}}),",
                field.name.get_ref(),
                field.about,
                field.source
            );
        }
        out.push_str("];\n");
    }

    /// One table a file, sorted by term: `filters::SPAMASSASSIN`.
    fn filters(&self, out: &mut String) {
        out.push_str("pub mod filters {\n");
        for file in &self.base.filters {
            let name = file.id.to_uppercase().replace('-', "_");
            let mut terms: Vec<_> = file.content.term.iter().collect();
            terms.sort_by(|a, b| a.term.get_ref().cmp(b.term.get_ref()));
            let _ = writeln!(out, "pub static {name}: &[super::FilterTerm] = &[");
            for term in terms {
                let _ = writeln!(
                    out,
                    "super::FilterTerm{{term:{:?},meaning:{:?},leaning:{}}},",
                    term.term.get_ref(),
                    term.meaning,
                    term.leaning
                );
            }
            out.push_str("];\n");
        }
        out.push_str("}\n");
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

fn camel(kebab: &str) -> String {
    kebab
        .split('-')
        .map(|word| word[..1.min(word.len())].to_uppercase() + word.get(1..).unwrap_or_default())
        .collect()
}

fn variant(name: &str, value: &str) -> String {
    format!("{name}::{}", camel(value))
}

fn option(name: &str, value: Option<&str>) -> String {
    value.map_or("None".to_owned(), |value| format!("Some({})", variant(name, value)))
}

fn steps(steps: &[RawStep]) -> String {
    let rows: String = steps
        .iter()
        .map(|step| format!("Step{{by:{},text:{:?}}},", variant("Act", &step.by), step.text))
        .collect();
    format!("&[{rows}]")
}

fn link(link: Option<&RawLink>) -> String {
    link.map_or("None".to_owned(), |link| format!("Some(Link{{title:{:?},url:{:?}}})", link.title, link.url))
}

fn sections(sections: &[article::Section]) -> String {
    let rows: String = sections
        .iter()
        .map(|section| {
            let blocks: String = section.blocks.iter().map(block).collect();
            format!("Section{{level:{},title:{:?},blocks:&[{blocks}]}},", section.level, section.title)
        })
        .collect();
    format!("&[{rows}]")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("Block::Paragraph({}),", inlines(text)),
        Block::List { ordered, items } => {
            let items: String = items.iter().map(|item| inlines(item) + ",").collect();
            format!("Block::List{{ordered:{ordered},items:&[{items}]}},")
        }
        Block::Code(code) => format!("Block::Code({code:?}),"),
    }
}

pub fn inlines(inlines: &[Inline]) -> String {
    let rows: String = inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => format!("Inline::Text({text:?}),"),
            Inline::Strong(text) => format!("Inline::Strong({text:?}),"),
            Inline::Emphasis(text) => format!("Inline::Emphasis({text:?}),"),
            Inline::Code(text) => format!("Inline::Code({text:?}),"),
            Inline::Link(text, url) => format!("Inline::Link({text:?},{url:?}),"),
        })
        .collect();
    format!("&[{rows}]")
}

/// `550`, `5.7.1`, `550 5.7.1`, `5.7.606-649`, `X.7.1`: as Rust source.
fn code_spec(code: &str) -> Result<String, String> {
    let fault = || format!("code {code:?} is none of: 550, 5.7.1, 550 5.7.1, 5.7.606-649, X.7.1");
    let (mut basic, mut class, mut subject, mut detail) = (0, 0, 0, "None".to_owned());
    for part in code.split_whitespace() {
        if !part.contains('.') {
            basic = part.parse::<u16>().map_err(|_| fault())?;
            continue;
        }
        let pieces: Vec<&str> = part.split('.').collect();
        let [a, b, c] = pieces[..] else { return Err(fault()) };
        class = if a == "X" { 0 } else { a.parse::<u8>().map_err(|_| fault())? };
        subject = b.parse::<u16>().map_err(|_| fault())?;
        let (low, high) = c.split_once('-').unwrap_or((c, c));
        let (low, high) =
            (low.parse::<u16>().map_err(|_| fault())?, high.parse::<u16>().map_err(|_| fault())?);
        detail = format!("Some(({low},{high}))");
    }
    Ok(format!("CodeSpec{{basic:{basic},class:{class},subject:{subject},detail:{detail}}},"))
}
