//! `cargo xtask test`: every test there is.

use crate::cmd::{self, Outcome, cargo, flag};
use crate::{site, tools};
use xtask::browser::Browser;

/// `--native` and `--browser` leave the other half out; a further word picks tests by name, as in `cargo test`.
pub fn run(args: &[String]) -> Outcome {
    let name = args.iter().find(|arg| !arg.starts_with("--")).map(String::as_str);
    if !flag(args, "--browser") {
        native(name)?;
    }
    if !flag(args, "--native") {
        browser(name)?;
    }
    Ok(())
}

fn native(name: Option<&str>) -> Outcome {
    // With `ssr` the page's components are drawn too, as text.
    cmd::run(cargo(&["test", "--locked", "--workspace", "--features", "mailwhy/ssr"]).args(name))
}

/// The browser's tests run against the site as it will be uploaded.
fn browser(name: Option<&str>) -> Outcome {
    let browsers: Vec<Browser> = std::iter::once(tools::chromium()?).chain(tools::others()).collect();
    let axe = tools::axe()?;
    site::build(&[])?;
    let mut test = cargo(&["test", "--locked", "--package", "xtask", "--test", "browser"]);
    test.env("AXE", axe);
    for browser in &browsers {
        test.envs(browser.in_environment());
    }
    cmd::run(test.args(name))
}
