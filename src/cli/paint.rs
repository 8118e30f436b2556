//! Colours, on a terminal that wants them: `anstream` takes them out again where there is none (and for NO_COLOR).

use anstream::AutoStream;
use clap::builder::styling::{AnsiColor, Style};
use mailwhy::report::text::Tone;

pub fn stdout() -> AutoStream<std::io::StdoutLock<'static>> {
    AutoStream::auto(std::io::stdout().lock())
}

pub fn tone(tone: Tone, text: &str) -> String {
    let style = match tone {
        Tone::Heading => Style::new().bold().underline(),
        Tone::Strong => Style::new().bold(),
        Tone::Quiet => Style::new().dimmed(),
        Tone::Code => AnsiColor::Cyan.on_default(),
        Tone::Warning => AnsiColor::Yellow.on_default(),
    };
    format!("{style}{text}{style:#}")
}
