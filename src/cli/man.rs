//! `candor man` and `candor completions`: the manual page and the shell's completions, made of the same tables as
//! the program itself.

use std::fmt::Write as _;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::action::{Context, in_context};
use crate::problem::{Problem, ProblemKind};
use crate::tui::keymap::Keymap;

use super::arguments::{CompletionsTyped, Typed};
use super::desk::Desk;
use super::output::Page;

/// Prints the manual page as roff: `candor man | man -l -`.
pub(crate) fn run(desk: &Desk) -> Result<(), Problem> {
    let page = manual().map_err(|error| unprintable(&error))?;
    print(desk, &page)
}

/// Prints the completions for a shell.
pub(crate) fn completions(desk: &Desk, typed: &CompletionsTyped) -> Result<(), Problem> {
    let mut script = Vec::new();
    let mut command = Typed::command();
    clap_complete::generate(typed.shell, &mut command, "candor", &mut script);
    let script = String::from_utf8_lossy(&script);
    // What is printed is made safe to show, where a tab is not; a shell takes blanks as well.
    print(desk, &script.replace('\t', "    "))
}

fn print(desk: &Desk, text: &str) -> Result<(), Problem> {
    let mut page = Page::default();
    page.block(text);
    desk.output.page(&page)
}

fn unprintable(error: &std::io::Error) -> Problem {
    let what = format!("the manual page can't be made: {error}");
    Problem::new(ProblemKind::Usage, what).next("see candor --help")
}

fn manual() -> std::io::Result<String> {
    let mut command = Typed::command();
    command.build();
    let man = Man::new(command.clone());
    let mut roff = Vec::new();
    man.render_title(&mut roff)?;
    man.render_name_section(&mut roff)?;
    man.render_synopsis_section(&mut roff)?;
    man.render_description_section(&mut roff)?;
    man.render_options_section(&mut roff)?;
    let mut page = String::from_utf8_lossy(&roff).into_owned();
    page.push_str(".SH COMMANDS\n");
    for subcommand in command.get_subcommands_mut() {
        let heading = escaped(subcommand.get_bin_name().unwrap_or_default());
        let help = escaped(&subcommand.render_long_help().to_string());
        let _ = writeln!(page, ".SS \"{heading}\"\n.nf\n{help}\n.fi");
    }
    page.push_str(&keys());
    let mut roff = Vec::new();
    man.render_extra_section(&mut roff)?;
    page.push_str(&String::from_utf8_lossy(&roff));
    Ok(page)
}

/// The keys of every screen and dialog, from the table of actions.
fn keys() -> String {
    let keymap = Keymap::default_keys();
    let mut section =
        ".SH KEYS\nThe default keys; config.ron gives others (see \\fBcandor config print-default\\fR).\n"
            .to_owned();
    for context in Context::ALL {
        let _ = writeln!(section, ".SS \"{}\"", escaped(context.title()));
        for entry in in_context(context) {
            let keys = keymap.keys_of(entry).iter().map(ToString::to_string);
            let keys = escaped(&keys.collect::<Vec<_>>().join(", "));
            let _ = writeln!(section, ".TP\n\\fB{keys}\\fR\n{}", escaped(entry.does));
        }
    }
    section
}

/// Text in which roff sees no commands.
fn escaped(text: &str) -> String {
    let escape = |line: &str| {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        if line.starts_with(['.', '\'']) {
            format!("\\&{line}")
        } else {
            line
        }
    };
    text.lines().map(escape).collect::<Vec<_>>().join("\n")
}
