//! The script between a wasm module and the browser, as wasm-bindgen writes it, made small.
//!
//! Every function that the module asks of the browser has a name with a hash of 16 digits, in the script and in the module,
//! and hashes do not compress: of the page they were 6 kB. Within one pair of files any name does, so they become `a`, `b`
//! and so on. Comments and indentation go, too, and what only names a value that is returned at once.

use super::plain::plain;
use crate::cmd::Outcome;

/// The script and the module, with short names for what passes between them.
pub fn shorten(script: &str, wasm: &[u8]) -> Outcome<(String, Vec<u8>)> {
    let mut names = Names::default();
    let wasm = renamed(wasm, &mut names).ok_or("the imports of a wasm module cannot be read")?;
    let mut script = returning(&plain(script));
    for (number, module) in names.modules.iter().enumerate() {
        script = replaced(&script, &format!("\"{module}\": "), &format!("{}:", name(number)))?;
    }
    for (number, field) in names.fields.iter().enumerate() {
        script = replaced(&script, &format!("\n{field}: "), &format!("\n{}:", name(number)))?;
    }
    Ok((script, wasm))
}

/// The script without a name for what is returned at once.
fn returning(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some((before, after)) = rest.split_once("const ret = ") {
        out += before;
        let value = after.split_once(";\nreturn ret;").filter(|(value, _)| !value.contains(['\n', ';']));
        let (kept, next) = value
            .map_or(("const ret = ".to_owned(), after), |(value, next)| (format!("return {value};"), next));
        out += &kept;
        rest = next;
    }
    out + rest
}

/// The script with `new` in the place of `old`, which must be the only one.
fn replaced(script: &str, old: &str, new: &str) -> Outcome<String> {
    match script.matches(old).count() {
        1 => Ok(script.replacen(old, new, 1)),
        count => Err(format!("the script of a wasm module has {count} times {old:?}, not once")),
    }
}

/// The names that are met in a module. Their places here tell their new names.
#[derive(Default)]
struct Names {
    modules: Vec<String>,
    fields: Vec<String>,
}

/// `a`, `b`, … `Z`, `aa`, `ba`, …
fn name(mut number: usize) -> String {
    const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = String::new();
    loop {
        name.push(char::from(LETTERS[number % 52]));
        if number < 52 {
            return name;
        }
        number = number / 52 - 1;
    }
}

/// The new name of an old one.
fn short(old: &str, known: &mut Vec<String>) -> String {
    let number = known.iter().position(|name| name == old).unwrap_or_else(|| {
        known.push(old.to_owned());
        known.len() - 1
    });
    name(number)
}

/// The module with short names for its imports (WebAssembly core specification, 5.5: sections, import section).
fn renamed(wasm: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    const IMPORTS: u8 = 2;
    let (magic, mut rest) = wasm.split_at_checked(8)?;
    let mut out = magic.to_vec();
    while let Some((id, after)) = rest.split_first() {
        let mut from = after;
        let length = number(&mut from)?;
        let (content, next) = from.split_at_checked(length)?;
        let content = if *id == IMPORTS { imports(content, names)? } else { content.to_vec() };
        out.push(*id);
        put_number(content.len(), &mut out);
        out.extend(content);
        rest = next;
    }
    Some(out)
}

fn imports(mut from: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let count = number(&mut from)?;
    put_number(count, &mut out);
    for _ in 0..count {
        put_text(&short(text(&mut from)?, &mut names.modules), &mut out);
        put_text(&short(text(&mut from)?, &mut names.fields), &mut out);
        // Functions only: wasm-bindgen's modules bring their own memory and tables.
        let (0, rest) = from.split_first().map(|(kind, rest)| (*kind, rest))? else { return None };
        from = rest;
        out.push(0);
        put_number(number(&mut from)?, &mut out);
    }
    from.is_empty().then_some(out)
}

/// Seven bits a byte, the lowest first (5.2.2, LEB128).
fn number(from: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn put_number(mut number: usize, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn text<'a>(from: &mut &'a [u8]) -> Option<&'a str> {
    let length = number(from)?;
    let (text, rest) = from.split_at_checked(length)?;
    *from = rest;
    str::from_utf8(text).ok()
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    put_number(text.len(), out);
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_returned_at_once_has_no_name() {
        let script = "a: function(b) {\nconst ret = b.c(1);\nreturn ret;\n}, d: () => {\nconst ret = e;\nf(ret);\nreturn ret;\n}";
        let want = "a: function(b) {\nreturn b.c(1);\n}, d: () => {\nconst ret = e;\nf(ret);\nreturn ret;\n}";
        assert_eq!(returning(script), want);
    }

    /// A module with a section before and behind its imports.
    fn module(imports: &[(&str, &str)]) -> Vec<u8> {
        let mut section = Vec::new();
        put_number(imports.len(), &mut section);
        for (module, field) in imports {
            put_text(module, &mut section);
            put_text(field, &mut section);
            section.extend([0, 7]);
        }
        let mut wasm = b"\0asm\x01\0\0\0\x01\x02xy\x02".to_vec();
        put_number(section.len(), &mut wasm);
        wasm.extend(section);
        wasm.extend(b"\x0a\x01z");
        wasm
    }

    #[test]
    fn names_become_short_in_both() {
        let script = "/**\n * What\n */\nconst import0 = {\n    __wbg_a_0123: function(a) {\n        return a; // \"\n    },\n    \
            __wbg_b_4567: b,\n};\nreturn { \"./app_bg.js\": import0 };\n";
        let wasm = module(&[("./app_bg.js", "__wbg_a_0123"), ("./app_bg.js", "__wbg_b_4567")]);
        let (script, wasm) = shorten(script, &wasm).unwrap();
        assert_eq!(
            script,
            "const import0 = {\na:function(a) {\nreturn a; // \"\n},\nb:b,\n};\nreturn { a:import0 };\n"
        );
        assert_eq!(wasm, module(&[("a", "a"), ("a", "b")]));
    }

    #[test]
    fn what_is_not_understood_is_a_fault() {
        assert!(shorten("", &module(&[("m", "missing")])).is_err());
        let mut table = module(&[("m", "f")]);
        let kind = table.len() - 5;
        table[kind] = 1;
        assert!(shorten("\"m\": x\nf: x", &table).is_err());
        assert!(shorten("", b"\0asm\x01\0\0\0\x02\x7f").is_err());
    }

    #[test]
    fn no_two_names_are_alike() {
        let names: std::collections::HashSet<String> = (0..5_000).map(name).collect();
        assert_eq!(names.len(), 5_000);
        assert_eq!([name(51), name(52), name(104)], ["Z", "aa", "ab"]);
    }
}
