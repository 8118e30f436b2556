//! Many cases at once: files of every kind, an mbox, a list; the overview, one case and back, the table taken along.

use crate::visit::{Outcome, Visit};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use std::io::Write;

/// Files for the page, as JavaScript that makes them.
fn files(files: &[(&str, &[u8])]) -> String {
    let file = |(name, bytes): &(&str, &[u8])| {
        format!(
            "new File([Uint8Array.from(atob({:?}), c => c.charCodeAt(0))], {name:?})",
            STANDARD.encode(bytes)
        )
    };
    format!("[{}]", files.iter().map(file).collect::<Vec<_>>().join(","))
}

/// Drops what the expression says anywhere on the page.
fn drop_on(visit: &Visit, files: &str) -> Outcome {
    let code = format!(
        "const data = new DataTransfer();
         for (const file of {files}) data.items.add(file);
         for (const type of ['dragover', 'drop'])
             document.body.dispatchEvent(new DragEvent(type, {{ dataTransfer: data, bubbles: true, cancelable: true }}));"
    );
    visit.page.js(&code).map(drop)
}

/// Waits for the end of the survey, and gives what is announced.
fn explained(visit: &Visit) -> Outcome<String> {
    let said =
        visit.page.until("document.querySelector('[data-test=explained]')?.textContent.trim() || null")?;
    Ok(said.as_str().unwrap_or_default().to_owned())
}

fn number(visit: &Visit, expression: &str) -> Outcome<u64> {
    Ok(visit.page.js(&format!("return {expression}"))?.as_u64().unwrap_or_default())
}

const ROWS: &str = "document.querySelectorAll('[data-test=cases] li').length";

fn bounce(number: usize) -> String {
    let (code, words) =
        [("5.1.1", "no such user"), ("5.2.2", "mailbox full"), ("4.7.1", "greylisted")][number % 3];
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\nTo: ann@example.org\nSubject: Undelivered Mail Returned to Sender\n\
         Message-ID: <{number}@mx.example.net>\n\nThis is the mail system at host mx.example.net.\n\n\
         <user{number}@d{}.example>: host mx{}.example.net[192.0.2.7] said: {}50 {code} {words} (in reply to RCPT TO command)\n\n",
        number % 7,
        number % 2,
        &code[..1]
    )
}

fn mbox(count: usize) -> String {
    (0..count)
        .map(|number| format!("From MAILER-DAEMON Tue Nov 24 10:00:00 2026\n{}", bounce(number)))
        .collect()
}

fn zip(inside: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut packed);
    for (name, content) in inside {
        let (mut entry, config) = archive.new_file(name).start().expect("an entry");
        let mut writer = config.wrap(&mut entry);
        writer.write_all(content).expect("content");
        let (_, descriptor) = writer.finish().expect("finished");
        entry.finish(descriptor).expect("finished");
    }
    archive.finish().expect("finished");
    packed
}

fn msg(text: &str) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("a file");
    let body: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    file.create_stream("/__substg1.0_1000001F").expect("a stream").write_all(&body).expect("content");
    file.into_inner().into_inner()
}

#[test]
fn each_kind_of_file_is_explained() -> Outcome {
    const TEXT: &str = "452 4.2.2 mailbox full";
    let mail = bounce(1);
    let json = format!("{{\"error\": {TEXT:?}}}");
    let (packed, outlook) =
        (zip(&[("in/a.txt", TEXT.as_bytes()), ("logo.png", b"\x89PNG\0\0\0\0\0")]), msg(TEXT));
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(TEXT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let kinds: [(&str, &[u8]); 7] = [
        ("a.eml", mail.as_bytes()),
        ("a.txt", TEXT.as_bytes()),
        ("a.log", TEXT.as_bytes()),
        ("a.json", json.as_bytes()),
        ("a.zip", &packed),
        ("a.msg", &outlook),
        ("utf16.txt", &wide),
    ];
    for kind in kinds {
        let visit = Visit::to("")?;
        drop_on(&visit, &files(&[kind]))?;
        assert_eq!(visit.verdict()?, "mailbox-full", "{}", kind.0);
        visit.console_is_clean()?;
    }
    let visit = Visit::to("")?;
    visit.page.js_async(&format!(
        "const stream = new Blob([{TEXT:?}]).stream().pipeThrough(new CompressionStream('gzip'));
         window.packed = new File([await new Response(stream).blob()], 'mail.log.gz')"
    ))?;
    drop_on(&visit, "[packed]")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    Ok(())
}

#[test]
fn an_mbox_is_an_overview_and_each_case_an_answer() -> Outcome {
    let visit = Visit::to("")?;
    drop_on(&visit, &files(&[("bounces.mbox", mbox(300).as_bytes())]))?;
    assert_eq!(explained(&visit)?, "300 cases explained.");
    assert_eq!(number(&visit, ROWS)?, 100, "the first hundred are drawn");
    let facet = visit.page.text("[data-test=facet-cause]")?;
    assert!(facet.contains("mailbox is full") && facet.contains("100"), "{facet}");
    // Only what is full, of one domain.
    visit.page.click("[data-test=facet-cause] [data-value=mailbox-full]")?;
    visit.page.click("[data-test=facet-domain] [data-value='d1.example']")?;
    assert_eq!(visit.page.text("[data-test=shown]")?, "15 of 300 shown");
    visit.page.click("[data-test=cases] li:nth-child(2) button")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    assert!(visit.page.text(".case-bar")?.contains("Case 2 of 15"));
    assert!(visit.page.text(".verdict-recipient")?.contains("user22@d1.example"));
    // On with one key, back with another; the keyboard is where it was.
    visit.page.keys("body", ALT_DOWN)?;
    visit.page.until("document.querySelector('.verdict-recipient').textContent.includes('user43@')")?;
    visit.page.keys("body", ESCAPE)?;
    visit.page.until("document.querySelector('[data-test=overview]')")?;
    visit.page.until("document.activeElement.id === 'case-43'")?;
    assert_eq!(visit.page.text("[data-test=shown]")?, "15 of 300 shown");
    // The browser's own way back does the same.
    visit.page.click("[data-test=cases] li:nth-child(1) button")?;
    visit.verdict()?;
    visit.page.js("history.back()")?;
    visit.page.until("document.querySelector('[data-test=overview]')")?;
    visit.page.click("[data-test=all]")?;
    visit.page.keys("[data-test=words]", "USER299@")?;
    visit.page.until(&format!("{ROWS} === 1"))?;
    visit.console_is_clean()
}

#[test]
fn the_table_is_taken_along() -> Outcome {
    let visit = Visit::prepare()?;
    visit.page.before_each_page(
        "window.saved = []; const make = URL.createObjectURL.bind(URL);
         URL.createObjectURL = blob => { if (!blob.type.includes('javascript')) saved.push(blob); return make(blob) }",
    )?;
    visit.open("")?;
    let list = "550 5.1.1 <ann@example.org> user unknown\n552 5.2.2 <bob@example.org> \"full\"\n550 5.1.1 <=1@example.net> user unknown\n451 4.7.1 <dan@example.net> greylisted\n";
    visit.explain(list)?;
    assert_eq!(explained(&visit)?, "4 cases explained.");
    visit.page.click("[data-test=facet-cause] [data-value=user-unknown]")?;
    visit.page.click("[data-test=csv]")?;
    visit.page.click("[data-test=json]")?;
    let saved = visit
        .page
        .js_async("return { csv: await saved[0].text(), json: JSON.parse(await saved[1].text()) }")?;
    let csv = saved["csv"].as_str().unwrap_or_default();
    assert!(
        csv.starts_with("id,cause,title,permanence,who,recipient,domain,host,words\r\n1,user-unknown,"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(csv.contains(",\"'=1@example.net\","), "no formula: {csv}");
    assert_eq!(saved["json"]["causes"], json!([{ "name": "user-unknown", "count": 2 }]));
    assert_eq!(saved["json"]["cases"][1]["id"], "3");
    Ok(())
}

#[test]
fn unreadable_files_are_named_and_hide_nothing() -> Outcome {
    let visit = Visit::to("")?;
    let one = b"452 4.2.2 <ann@example.org> mailbox full";
    drop_on(
        &visit,
        &files(&[
            ("a.txt", one),
            ("b.png", b"\x89PNG\r\n\0\0\0\0\0"),
            ("c.zip", b"PK\x03\x04cut"),
            ("d.txt", one),
        ]),
    )?;
    assert_eq!(explained(&visit)?, "2 cases explained.");
    let unread = visit.page.text("[data-test=unread]")?;
    assert!(unread.starts_with("2 of 4 files could not be read"), "{unread}");
    assert!(
        unread.contains("b.png: it is a picture; type the words")
            && unread.contains("c.zip: it is cut off or damaged"),
        "{unread}"
    );
    Ok(())
}

#[test]
fn bounces_in_one_paste_are_answered_each() -> Outcome {
    let visit = Visit::to("")?;
    let forwarded = |number: usize| format!("---------- Forwarded message ---------\n{}", bounce(number));
    visit.explain(&format!("Hello,\n\nthese came back:\n\n{}", (0..4).map(forwarded).collect::<String>()))?;
    assert_eq!(explained(&visit)?, "4 cases explained.");
    for (row, cause) in ["user-unknown", "mailbox-full", "greylisted", "user-unknown"].into_iter().enumerate()
    {
        visit.page.click(&format!("#case-{row}"))?;
        assert_eq!(visit.verdict()?, cause);
        visit.page.click("[data-test=back]")?;
    }
    visit.console_is_clean()
}

#[test]
fn a_paste_anywhere_is_taken_with_files_too() -> Outcome {
    let visit = Visit::to("why/")?;
    let paste = |fill: &str| {
        visit.page.js(&format!(
            "document.activeElement.blur(); const clipboardData = new DataTransfer(); {fill};
             document.body.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData, bubbles: true, cancelable: true }}))"
        ))
    };
    paste("clipboardData.setData('text/plain', '452 4.2.2 mailbox full')")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    paste("clipboardData.items.add(new File(['550 5.1.1 no such user'], 'a.txt', { type: 'text/plain' }))")?;
    visit.page.until("document.querySelector('[data-cause=user-unknown]')")?;
    visit.console_is_clean()
}

/// Over a hundred megabytes in two files: the page answers all the while, and the list is whole.
#[test]
fn a_hundred_megabytes_do_not_freeze_the_page() -> Outcome {
    let visit = Visit::to("")?;
    visit.settle()?;
    large(&visit, 52)?;
    visit.page.js(
        "window.gap = 0; let last = performance.now();
         setInterval(() => { gap = Math.max(gap, performance.now() - last); last = performance.now() }, 20)",
    )?;
    drop_on(&visit, "large")?;
    visit.page.until("document.querySelector('[data-test=overview]')")?;
    // A case is opened while the others are still read.
    visit.page.click("#case-1")?;
    assert_eq!(visit.verdict()?, "mailbox-full");
    visit.page.click("[data-test=back]")?;
    assert_eq!(explained(&visit)?, "1,040 cases explained.");
    let gap = visit.page.js("return gap")?.as_f64().unwrap_or(f64::MAX);
    assert!(gap < 1500.0, "the page stood still for {gap} ms");
    visit.console_is_clean()
}

#[test]
fn stopping_keeps_what_was_found() -> Outcome {
    let visit = Visit::to("")?;
    visit.settle()?;
    large(&visit, 80)?;
    drop_on(&visit, "large")?;
    // Found and clicked in one: a busy machine might be done before it hears of the click.
    let (overview, stop) =
        ("document.querySelector('[data-test=overview]')", "document.querySelector('[data-test=stop]')");
    visit.page.until(&format!("(stop => {overview} && stop && (stop.click(), true))({stop})"))?;
    explained(&visit)?;
    let kept = number(&visit, ROWS)?;
    assert!(kept > 0, "{kept}");
    assert!(visit.page.text(".many .notice")?.starts_with("Stopped."));
    visit.page.click("#case-0")?;
    assert_eq!(visit.verdict()?, "user-unknown");
    visit.console_is_clean()
}

/// Makes two mbox files of so many megabytes each, with ten bounces in a megabyte, each with an attachment.
fn large(visit: &Visit, megabytes: usize) -> Outcome {
    let bounces: Vec<String> = (0..10).map(|number| mbox(number + 1).split_off(mbox(number).len())).collect();
    visit
        .page
        .js(&format!(
            "const line = 'x'.repeat(75) + '\\n', body = line.repeat(1365) + '\\n';
             const megabyte = {}.map(bounce => bounce + body).join('');
             window.large = ['a.mbox', 'b.mbox'].map(name => new File(Array({megabytes}).fill(megabyte), name))",
            json!(bounces)
        ))
        .map(drop)
}

/// WebDriver's code points: Alt with the arrow down, Escape.
const ALT_DOWN: &str = "\u{e00a}\u{e015}";
const ESCAPE: &str = "\u{e00c}";
