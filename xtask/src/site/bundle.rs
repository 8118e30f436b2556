//! What trunk leaves in pieces, too long or unnamed: the styles, the icon, the page's program, the worker.

use super::plain::{plain, tight};
use super::{files, glue};
use crate::cmd::Outcome;
use std::path::Path;

/// Joins the style files, in the order of the page, into one: a file a component is good to write and slow to load.
pub fn styles(stage: &Path, page: &str, public_url: &str) -> Outcome<String> {
    let mut joined = String::new();
    let mut rest = String::new();
    let mut place = None;
    for line in page.split_inclusive('\n') {
        match address(line, "stylesheet", public_url) {
            Some(name) => {
                let file = stage.join(name);
                joined += &tight(&plain(&files::read(&file)?));
                files::remove(&file)?;
                place.get_or_insert(rest.len());
            }
            None => rest += line,
        }
    }
    let Some(place) = place else { return Ok(rest) };
    let name = format!("style-{}.css", files::hash(joined.as_bytes()));
    files::write(&stage.join(&name), &joined)?;
    rest.insert_str(place, &format!("<link rel=\"stylesheet\" href=\"{public_url}{name}\">\n"));
    Ok(rest)
}

/// Puts the icon into the page. Browsers ask for it anew when the page's address changes, and a relative one would then
/// lead astray.
pub fn icon(stage: &Path, page: &str, public_url: &str) -> Outcome<String> {
    let Some(name) = page.lines().find_map(|line| address(line, "icon", public_url)) else {
        return Ok(page.to_owned());
    };
    let file = stage.join(name);
    let svg: String = files::read(&file)?.trim().chars().map(in_address).collect();
    files::remove(&file)?;
    Ok(page.replace(&format!("{public_url}{name}"), &format!("data:image/svg+xml,{svg}")))
}

/// Makes the page's script and wasm smaller. Their names change with what is in them.
pub fn program(stage: &Path, page: &str) -> Outcome<String> {
    let old = |ending: &str| {
        let mut names = page.split(['"', '\'']).filter_map(|address| address.rsplit('/').next());
        let name = names.find(|name| name.starts_with("app-") && name.ends_with(ending));
        name.ok_or(format!("index.html names no app-….{ending}"))
    };
    let (script, wasm) = (old(".js")?, old("_bg.wasm")?);
    let (short_script, short_wasm) =
        glue::shorten(&files::read(&stage.join(script))?, &files::bytes(&stage.join(wasm))?)?;
    files::remove(&stage.join(script))?;
    files::remove(&stage.join(wasm))?;
    let new_script = format!("app-{}.js", files::hash(short_script.as_bytes()));
    let new_wasm = format!("app-{}_bg.wasm", files::hash(&short_wasm));
    files::write(&stage.join(&new_script), short_script.as_bytes())?;
    files::write(&stage.join(&new_wasm), &short_wasm)?;
    Ok(page.replace(script, &new_script).replace(wasm, &new_wasm))
}

/// The worker gets names with a hash of what is in it, so that an old page never meets a new worker. Gives the name of the
/// script that loads the rest.
pub fn worker(stage: &Path) -> Outcome<String> {
    let (script, wasm) = (stage.join("worker.js"), stage.join("worker_bg.wasm"));
    let (short_script, short_wasm) = glue::shorten(&files::read(&script)?, &files::bytes(&wasm)?)?;
    let name = format!("worker-{}", files::hash(&[short_script.as_bytes(), &short_wasm].concat()));
    for old in [script, wasm, stage.join("worker_loader.js")] {
        files::remove(&old)?;
    }
    files::write(&stage.join(format!("{name}.js")), short_script.as_bytes())?;
    files::write(&stage.join(format!("{name}_bg.wasm")), &short_wasm)?;
    let loader =
        format!("importScripts(\"./{name}.js\");wasm_bindgen({{module_or_path:\"./{name}_bg.wasm\"}});");
    files::write(&stage.join(format!("{name}_loader.js")), &loader)?;
    Ok(format!("{name}_loader.js"))
}

/// The file that a link element of this relation names, if the line is one. Trunk writes an element a line.
fn address<'a>(line: &'a str, relation: &str, public_url: &str) -> Option<&'a str> {
    let link = line.trim().strip_prefix("<link ")?;
    let (_, rest) = link.contains(&format!("rel=\"{relation}\"")).then(|| link.split_once(" href=\""))??;
    rest.split('"').next()?.strip_prefix(public_url)
}

/// A sign as it may stand in a data address within double quotes.
fn in_address(sign: char) -> String {
    match sign {
        '"' | '#' | '%' | '<' | '>' | '\n' => format!("%{:02X}", u32::from(sign)),
        _ => sign.to_string(),
    }
}
