//! What is no special form: an error box, a traceback, one reply line. The whole of it is one statement.

use crate::facts::{Enhanced, Facts, Kind, Role, Statement};
use crate::mail::reply;
use crate::text::Text;

/// Anything can be read as words.
pub fn looks(_: &Text) -> u8 {
    1
}

pub fn read(text: &Text) -> Facts {
    let mut facts = Facts::default();
    if text.as_str().trim().is_empty() {
        return facts;
    }
    let statement = statement(text.clone());
    // A paste that begins with its code is a reply; a code further in is quoted by somebody.
    let begins =
        reply::find(text.as_str()).is_some_and(|found| text.as_str()[..found.range.start].trim().is_empty());
    if begins {
        facts.kind = Kind::Reply;
    }
    facts.statements.push(statement);
    facts
}

/// Words with the codes that stand in them.
pub fn statement(text: Text) -> Statement {
    let found = reply::find(text.as_str());
    let mut statement = Statement::new(text, Role::Words);
    if let Some(found) = found {
        statement.role = Role::Reply;
        statement.code = found.code;
        statement.enhanced =
            found.enhanced.map(|(class, subject, detail)| Enhanced { class, subject, detail });
        statement.code_span = Some(statement.text.span(found.range));
    }
    statement
}
