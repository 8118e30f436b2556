//! What may stand on the command line.

use super::batch;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXIT_STATUS: &str = "Exit status:
  0  explained
  1  something is undetermined: the text does not tell, the report says what to collect
  2  usage, or input that cannot be read";

const EXAMPLES: &str = "Examples:
  mailwhy bounce.eml
  echo '550 5.7.26 unauthenticated' | mailwhy
  mailwhy batch --format csv bounces/ > causes.csv
  mailwhy explain 5.7.26";

/// Says why mail failed: what happened, where on the way, who can mend it, and what to do next
///
/// Give it what you have: full headers, a bounce, one SMTP reply, the text of an error box, a traceback, a transcript,
/// log lines. It says which words told it so, and `undetermined` where the words do not tell. Nothing leaves this
/// computer.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_STATUS}"))]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The file to explain; `-` or nothing reads standard input
    pub file: Option<PathBuf>,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Markdown,
}

#[derive(Subcommand)]
pub enum Command {
    /// Explain many pastes, one line of output each: files, folders, mbox files, lists of replies
    Batch(batch::Arguments),
    /// Print what is known of a cause, a reply code or an enhanced status code
    Explain {
        /// `greylisted`, `550`, `5.7.26`, `google/over-quota`, a header field
        what: String,
    },
    /// Print a paste with stand-ins for addresses, names, hosts, ids and secrets, to pass it on
    Redact {
        /// The file; `-` or nothing reads standard input
        file: Option<PathBuf>,
    },
    /// Print the manual page: mailwhy man > mailwhy.1
    Man,
}
