//! The command line: one file per command, named by its word.

mod amount;
mod answer;
mod arguments;
mod attach;
mod config;
mod demo;
mod desk;
mod diff;
mod dissent;
mod evidence;
mod export;
mod gate;
mod gathered;
mod git;
mod home;
mod lint;
mod list;
mod list_items;
mod man;
mod meeting;
mod merge;
mod merged;
mod new;
mod note;
mod output;
mod plan;
mod portfolio;
mod portfolio_sign_offs;
mod refusal;
mod resolution;
mod resolve;
mod review;
mod score;
mod screen;
mod set;
mod shortened;
mod sign;
mod sign_off_object;
mod snapshot;
mod spend;
mod standing;
mod unsettled;
mod upgrade;
mod verify;
mod waive;
mod what_if;

use std::ffi::OsString;

use crate::problem::Problem;
use crate::system::environment::{self, Stream};

use arguments::config::LookTyped;
use arguments::{Asked, ColorChoice, Command};
use desk::Desk;
use output::{Output, Page};

/// Runs what this process's arguments ask for, and gives the exit code.
///
/// Results go to standard output, everything else to standard error.
pub fn run() -> u8 {
    run_arguments(environment::arguments())
}

fn run_arguments(arguments: Vec<OsString>) -> u8 {
    let asked = match arguments::parse(arguments) {
        Ok(asked) => asked,
        Err(problem) => return failed(&problem),
    };
    let typed = match asked {
        Asked::Run(typed) => typed,
        Asked::Print(text) => {
            let mut page = Page::default();
            page.block(&text);
            return ended(Output::new(false).page(&page).map(|()| 0));
        }
    };
    let output = Output::new(wants_colour(typed.color));
    let outcome = look(&typed.look, typed.command.as_ref()).and_then(|look| {
        let desk = Desk::from_environment(output, no_colour_on_screen(typed.color), look)?;
        carry_out(&desk, typed.command)
    });
    ended(outcome)
}

/// How the screen is to look, for the commands that have one.
fn look(before: &LookTyped, command: Option<&Command>) -> Result<LookTyped, Problem> {
    match command {
        None => Ok(before.clone()),
        Some(Command::Demo(typed)) => Ok(typed.look.or(before)),
        Some(Command::Review(typed)) => Ok(typed.look.or(before)),
        Some(_) if *before == LookTyped::default() => Ok(LookTyped::default()),
        Some(_) => Err(resolve::usage(
            "--theme, --ascii and --accessible are for the screen, which this command does not open",
            "leave them out, or use them with candor, candor demo or candor review",
        )),
    }
}

fn carry_out(desk: &Desk, command: Option<Command>) -> Result<u8, Problem> {
    screen::require_known_look(desk)?;
    match command {
        None => screen::home(desk),
        Some(Command::Demo(_)) => demo::run(desk),
        Some(Command::Review(typed)) => review::run(desk, &typed),
        Some(Command::List(typed)) => list::run(desk, &typed),
        Some(Command::New(typed)) => new::run(desk, &typed),
        Some(Command::Set(typed)) => set::run(desk, &typed),
        Some(Command::Answer(typed)) => answer::run(desk, &typed),
        Some(Command::Evidence(typed)) => evidence::run(desk, &typed),
        Some(Command::Waive(typed)) => waive::run(desk, &typed),
        Some(Command::Dissent(typed)) => dissent::run(desk, &typed),
        Some(Command::Note(typed)) => note::run(desk, &typed),
        Some(Command::Meeting(typed)) => meeting::run(desk, &typed),
        Some(Command::Snapshot(typed)) => snapshot::run(desk, &typed),
        Some(Command::Sign(typed)) => sign::run(desk, &typed),
        Some(Command::Verify(typed)) => return verify::run(desk, &typed),
        Some(Command::Score(typed)) => score::run(desk, &typed),
        Some(Command::Plan(typed)) => plan::run(desk, &typed),
        Some(Command::Gate(typed)) => return gate::run(desk, &typed),
        Some(Command::Diff(typed)) => diff::run(desk, &typed),
        Some(Command::Export(typed)) => export::run(desk, &typed),
        Some(Command::Man) => man::run(desk),
        Some(Command::Completions(typed)) => man::completions(desk, &typed),
        Some(Command::Lint(typed)) => return lint::run(desk, &typed),
        Some(Command::Upgrade(typed)) => upgrade::run(desk, &typed),
        Some(Command::Merge(typed)) => return merge::run(desk, &typed),
        Some(Command::Git(typed)) => git::run(desk, &typed),
        Some(Command::Portfolio(typed)) => return portfolio::run(desk, &typed),
        Some(Command::Config(typed)) => return config::run(desk, &typed),
    }
    .map(|()| 0)
}

fn ended(outcome: Result<u8, Problem>) -> u8 {
    outcome.unwrap_or_else(|problem| failed(&problem))
}

fn failed(problem: &Problem) -> u8 {
    output::problem(problem);
    problem.kind.exit_code()
}

/// Whether results are coloured: as asked for, else on a terminal that takes it.
fn wants_colour(choice: ColorChoice) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => environment::is_terminal(Stream::Output) && !is_colour_unwanted(),
    }
}

fn no_colour_on_screen(choice: ColorChoice) -> bool {
    match choice {
        ColorChoice::Always => false,
        ColorChoice::Never => true,
        ColorChoice::Auto => is_colour_unwanted(),
    }
}

fn is_colour_unwanted() -> bool {
    environment::variable("NO_COLOR").is_some()
        || environment::variable("TERM").is_some_and(|terminal| terminal == "dumb")
}
