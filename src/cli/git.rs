//! `candor git`: a repository whose reviews git merges with this program.

use std::ffi::OsStr;

use serde::Serialize;

use crate::export::json::JSON_FORMAT;
use crate::problem::Problem;
use crate::system::git::attributes;
use crate::system::git::driver::{DRIVER_KEY, Done, Repository, Standing, has_fallback, is_ours};

use super::arguments::git::{GitTyped, GitWord, InstallTyped};
use super::desk::Desk;
use super::output::{self, Page, Tone};
use super::resolve::usage;

/// How a repository is set up, by names.
#[derive(Serialize)]
struct GitObject<'a> {
    format: u32,
    repository: String,
    patterns: Option<&'a [String]>,
    driver: Option<String>,
    ready: bool,
}

/// Sets a repository up, takes that back, or shows how it is.
pub(crate) fn run(desk: &Desk, typed: &GitTyped) -> Result<(), Problem> {
    match &typed.word {
        Some(_) if typed.json => Err(usage(
            "--json is for `candor git` alone, which shows how the repository is set up",
            "leave it out",
        )),
        Some(GitWord::Install(typed)) if typed.remove => remove(desk),
        Some(GitWord::Install(typed)) => install(desk, typed),
        None => show(desk, typed),
    }
}

fn install(desk: &Desk, typed: &InstallTyped) -> Result<(), Problem> {
    for pattern in &typed.pattern {
        if let Some(why) = attributes::refusal(pattern) {
            let what = format!("`{pattern}` is no pattern of files: {why}");
            return Err(usage(
                what,
                "write it as in .gitattributes, such as 'readiness/*.ron'",
            ));
        }
    }
    let usual = [attributes::USUAL.to_owned()];
    let patterns = match typed.pattern.as_slice() {
        [] => &usual[..],
        named => named,
    };
    let repository = Repository::here()?;
    let done = repository.install(&*desk.files, patterns, typed.force)?;
    let mut page = Page::default();
    if done.is_empty() {
        page.line("everything is set up already; nothing was changed");
        return desk.output.page(&page);
    }
    told(&mut page, &done);
    let files = patterns.join(" and ");
    page.line(&format!("git merges {files} with candor here from now on"));
    if done.iter().any(|done| matches!(done, Done::Written { .. })) {
        page.line(
            "next: commit .gitattributes; everybody else gives this command once in their clone",
        );
        page.line("whoever does not merges by lines, as git does without it");
    }
    desk.output.page(&page)
}

fn remove(desk: &Desk) -> Result<(), Problem> {
    let done = Repository::here()?.remove(&*desk.files)?;
    let mut page = Page::default();
    if done.is_empty() {
        page.line("nothing of it is set up here; nothing was changed");
        return desk.output.page(&page);
    }
    told(&mut page, &done);
    if !done.iter().any(|done| matches!(done, Done::Left { .. })) {
        page.line("git merges assessments by lines here from now on");
    }
    desk.output.page(&page)
}

fn told(page: &mut Page, done: &[Done]) {
    for done in done {
        page.line(&words(done));
    }
}

fn words(done: &Done) -> String {
    match done {
        Done::Written { file, again: false } => format!("wrote our lines into {}", file.display()),
        Done::Written { file, again: true } => format!("changed our lines in {}", file.display()),
        Done::TakenOut {
            file,
            is_gone: false,
        } => {
            format!("took our lines out of {}", file.display())
        }
        Done::TakenOut {
            file,
            is_gone: true,
        } => {
            format!(
                "removed {}, in which nothing but our lines was",
                file.display()
            )
        }
        Done::Set {
            key,
            value,
            was: Some(was),
        } if is_ours(was) && has_fallback(value) && !has_fallback(was) => {
            format!(
                "renewed {key}: where candor is not found, git kept one side without a word; now it merges by lines there (it is: {})",
                shown(value)
            )
        }
        Done::Set { key, value, was } => {
            let was = match was {
                Some(was) if is_ours(was) || *key != DRIVER_KEY => {
                    format!(" (was: {})", shown(was))
                }
                Some(was) => format!(" (was: {}; --remove does not bring that back)", shown(was)),
                None => String::new(),
            };
            format!("set {key} = {}{was}", shown(value))
        }
        Done::Unset { key } => format!("took {key} out of this repository's configuration"),
        Done::Left { key, value } => format!(
            "left {key} as it is, for candor did not set it: {}",
            shown(value)
        ),
    }
}

fn show(desk: &Desk, typed: &GitTyped) -> Result<(), Problem> {
    let repository = Repository::here()?;
    let standing = repository.standing(&*desk.files)?;
    if typed.json {
        return output::json(&GitObject {
            format: JSON_FORMAT,
            repository: repository.top.display().to_string(),
            patterns: standing.patterns.as_deref(),
            driver: standing.driver.as_deref().map(shown),
            ready: is_ready(&standing),
        });
    }
    let mut page = Page::default();
    page.line(&format!("repository  {}", repository.top.display()));
    let attributes = match &standing.patterns {
        Some(patterns) => format!(
            "{} by candor, by its lines in .gitattributes",
            patterns.join(" and ")
        ),
        None => "nothing by candor: its lines are not in .gitattributes".to_owned(),
    };
    page.line(&format!("merges      {attributes}"));
    let driver = match &standing.driver {
        Some(driver) if *driver == standing.wanted => shown(driver),
        Some(driver) => format!(
            "{} (candor git install would set: {})",
            shown(driver),
            shown(&standing.wanted)
        ),
        None => "not set in this clone".to_owned(),
    };
    page.line(&format!("driver      {driver}"));
    let (tone, words) = match (&standing.patterns, &standing.driver) {
        (_, Some(driver)) if is_ours(driver) && !has_fallback(driver) => (
            Tone::Fair,
            "where candor is not found, git keeps one side without a word; renew the driver with: candor git install",
        ),
        (Some(_), Some(_)) => (
            Tone::Good,
            "ready: two answers to one item become a conflict that shows both",
        ),
        (Some(_), None) => (
            Tone::Fair,
            "merged by lines until you give: candor git install",
        ),
        (None, _) => (
            Tone::Fair,
            "merged by lines; set it up with: candor git install",
        ),
    };
    page.words(tone, words).end();
    desk.output.page(&page)
}

fn is_ready(standing: &Standing) -> bool {
    standing.patterns.is_some() && standing.driver.is_some()
}

fn shown(value: &OsStr) -> String {
    value.to_string_lossy().into_owned()
}
