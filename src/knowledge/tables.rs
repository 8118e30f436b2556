//! The tables, laid out from what the build script packed.

use super::packed::{self, Cells, Commands};
use super::*;
use std::sync::LazyLock;

/// The closed list of causes.
pub static CAUSES: LazyLock<Vec<Cause>> = LazyLock::new(|| {
    let packed = &CAUSES_PACKED;
    let (mut ids, mut titles, mut summaries) =
        (packed.ids.cells(), packed.titles.cells(), packed.summaries.cells());
    let (mut retries, mut asks, mut steps) =
        (packed.retries.cells(), packed.asks.cells(), packed.steps.cells());
    let (mut given_up, mut by_hand) = (packed.given_up.cells(), packed.by_hand.cells());
    let (mut for_now, mut for_good) = (packed.for_now.cells(), packed.for_good.cells());
    let mut commands = Commands {
        unix: packed.unix.cells(),
        windows: packed.windows.cells(),
        whys: packed.whys.cells(),
        onlys: packed.onlys.cells(),
        ats: packed.ats.cells(),
    };
    let row = |row: usize| Cause {
        id: ids.text(),
        title: titles.text(),
        summary: summaries.text(),
        permanence: Permanence::of(packed.permanence[row]),
        stage: Stage::of(packed.stages[row]),
        act: Act::of(packed.acts[row]),
        retry: retries.text(),
        given_up: given_up.text(),
        for_now: for_now.text(),
        for_good: for_good.text(),
        by_hand: by_hand.text(),
        ask: asks.text(),
        steps: steps.steps(),
        commands: commands.row(),
    };
    (0..packed.acts.len()).map(row).collect()
});

/// Who has rules: organisations, programs, and nobody in particular.
pub static OWNERS: LazyLock<Vec<Owner>> = LazyLock::new(|| {
    let packed = &OWNERS_PACKED;
    let (mut ids, mut names, mut hosts) = (packed.ids.cells(), packed.names.cells(), packed.hosts.cells());
    let (mut abouts, mut collects) = (packed.abouts.cells(), packed.collects.cells());
    let (mut trusts, mut senders) = (packed.trusts.cells(), packed.senders.cells());
    let (mut locals, mut mends) = (packed.locals.cells(), packed.mends.cells());
    let row = |row: usize| Owner {
        id: ids.text(),
        name: names.text(),
        kind: OwnerKind::of(packed.kinds[row]),
        layer: packed.layers[row],
        hosts: hosts.list().collect(),
        about: abouts.text(),
        collect: collects.text(),
        trust: trusts.text(),
        local: locals.text(),
        sender: senders.text(),
        mends: mends.mends(),
        runs: Runs::some(packed.runs[row]),
    };
    (0..packed.kinds.len()).map(row).collect()
});

/// Suffixes of host names and whose they are, sorted.
pub(super) static HOSTS: LazyLock<Vec<(&str, u16)>> = LazyLock::new(|| {
    let hosts =
        |(number, owner): (usize, &'static Owner)| owner.hosts.iter().map(move |host| (*host, number as u16));
    // A thousand, which are in their places as quickly as they are sorted, and with less code.
    let mut all = Vec::new();
    for host in OWNERS.iter().enumerate().flat_map(hosts) {
        all.insert(all.partition_point(|known| *known < host), host);
    }
    all
});

/// What the rules are, without their phrases.
pub static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let packed = &RULES_PACKED;
    let (mut ids, mut codes, mut langs) = (packed.ids.cells(), packed.codes.cells(), packed.langs.cells());
    let (mut notes, mut steps) = (packed.notes.cells(), packed.steps.cells());
    let mut retries = packed.retries.cells();
    let (mut verdicts, mut summaries, mut asks) =
        (packed.verdicts.cells(), packed.summaries.cells(), packed.asks.cells());
    let (mut titles, mut urls) = (packed.link_titles.cells(), packed.link_urls.cells());
    let (mut sources, mut checked) = (packed.sources.cells(), packed.checked.cells());
    let mut of_owners = (OWNERS_PACKED.sources.cells(), OWNERS_PACKED.checked.cells());
    let mut rules = Vec::with_capacity(packed.causes.len());
    for (owner, count) in OWNERS_PACKED.rules.iter().enumerate() {
        let (source, date) = (of_owners.0.text(), of_owners.1.text());
        let own = |text: &'static str, of_owner| if text.is_empty() { of_owner } else { text };
        for row in rules.len()..rules.len() + usize::from(*count) {
            let link = Link { title: titles.text(), url: urls.text() };
            rules.push(Rule {
                id: ids.text(),
                owner: owner as u16,
                cause: packed.causes[row],
                confidence: Confidence::of(packed.confidence[row]),
                priority: packed.priorities[row],
                only_here: packed.only_here[row] != 0,
                has_phrases: packed.has_phrases[row] != 0,
                codes: codes.list().filter_map(|code| CodeSpec::read(code).ok()).collect(),
                permanence: Permanence::some(packed.permanence[row]),
                stage: Stage::some(packed.stages[row]),
                act: Act::some(packed.acts[row]),
                lang: langs.text(),
                note: notes.text(),
                retry: retries.text(),
                title: verdicts.text(),
                summary: summaries.text(),
                ask: asks.text(),
                steps: steps.steps(),
                alone: packed.alone[row] != 0,
                link: (!link.url.is_empty()).then_some(link),
                source: own(sources.text(), source),
                checked: own(checked.text(), date),
            });
        }
    }
    rules
});

/// Reply codes of the registry and the RFCs, by code.
pub static BASIC_CODES: LazyLock<Vec<Code>> = LazyLock::new(|| codes(&BASIC_CODES_PACKED));
/// The registered enhanced codes, with `X` for the class, by code.
pub static ENHANCED_CODES: LazyLock<Vec<Code>> = LazyLock::new(|| codes(&ENHANCED_CODES_PACKED));
/// Numbers that circulate as codes, by code.
pub static FOLK_CODES: LazyLock<Vec<Code>> = LazyLock::new(|| codes(&FOLK_CODES_PACKED));

fn codes(packed: &'static packed::Codes) -> Vec<Code> {
    let (mut codes, mut meanings, mut places) =
        (packed.codes.cells(), packed.meanings.cells(), packed.places.cells());
    let (mut notes, mut titles, mut urls) =
        (packed.notes.cells(), packed.sources.cells(), packed.urls.cells());
    let mut also = packed.also.cells();
    let row = |row: usize| Code {
        code: codes.text(),
        meaning: meanings.text(),
        place: places.text(),
        cause: packed.causes[row].checked_sub(1),
        also: also.list().filter_map(|cause| cause.parse().ok()).collect(),
        confidence: Confidence::of(packed.confidence[row]),
        note: notes.text(),
        source: Link { title: titles.text(), url: urls.text() },
    };
    (0..packed.causes.len()).map(row).collect()
}

/// DNS block lists.
pub static LISTS: LazyLock<Vec<BlockList>> = LazyLock::new(|| {
    let packed = &LISTS_PACKED;
    let (mut ids, mut names, mut lists) = (packed.ids.cells(), packed.names.cells(), packed.lists.cells());
    let (mut zones, mut urls, mut notes) = (packed.zones.cells(), packed.urls.cells(), packed.notes.cells());
    let mut answers = packed.answers.cells();
    let row = |closed: &u8| BlockList {
        id: ids.text(),
        name: names.text(),
        lists: lists.text(),
        zone: zones.text(),
        url: urls.text(),
        note: notes.text(),
        answers: answers.list().filter_map(|answer| answer.split_once(' ')).collect(),
        closed: *closed != 0,
    };
    packed.closed.iter().map(row).collect()
});

/// What providers document about their servers, by id.
pub static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(|| {
    let server = |cells: &mut Cells| Server {
        purpose: cells.text(),
        host: cells.text(),
        port: cells.number() as u16,
        security: cells.name(),
    };
    SERVICES_PACKED.cells().rows(|cells| Service {
        id: cells.text(),
        name: cells.text(),
        domains: cells.rows(Cells::text),
        hosts: cells.rows(Cells::text),
        servers: cells.rows(server),
        whole_address: cells.number() != 0,
        password: cells.name(),
        note: cells.text(),
        source: cells.text(),
        checked: cells.text(),
        learns: cells.number() != 0,
    })
});

/// Where programs hide headers and errors, in the order to show them.
pub static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let find = |cells: &mut Cells| Find { what: cells.text(), steps: cells.rows(Cells::text) };
    PLACES_PACKED.cells().rows(|cells| Place {
        id: cells.text(),
        name: cells.text(),
        note: cells.text(),
        source: cells.text(),
        checked: cells.text(),
        finds: cells.rows(find),
    })
});

/// The guided check: where it begins.
pub static COMPLAINTS: LazyLock<Vec<Complaint>> = LazyLock::new(|| {
    COMPLAINTS_PACKED.cells().rows(|cells| Complaint {
        id: cells.text(),
        title: cells.text(),
        about: cells.text(),
        first: cells.number() as u16,
        arrives: cells.number() == 1,
        to_reader: cells.number() == 1,
    })
});

/// The guided check: its questions.
pub static CHECKS: LazyLock<Vec<Check>> = LazyLock::new(|| {
    let command = |cells: &mut Cells| Command {
        unix: cells.text(),
        windows: cells.text(),
        why: cells.text(),
        only: Only::Any,
        at: "",
    };
    let outcome = |cells: &mut Cells| Outcome {
        id: cells.text(),
        says: cells.text(),
        means: cells.text(),
        by_hand: cells.number() != 0,
        next: next(cells),
    };
    CHECKS_PACKED.cells().rows(|cells| Check {
        id: cells.text(),
        question: cells.text(),
        why: cells.text(),
        help: cells.text(),
        provider: cells.number() != 0,
        commands: cells.rows(command),
        outcomes: cells.rows(outcome),
    })
});

/// As `build/guide.rs` writes it.
fn next(cells: &mut Cells) -> Next {
    match cells.number() {
        0 => Next::Check(cells.number() as u16),
        1 => Next::Paste(cells.text()),
        _ => Next::End(End {
            cause: cells.number().checked_sub(1).map(|cause| cause as u8),
            verdict: cells.text(),
            act: cells.name(),
            text: cells.text(),
            letter: cells.text(),
            known: cells.text(),
        }),
    }
}

/// The guided check: the tools that people are told to use.
pub static TOOLS: LazyLock<Vec<Tool>> = LazyLock::new(|| {
    TOOLS_PACKED.cells().rows(|cells| Tool { name: cells.text(), shows: cells.text(), useless: cells.text() })
});

/// Header fields, by name in lower case.
pub static FIELDS: LazyLock<Vec<FieldInfo>> = LazyLock::new(|| {
    let mut names = FIELDS_PACKED.names.cells();
    let (mut abouts, mut sources) = (FIELDS_PACKED.abouts.cells(), FIELDS_PACKED.sources.cells());
    let row = |_| FieldInfo { name: names.text(), about: abouts.text(), source: sources.text() };
    (0..FIELDS_PACKED.count).map(row).collect()
});

/// What the build script writes for each vocabulary in `filters`.
pub(super) fn terms(packed: &'static packed::Terms) -> Vec<FilterTerm> {
    let (mut terms, mut meanings) = (packed.terms.cells(), packed.meanings.cells());
    let mends: Vec<Option<TestMend>> = packed.mends.cells().map(test_mend).collect();
    let row = |(leaning, mended): (&i8, &u8)| FilterTerm {
        term: terms.text(),
        meaning: meanings.text(),
        leaning: *leaning,
        mend: usize::from(*mended).checked_sub(1).and_then(|at| mends.get(at).copied().flatten()),
    };
    packed.leanings.iter().zip(packed.mended).map(row).collect()
}

fn test_mend(cell: &'static str) -> Option<TestMend> {
    let (head, text) = cell.split_at_checked(2)?;
    let (text, known) = text.split_once('\t').map_or((text, None), |(text, known)| (text, Some(known)));
    Some(TestMend {
        by: Act::ALL[head[..1].parse().unwrap_or(0)],
        is_proof: head.ends_with('1'),
        text,
        known,
    })
}

/// Top-level domains, sorted, and the public suffixes below them: `build/suffixes.rs` says how they are written.
pub(super) static SUFFIXES: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| SUFFIXES_PACKED.cells().filter_map(|row| row.split_once(' ')).collect());
