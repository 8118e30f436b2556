//! What shape the words of a program have: JSON, an exception, a stack of calls, source code.

use super::words::{is_refusal, tells_of_trouble};
use super::{log, refused};
use crate::facts::Kind;
use crate::mail::reply;
use crate::text::{Text, frame};

pub fn is_json(text: &Text) -> bool {
    let trimmed = text.as_str().trim();
    trimmed.starts_with(['{', '['])
        && trimmed.ends_with(['}', ']'])
        && trimmed.contains(['"', '\''])
        && trimmed.contains(':')
}

/// Whether an object of JSON stands in the text: a key in quotes behind a brace.
pub fn holds_json(text: &Text) -> bool {
    let string = text.as_str();
    let begins = |(at, _): (usize, &str)| string[at + 1..].trim_start().starts_with('"');
    string.contains("\":") && string.match_indices('{').any(begins)
}

/// What shape the words have, for where no product shows itself.
pub fn form(text: &Text) -> Kind {
    let string = text.as_str();
    let any = |signs: &[&str]| signs.iter().any(|sign| string.contains(sign));
    match () {
        // What a program logs for itself begins with a time, or is JSON with a level.
        () if log::is_record(string) => Kind::Record,
        () if log::begins_with_time(string) => Kind::Traceback,
        () if any(&["[Error: ", "{ Error: "]) => Kind::Exception,
        () if refused::is_bare(string) => Kind::Exception,
        () if is_json(text) => {
            if any(LEVELS) {
                Kind::Traceback
            } else {
                Kind::Json
            }
        }
        () if any(FRAMES) || frame::holds_frame(string) => Kind::Traceback,
        () if is_source(string) => Kind::Source,
        () if any(EXCEPTIONS) || is_exception(string) => Kind::Exception,
        () if holds_json(text) => Kind::Json,
        () => Kind::Words,
    }
}

/// Keys of the level in the JSON that programs log.
const LEVELS: &[&str] = &[
    "\"level\"",
    "\"lvl\"",
    "\"severity\":\"W",
    "\"severity\":\"E",
    "\"levelname\"",
    "\"logger\"",
    "\"stack\"",
    "\"stacktrace\"",
];

/// Nearly all lines are statements of some programming language, and no other line tells of a failure: a program, and
/// not what it says.
pub fn is_source(string: &str) -> bool {
    let (mut all, mut code) = (0, 0);
    let closes = |line: &str| line.chars().all(|c| "{}()[];,`".contains(c));
    let statements = string.lines().map(|line| without_comment(line.trim()));
    let is_long = string.lines().filter(|line| !line.trim().is_empty()).count() > 2;
    for line in statements.filter(|line| !line.is_empty() && !closes(line)) {
        let begins = STATEMENTS.iter().any(|word| line.starts_with(word)) || ALONE.contains(&line);
        let is_code = begins && (line.contains(['(', ';', '{']) || line.ends_with(':'))
            || (is_call(line) && (is_long || is_template(line) || reply::find(line).is_none()))
            || (is_long && is_plain_call(line));
        let quotes_reply = || {
            !begins && reply::find(line).is_some_and(|found| found.enhanced.is_some() && is_refusal(&found))
        };
        if !is_code && (tells_of_trouble(line) || is_raised(line) || quotes_reply()) {
            return false;
        }
        all += 1;
        code += usize::from(begins || is_statement(line));
    }
    all > 0 && 4 * code >= 3 * all
}

/// What a programmer notes beside a statement is no part of it, and a line of nothing else is none: `except Refused:  # 550 no`.
fn without_comment(line: &str) -> &str {
    if line.starts_with("# ")
        || line.starts_with("//")
        || line.starts_with("/*")
        || line.starts_with("\"\"\"")
    {
        return "";
    }
    // Within quotes the signs are text.
    let is_outside = |at: usize| line[..at].matches(['"', '\'']).count().is_multiple_of(2);
    let begins = ["  # ", " # ", "\t# ", " // ", "\t// "].iter().filter_map(|sign| line.find(sign));
    begins.filter(|at| is_outside(*at)).min().map_or(line, |at| line[..at].trim_end())
}

/// `SMTPServerDisconnected: Connection unexpectedly closed`: an exception with its name before its words.
fn is_raised(line: &str) -> bool {
    let name = line.split_once(": ").map_or("", |(name, _)| name.rsplit('.').next().unwrap_or(name));
    let has = |is: fn(&char) -> bool| name.chars().filter(is).count();
    !name.contains(' ')
        && name.starts_with(char::is_uppercase)
        && has(|c| c.is_uppercase()) > 1
        && has(|c| c.is_lowercase()) > 2
}

/// Whether a line is an exception by its name: `SMTPSenderRefused: 530`, `builtins.ConnectionRefusedError: …`.
pub fn raises(text: &Text) -> bool {
    const ENDS: &[&str] = &["Error", "Exception", "Refused", "Disconnected"];
    text.as_str().lines().take(200).map(str::trim).any(|line| {
        let name = line.split_once(": ").map_or(line, |(name, _)| name);
        is_raised(line) && ENDS.iter().any(|end| name.ends_with(end))
    })
}

/// Has a place for what is not known before the program runs: `log.error("535 failed: %s", error)`.
fn is_template(line: &str) -> bool {
    ["%s", "%d", "%v", "%r", "{}", "{e", "${"].iter().any(|place| line.contains(place))
}

/// Calls something by its name and nothing else, or raises what it makes: `log.error("could not send", e)`.
fn is_call(line: &str) -> bool {
    let line = line.strip_suffix(';').unwrap_or(line);
    let raises = line.starts_with("throw ") || line.starts_with("raise ");
    // An exception as it prints itself looks like a call: `SMTPServerDisconnected('…')`.
    let prints_itself =
        |name: &str| !raises && name.rsplit('.').next().unwrap_or(name).starts_with(char::is_uppercase);
    let line = ["throw new ", "throw ", "raise ", "await ", "return "]
        .iter()
        .fold(line, |line, word| line.strip_prefix(word).unwrap_or(line));
    let is_name = |name: &str| {
        name.contains('.') | name.contains("->") | name.starts_with(char::is_uppercase)
            && name.chars().all(|c| c.is_alphanumeric() || "_.$->:".contains(c))
    };
    line.ends_with(')')
        && line
            .split_once('(')
            .is_some_and(|(name, _)| !name.contains(' ') && is_name(name) && !prints_itself(name))
}

/// `drop(refused.recipients)`: a function's name and what it is called with, and nothing else on the line.
fn is_plain_call(line: &str) -> bool {
    let line = line.strip_suffix(';').unwrap_or(line);
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    line.ends_with(')') && line.split_once('(').is_some_and(|(name, _)| is_name(name))
}

/// Ends as statements end, gives a value to a name, or calls what a name names.
fn is_statement(line: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_.$[]'\"->".contains(c))
    };
    let given = line.split_once(" := ").or(line.split_once(" = "));
    let gives = given.is_some_and(|(names, value)| names.split(", ").all(is_name) && !value.is_empty());
    let returns = line.starts_with("return ") && (!line.contains(": ") || line.ends_with(')'));
    let calls = line.ends_with(')')
        && line.starts_with(|c: char| c.is_ascii_lowercase() || c == '$')
        && line.split_once('(').is_some_and(|(name, _)| is_name(name));
    let from = line.starts_with("from ") && line.contains(" import ");
    line.ends_with([';', '{']) || line.ends_with("):") || from || gives || calls || returns
}

/// How statements of common languages begin.
const STATEMENTS: &[&str] = &[
    "import ",
    "const ",
    "let ",
    "var ",
    "def ",
    "function ",
    "fn ",
    "#include",
    "<?php",
    "using ",
    "package ",
    "require(",
    "require_once",
    "require '",
    "if (",
    "if __name__",
    "if err ",
    "defer ",
    "$",
    "//",
    "# ",
    "await ",
    "async ",
    "func ",
    "try:",
    "try {",
    "except ",
    "raise ",
    "throw ",
    "catch (",
    "} catch",
    "print(",
    "console.",
];

/// Statements of one word.
const ALONE: &[&str] =
    &["raise", "throw;", "return", "return;", "pass", "break", "break;", "continue", "else:", "finally:"];

/// The frames of a stack: Java, .NET and JavaScript, Python, PHP, Go, Ruby.
const FRAMES: &[&str] = &[
    "\n    at ",
    "\n\tat ",
    "\n   at ",
    " at System.",
    "Traceback (most",
    "  File \"",
    ".php on line ",
    ".php#",
    "\n#0 ",
    ".php:",
    "goroutine ",
    ".rb:",
    "stack trace",
    ".js:",
    "nested exception",
];

/// What stands in exceptions and in the messages of commands, and hardly ever in a box for people.
const EXCEPTIONS: &[&str] = &[
    "panic:",
    "panicked at",
    "[Errno ",
    "level=",
    "lvl=",
    "[ERROR]",
    "[SMTP: ",
    "Uncaught",
    "Fatal error",
    "PHP Warning",
    "() ",
    "(): ",
    "::",
    "errno",
    "code: '",
    "kind: ",
    "Error {",
    "error(s):",
];

/// The name of an exception's class (`SMTPDataError`, `java.net.ConnectException`), or a command's name before what it
/// says (`curl: (7) …`, `sendmail: …`, `Error: …` of Node).
fn is_exception(string: &str) -> bool {
    let class = |word: &str| {
        let name = word.rsplit(['.', '\\', ':']).next().unwrap_or(word);
        ["Error", "Exception", "Failure"].iter().any(|end| name.len() > end.len() && name.ends_with(end))
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let first = string.trim_start();
    let command = first.split_once(": ").is_some_and(|(name, _)| {
        name.len() < 20
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_./".contains(&b))
    });
    let names = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '\\');
    command || string.contains("Error: ") || string.split(names).any(class)
}
