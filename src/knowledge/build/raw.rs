//! The files as they are written, with the line of everything that may have to be complained about.

use crate::Faults;
use crate::names::Topic;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// Everything that was read.
#[derive(Default)]
pub struct Base {
    pub causes: Vec<File<CauseHead>>,
    pub owners: Vec<File<OwnerFile>>,
    pub basic: Vec<RawCode>,
    pub enhanced: Vec<RawCode>,
    pub folk: Vec<RawCode>,
    pub classes: Vec<RawClass>,
    pub subjects: Vec<RawSubject>,
    pub lists: Vec<RawList>,
    /// Classes of words that phrases may use, `classes.toml`.
    pub word_classes: BTreeMap<String, Vec<String>>,
    pub fields: Vec<File<FieldFile>>,
    pub filters: Vec<File<FilterFile>>,
    /// The ids that are public and permanent, in order: `causes.txt`.
    pub cause_ids: Vec<String>,
}

/// A file's content, and what is needed to say where something in it stands.
pub struct File<T> {
    /// The file's stem: the id of what it holds.
    pub id: String,
    pub folder: &'static str,
    pub path: PathBuf,
    pub text: String,
    pub content: T,
    /// The prose behind the front matter; empty in TOML files.
    pub prose: String,
    pub prose_line: usize,
}

impl<T> File<T> {
    /// `path:line` of a byte offset into the TOML.
    pub fn place(&self, offset: usize) -> Place {
        let line = self.text[..offset.min(self.text.len())].matches('\n').count() + 1;
        Place { path: self.path.clone(), line }
    }
}

pub struct Place {
    pub path: PathBuf,
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}", self.path.display(), self.line)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CauseHead {
    pub title: String,
    pub summary: String,
    pub permanence: String,
    pub stage: String,
    pub act: String,
    pub retry: String,
    /// In its place where the copy was given up.
    #[serde(default)]
    pub given_up: String,
    /// In its place where the code is a temporary one, a final one, or a mail program tells.
    #[serde(default)]
    pub for_now: String,
    #[serde(default)]
    pub for_good: String,
    #[serde(default)]
    pub by_hand: String,
    /// Left out where there is nobody to be written to.
    #[serde(default)]
    pub ask: String,
    #[serde(default)]
    pub step: Vec<RawStep>,
    #[serde(default)]
    pub command: Vec<RawCommand>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawStep {
    pub by: String,
    /// Worded by what the paste tells: see `worded`.
    pub text: String,
    /// Where it is a step for these pastes alone: a name of `Only`.
    #[serde(default)]
    pub only: String,
    #[serde(default)]
    pub about: Vec<RawTopic>,
}

/// The reader says in which line one stands that there is not.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct RawTopic(pub Topic);

impl TryFrom<String> for RawTopic {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let topic = Topic::from_name(&name);
        topic.map(RawTopic).ok_or_else(|| format!("about = {name:?} is no topic of names.rs"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCommand {
    #[serde(default)]
    pub unix: String,
    #[serde(default)]
    pub windows: String,
    pub why: String,
    /// As for steps.
    #[serde(default)]
    pub only: String,
    /// Owners at whose systems it can be run; none: anywhere.
    #[serde(default)]
    pub at: Vec<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawLink {
    pub title: String,
    pub url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnerFile {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default = "mail_library")]
    pub layer: u8,
    #[serde(default)]
    pub hosts: Vec<String>,
    #[serde(default)]
    pub marks: Vec<Spanned<String>>,
    #[serde(default)]
    pub about: String,
    #[serde(default)]
    pub collect: String,
    #[serde(default)]
    pub trust: String,
    #[serde(default)]
    pub local: String,
    #[serde(default)]
    pub sender: String,
    pub runs: Option<String>,
    /// How a fault is mended in this very program.
    #[serde(default)]
    pub mend: Vec<RawMend>,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub checked: String,
    #[serde(default)]
    pub rule: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawMend {
    #[serde(default)]
    pub causes: Vec<Spanned<String>>,
    /// Public ids of rules of what is below this program: in place of their steps.
    #[serde(default)]
    pub rules: Vec<Spanned<String>>,
    /// As in steps.
    pub text: String,
    /// The cause's own steps are about other programs.
    #[serde(default)]
    pub instead: bool,
    #[serde(default)]
    pub about: Vec<RawTopic>,
}

fn mail_library() -> u8 {
    1
}

impl RawRule {
    /// Every phrase, with the language it is in where that is not English.
    pub fn all_phrases(&self) -> impl Iterator<Item = (&Spanned<String>, &str)> {
        let translated =
            self.phrases_in.iter().flat_map(|(lang, phrases)| phrases.iter().map(|p| (p, lang.as_str())));
        self.phrases.iter().map(|phrase| (phrase, self.lang.as_str())).chain(translated)
    }

    pub fn has_phrases(&self) -> bool {
        self.all_phrases().next().is_some()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRule {
    pub id: Spanned<String>,
    #[serde(default)]
    pub cause: String,
    pub confidence: String,
    #[serde(default)]
    pub phrases: Vec<Spanned<String>>,
    /// The same said in other languages, by BCP-47 tag.
    #[serde(default)]
    pub phrases_in: BTreeMap<String, Vec<Spanned<String>>>,
    #[serde(default)]
    pub unless: Vec<Spanned<String>>,
    #[serde(default)]
    pub codes: Vec<String>,
    #[serde(default)]
    pub only_here: bool,
    pub permanence: Option<String>,
    pub stage: Option<String>,
    pub act: Option<String>,
    #[serde(default)]
    pub priority: i8,
    #[serde(default)]
    pub lang: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub retry: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub ask: String,
    #[serde(default)]
    pub steps: Vec<RawStep>,
    #[serde(default)]
    pub alone: bool,
    /// Another rule's public id: what this one does not say for itself, it says as that one does.
    #[serde(default, rename = "as")]
    pub told_as: String,
    pub link: Option<RawLink>,
    #[serde(default)]
    pub example: Vec<String>,
    #[serde(default)]
    pub counter: Vec<String>,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub checked: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeFile {
    #[serde(default)]
    code: Vec<RawCode>,
    #[serde(default)]
    class: Vec<RawClass>,
    #[serde(default)]
    subject: Vec<RawSubject>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCode {
    pub code: String,
    pub meaning: String,
    #[serde(default, rename = "where")]
    pub place: String,
    pub cause: Option<String>,
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub confidence: String,
    #[allow(dead_code, reason = "part of the format; the class of the code says the same at run time")]
    pub temporary: Option<bool>,
    #[allow(dead_code, reason = "part of the format, for the pages to come")]
    #[serde(default)]
    pub classes: Vec<u8>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub url: String,
    #[allow(dead_code, reason = "part of the format, for the pages to come")]
    #[serde(default)]
    pub checked: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawClass {
    pub digit: u8,
    pub meaning: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSubject {
    pub digit: u16,
    pub area: String,
    pub question: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    list: Vec<RawList>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawList {
    pub id: String,
    pub name: String,
    /// `addresses` or `domains`.
    pub lists: String,
    #[serde(default)]
    pub zone: String,
    #[serde(default)]
    pub url: String,
    pub marks: Vec<Spanned<String>>,
    #[serde(default)]
    pub note: String,
    /// What its answers mean: `127.0.0.2 listed`, `127.0.0.5-7 not in use`.
    #[serde(default)]
    pub answers: Vec<String>,
    #[serde(default)]
    pub closed: bool,
    #[allow(dead_code, reason = "part of the format: every fact names its source")]
    pub source: String,
    #[allow(dead_code, reason = "part of the format: every fact names its date")]
    pub checked: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldFile {
    pub field: Vec<RawField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawField {
    pub name: Spanned<String>,
    pub about: String,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilterFile {
    #[allow(dead_code, reason = "part of the format: every fact names its source")]
    pub source: String,
    #[allow(dead_code, reason = "part of the format: every fact names its date")]
    pub checked: String,
    pub term: Vec<RawTerm>,
    /// What whoever runs the filter can do for a sender. Its source stands in a comment above it.
    #[serde(default)]
    pub exception: String,
    /// What takes a test's points away.
    #[serde(default)]
    pub mend: Vec<RawTestMend>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTerm {
    pub term: Spanned<String>,
    pub meaning: String,
    #[serde(default)]
    pub leaning: i8,
}

/// Tests by their names; `HTML_IMAGE_ONLY_*` stands for all that begin so.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTestMend {
    pub tests: Vec<Spanned<String>>,
    /// Whose hands: as in steps.
    pub by: String,
    pub text: String,
    /// In its place where the filter wrote what it found, which `{listed}` stands for.
    #[serde(default)]
    pub known: String,
    /// It is about the proof of the author, of which the answer speaks by itself where that lacks.
    #[serde(default)]
    pub proof: bool,
}

impl RawTestMend {
    /// Whether it is about a test.
    pub fn is_for(&self, test: &str) -> bool {
        self.tests.iter().any(|one| match one.get_ref().strip_suffix('*') {
            Some(family) => test.starts_with(family),
            None => test == one.get_ref(),
        })
    }
}

impl Base {
    pub fn read(root: &Path, faults: &mut Faults) -> Self {
        let mut base = Base { cause_ids: read_ids(root, faults), ..Base::default() };
        base.causes = read_folder(root, "causes", "md", faults);
        base.owners = read_folder(root, "phrases", "toml", faults);
        base.owners.extend(read_folder(root, "providers", "toml", faults));
        base.owners.extend(read_folder(root, "programs", "toml", faults));
        base.tell_as(faults);
        base.fields = read_folder(root, "fields", "toml", faults);
        base.filters = read_folder(root, "filters", "toml", faults);
        for (name, codes) in
            [("basic", &mut base.basic), ("enhanced", &mut base.enhanced), ("folk", &mut base.folk)]
        {
            for file in read_folder::<CodeFile>(root, "codes", "toml", faults) {
                if file.id == name {
                    codes.extend(file.content.code);
                    base.classes.extend(file.content.class);
                    base.subjects.extend(file.content.subject);
                }
            }
        }
        let lists = root.join("lists.toml");
        if lists.exists() {
            base.lists = read::<ListFile>(&lists, "", faults).map_or_else(Vec::new, |file| file.content.list);
        }
        base.word_classes =
            read(&root.join("classes.toml"), "", faults).map_or_else(BTreeMap::new, |file| file.content);
        base
    }

    /// A rule by its public id, and the file that it stands in.
    pub fn rule(&self, id: &str) -> Option<(&File<OwnerFile>, &RawRule)> {
        let (of, own) = id.split_once('/')?;
        let files = self.owners.iter().filter(|file| file.id == of);
        files
            .flat_map(|file| file.content.rule.iter().map(move |rule| (file, rule)))
            .find(|(_, rule)| rule.id.get_ref() == own)
    }

    /// Gives rules that are told as another one is its words.
    fn tell_as(&mut self, faults: &mut Faults) {
        let id = |file: &File<OwnerFile>, rule: &RawRule| format!("{}/{}", file.id, rule.id.get_ref());
        let places = |base: &Self| -> Vec<(usize, usize)> {
            let files = base.owners.iter().enumerate();
            files
                .flat_map(|(file, owner)| (0..owner.content.rule.len()).map(move |rule| (file, rule)))
                .collect()
        };
        for (file, rule) in places(self) {
            let wanted = self.owners[file].content.rule[rule].told_as.clone();
            if wanted.is_empty() {
                continue;
            }
            let is_it = |(file, rule): &(usize, usize)| {
                id(&self.owners[*file], &self.owners[*file].content.rule[*rule]) == wanted
            };
            let Some((from, at)) = places(self).into_iter().find(is_it) else {
                faults.add(self.owners[file].path.display(), format!("no rule {wanted} to be told as"));
                continue;
            };
            let told = &self.owners[from].content.rule[at];
            let (title, summary, retry) = (told.title.clone(), told.summary.clone(), told.retry.clone());
            let ask = told.ask.clone();
            let (act, steps, alone) = (told.act.clone(), told.steps.clone(), told.alone);
            let (permanence, stage) = (told.permanence.clone(), told.stage.clone());
            let own = &mut self.owners[file].content.rule[rule];
            let fill = |own: &mut String, told: String| {
                if own.is_empty() {
                    *own = told;
                }
            };
            fill(&mut own.title, title);
            fill(&mut own.summary, summary);
            fill(&mut own.retry, retry);
            own.act = own.act.take().or(act);
            own.permanence = own.permanence.take().or(permanence);
            own.stage = own.stage.take().or(stage);
            if own.steps.is_empty() {
                (own.steps, own.alone) = (steps, alone);
                fill(&mut own.ask, ask);
            }
        }
    }

    pub fn cause(&self, id: &str) -> Option<usize> {
        self.cause_ids.iter().position(|known| known == id)
    }
}

fn read_ids(root: &Path, faults: &mut Faults) -> Vec<String> {
    let path = root.join("causes.txt");
    match std::fs::read_to_string(&path) {
        Ok(text) => text.lines().map(str::to_owned).collect(),
        Err(error) => {
            faults.add(path.display(), error);
            Vec::new()
        }
    }
}

fn read_folder<T: for<'de> Deserialize<'de>>(
    root: &Path,
    folder: &'static str,
    extension: &str,
    faults: &mut Faults,
) -> Vec<File<T>> {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    paths.iter().filter_map(|path| read(path, folder, faults)).collect()
}

fn read<T: for<'de> Deserialize<'de>>(
    path: &Path,
    folder: &'static str,
    faults: &mut Faults,
) -> Option<File<T>> {
    let whole = match std::fs::read_to_string(path) {
        Ok(whole) => whole,
        Err(error) => {
            faults.add(path.display(), error);
            return None;
        }
    };
    let (text, prose) = match path.extension().is_some_and(|found| found == "md") {
        true => front_matter(&whole)?,
        false => (whole.clone(), String::new()),
    };
    let id = path.file_stem()?.to_str()?.to_owned();
    let prose_line = text.matches('\n').count() + 2;
    match toml::from_str(&text) {
        Ok(content) => Some(File { id, folder, path: path.to_owned(), text, content, prose, prose_line }),
        Err(error) => {
            let line =
                error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            faults.add(Place { path: path.to_owned(), line }, error.message());
            None
        }
    }
}

/// The TOML between the `+++` lines, with an empty line in the place of the first so that line numbers stay.
fn front_matter(whole: &str) -> Option<(String, String)> {
    let rest = whole.strip_prefix("+++\n")?;
    let end = rest.find("\n+++\n")?;
    Some((format!("\n{}\n", &rest[..end]), rest[end + 5..].to_owned()))
}
