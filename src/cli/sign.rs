//! `candor sign`: signs off, marks conditions of sign-offs done, and lists both.

use std::path::Path;

use serde::Serialize;

use crate::domain::assessment::Assessment;
use crate::domain::change::{Change, HeadEntry};
use crate::domain::evidence::{Observations, same_person};
use crate::domain::gate::Verdict;
use crate::domain::sign_off::{Condition, Fulfilled, Standing, Statement, standing_conditions};
use crate::domain::signing::{signings, wanted};
use crate::domain::supersede::differences_of_all;
use crate::domain::text::Text;
use crate::export::json::JSON_FORMAT;
use crate::format::fault::suggestion;
use crate::format::statement::write_statement;
use crate::problem::{Problem, ProblemKind};
use crate::system::sign_offs::{self, Ground, Made, Wish};
use crate::system::store::Stored;

use super::arguments::AsOfTyped;
use super::arguments::sign::{ConditionTyped, SignTyped};
use super::desk::{Desk, fresh_id, try_out};
use super::merged::as_typed;
use super::output::{self, Align, Page, Tone};
use super::resolve::{self, usage};
use super::score::{spaced, tone_of};
use super::shortened::{self, Wanted};
use super::sign_off_object::{SignOffObject, state_words};
use super::verify::verdict_in_short;

/// Signs, marks a condition done, or lists.
pub(crate) fn run(desk: &Desk, typed: &SignTyped) -> Result<(), Problem> {
    let mut stored = if typed.list || typed.dry_run {
        desk.open(&typed.file)?
    } else {
        desk.open_to_sign(&typed.file)?
    };
    let observations = desk.observe(&stored);
    if typed.list {
        return list(desk, &stored, &observations, typed);
    }
    let by = desk.by(typed.by.as_deref(), &typed.file)?;
    if let Some(condition) = &typed.done {
        return done(desk, &mut stored, &observations, condition, by);
    }
    require_settled(&stored)?;
    let wish = wish(typed, &stored.assessment, by)?;
    let statement = sign_offs::prepare(
        &Ground {
            files: &*desk.files,
            path: &stored.path,
            assessment: &stored.assessment,
            observations: &observations,
            at: desk.now,
        },
        &wish,
    )?;
    mention_role(&stored.assessment, &wish.role);
    if typed.dry_run {
        let mut page = Page::default();
        page.block(&write_statement(&statement));
        output::note("nothing was signed: this is the statement that would be");
        return desk.output.page(&page);
    }
    let made = sign_offs::sign(&*desk.files, &stored.path, &statement, wish.key.as_deref())
        .map_err(not_signed)?;
    desk.output.page(&signed(&stored, &statement, &made))
}

/// What is signed stands in the file.
fn require_settled(stored: &Stored) -> Result<(), Problem> {
    let Some(joined) = &stored.joined else {
        return Ok(());
    };
    let file = stored.path.display().to_string();
    let what = format!("not signed: {}", joined.left.words("the file"));
    let next = format!(
        "put the merge of both sides in its place with: candor merge {}",
        as_typed(&file)
    );
    Err(Problem::new(ProblemKind::File, what).at(file).next(next))
}

fn wish(typed: &SignTyped, assessment: &Assessment, by: Text) -> Result<Wish, Problem> {
    let conditions = typed.conditions.0.iter().map(condition);
    Ok(Wish {
        role: role(typed.role.as_deref(), assessment, &by)?,
        decision: decision(typed.decision.as_deref().unwrap_or_default())?,
        words: text(typed.statement.as_deref()),
        despite: text(typed.despite.as_deref()),
        conditions: conditions.collect::<Result<_, _>>()?,
        key: typed.key.clone(),
        by,
    })
}

fn text(typed: Option<&str>) -> Text {
    typed.unwrap_or_default().trim().into()
}

fn decision(word: &str) -> Result<Verdict, Problem> {
    let known = [Verdict::Go, Verdict::ConditionalGo, Verdict::NoGo];
    let found = known.into_iter().find(|verdict| verdict.word() == word);
    found.ok_or_else(|| {
        let words = known.map(Verdict::word);
        let next = format!(
            "--decision is go, conditional-go or no-go; {}",
            suggestion(word, words)
        );
        usage(format!("there is no decision `{word}`"), next)
    })
}

/// The role that was typed, else the one in which the signer takes part.
fn role(typed: Option<&str>, assessment: &Assessment, by: &Text) -> Result<Text, Problem> {
    if let Some(typed) = typed {
        return resolve::name(typed, "--role");
    }
    let name = by.raw().split('<').next().unwrap_or_default().trim();
    let name = Text::from(name);
    let taking_part = assessment.head.participants.iter();
    let role = taking_part
        .filter(|participant| same_person(&participant.name, &name))
        .map(|participant| &participant.role)
        .find(|role| !role.is_blank());
    role.cloned().ok_or_else(|| {
        let roles: Vec<&str> = assessment
            .checklist()
            .signoff
            .iter()
            .map(Text::raw)
            .collect();
        let next = if roles.is_empty() {
            "give --role R".to_owned()
        } else {
            format!("give --role R; the checklist asks for {}", roles.join(", "))
        };
        usage("it is not said in which role you sign", next)
    })
}

/// Says on the side that the checklist does not ask for a role.
fn mention_role(assessment: &Assessment, role: &Text) {
    let asked_for = &assessment.checklist().signoff;
    if asked_for.is_empty() || asked_for.iter().any(|asked| same_person(asked, role)) {
        return;
    }
    let next = suggestion(role.raw(), asked_for.iter().map(Text::raw));
    output::note(&format!(
        "the checklist does not ask for a sign-off by {}; {next}",
        role.raw()
    ));
}

fn condition(typed: &ConditionTyped) -> Result<Condition, Problem> {
    let missing = |what: &str, next: &str| {
        usage(
            format!("the condition \"{}\" has no {what}", typed.text),
            format!("write {next} after it"),
        )
    };
    let owner = typed.owner.as_deref().map(str::trim).unwrap_or_default();
    if owner.is_empty() {
        return Err(missing("owner", "--owner NAME"));
    }
    let due = typed.due.as_deref();
    let due = due.ok_or_else(|| missing("date", "--due DATE"))?;
    Ok(Condition {
        id: fresh_id()?,
        text: typed.text.trim().into(),
        owner: owner.into(),
        due: resolve::day(due)?,
    })
}

fn signed(stored: &Stored, statement: &Statement, made: &Made) -> Page {
    let mut page = Page::default();
    let subject = spaced(&statement.subject, &statement.version);
    let decision = statement.decision.word();
    page.words(tone_of(statement.decision), decision);
    let (role, name) = (statement.role.raw(), statement.name.raw());
    page.words(
        Tone::Plain,
        &format!(
            " is signed for {subject} by {name} as {role}, {}",
            statement.at
        ),
    );
    page.end();
    page.line(&format!("the verdict was {}", verdict_in_short(statement)));
    let scores: Vec<&str> = statement.scores.iter().map(Text::raw).collect();
    page.line(&scores.join(", "));
    if !statement.despite.is_empty() {
        page.line(&format!(
            "despite the verdict, because: {}",
            statement.despite.raw()
        ));
    }
    for (at, condition) in statement.conditions.iter().enumerate() {
        page.line(&format!(
            "condition {}: {} ({}, until {}), as {}",
            at + 1,
            condition.text.raw(),
            condition.owner.raw(),
            condition.due,
            condition.id.raw()
        ));
    }
    page.line(
        "superseded once a status, evidence that is lost or against, a confirmation, a waiver, an agreement, a dissent, a \
         measured value, a trait, the version, the target or the checklist changes",
    );
    page.end();
    let mut rows = vec![
        written("statement", &made.statement),
        written("copy of what was signed", &made.copy),
    ];
    match &made.signature {
        Some(signature) => rows.insert(1, written("signature", signature)),
        None => {
            page.words(Tone::Fair, "not signed with a key").words(
                Tone::Plain,
                ": nothing but the name says who it was; --key signs with one",
            );
            page.end();
        }
    }
    page.table(&[Align::Left; 2], &rows);
    page.line(&format!(
        "check it with: candor verify {}",
        stored.path.display()
    ));
    page
}

fn written(what: &str, path: &Path) -> Vec<String> {
    vec![what.to_owned(), path.display().to_string()]
}

fn done(
    desk: &Desk,
    stored: &mut Stored,
    observations: &Observations,
    typed: &str,
    by: Text,
) -> Result<(), Problem> {
    let standing = standing_conditions(&stored.assessment, observations.sign_offs());
    let found = chosen(stored, &standing, typed)?;
    let (condition, text) = (found.condition.id.clone(), found.condition.text.raw());
    if let Some(fulfilled) = found.fulfilled {
        let what = format!("this is done already, says {}", fulfilled.by.raw());
        return Err(usage(what, "there is nothing to do").at(condition.raw()));
    }
    let words = format!("{}: done, says {}: {text}", condition.raw(), by.raw());
    let changes = [Change::Record(HeadEntry::Fulfilled(Fulfilled {
        condition,
        by,
        at: desk.now,
    }))];
    try_out(stored, &changes)?;
    desk.commit(stored, &changes)?;
    desk.tell(stored, &words)
}

/// The condition of that id, or of that number in the list, or whose id begins so.
fn chosen<'a>(
    stored: &Stored,
    standing: &'a [Standing<'a>],
    typed: &str,
) -> Result<&'a Standing<'a>, Problem> {
    let exact = standing.iter().find(|it| it.condition.id == *typed);
    let number: Option<usize> = typed.parse().ok();
    let numbered = number.and_then(|number| standing.get(number.checked_sub(1)?));
    if let Some(found) = exact.or(numbered) {
        return Ok(found);
    }
    let wanted = Wanted {
        what: "condition of a sign-off",
        several: "conditions",
        list: format!("candor sign {} --list", stored.path.display()),
    };
    let known = standing.iter().map(|it| (it.condition.id.raw(), it));
    shortened::named(known, typed, &wanted)
}

#[derive(Serialize)]
struct ListObject<'a> {
    format: u32,
    as_of: String,
    sign_offs: Vec<SignOffObject<'a>>,
    conditions: Vec<ConditionObject<'a>>,
    missing_roles: Vec<&'a str>,
}

#[derive(Serialize)]
struct ConditionObject<'a> {
    number: usize,
    id: &'a str,
    text: &'a str,
    role: &'a str,
    owner: &'a str,
    due: String,
    /// `open`, `overdue` or `done`.
    state: &'static str,
    done_by: Option<&'a str>,
    done_at: Option<String>,
}

fn list(
    desk: &Desk,
    stored: &Stored,
    observations: &Observations,
    typed: &SignTyped,
) -> Result<(), Problem> {
    let assessment = &stored.assessment;
    let as_of = AsOfTyped::at(typed.as_of.as_deref());
    let as_of = resolve::as_of(&as_of, assessment.utc_offset, desk.now)?;
    let today = assessment.day(as_of);
    let sign_offs = observations.sign_offs();
    let superseded = differences_of_all(sign_offs, assessment);
    let signings = signings(sign_offs, &superseded);
    let standing = standing_conditions(assessment, sign_offs);
    let conditions: Vec<ConditionObject<'_>> = standing
        .iter()
        .enumerate()
        .map(|(at, standing)| ConditionObject {
            number: at + 1,
            id: standing.condition.id.raw(),
            text: standing.condition.text.raw(),
            role: standing.role.raw(),
            owner: standing.condition.owner.raw(),
            due: standing.condition.due.to_string(),
            state: match standing.fulfilled {
                Some(_) => "done",
                None if standing.is_overdue(today) => "overdue",
                None => "open",
            },
            done_by: standing.fulfilled.map(|done| done.by.raw()),
            done_at: standing.fulfilled.map(|done| done.at.to_string()),
        })
        .collect();
    let wanted = wanted(assessment, &signings);
    let missing = wanted.iter().filter(|wanted| wanted.latest.is_none());
    let missing: Vec<&str> = missing.map(|wanted| wanted.role.raw()).collect();
    if typed.json {
        return output::json(&ListObject {
            format: JSON_FORMAT,
            as_of: as_of.to_string(),
            sign_offs: signings
                .iter()
                .map(|signing| SignOffObject::of(assessment, signing))
                .collect(),
            conditions,
            missing_roles: missing,
        });
    }
    let mut page = Page::default();
    if signings.is_empty() {
        page.line("nobody has signed");
    }
    let rows = signings.iter().map(|signing| {
        let statement = signing.sign_off.statement.as_ref();
        let said = |part: &dyn Fn(&Statement) -> String| statement.map(part).unwrap_or_default();
        vec![
            said(&|it| it.at.to_string()),
            said(&|it| it.decision.word().to_owned()),
            said(&|it| it.role.raw().to_owned()),
            said(&|it| it.name.raw().to_owned()),
            state_words(signing),
            signing.sign_off.file.clone(),
        ]
    });
    page.table(&[Align::Left; 6], &rows.collect::<Vec<_>>());
    if !conditions.is_empty() {
        page.end();
        page.line("conditions");
    }
    let rows = conditions.iter().map(|condition| {
        let state = match condition.done_by {
            Some(by) => format!("done, says {by}"),
            None if condition.state == "overdue" => format!("overdue since {}", condition.due),
            None => format!("until {}", condition.due),
        };
        vec![
            condition.number.to_string(),
            condition.id.to_owned(),
            state,
            condition.owner.to_owned(),
            condition.text.replace('\n', " "),
        ]
    });
    let columns = [
        Align::Right,
        Align::Left,
        Align::Left,
        Align::Left,
        Align::Left,
    ];
    page.table(&columns, &rows.collect::<Vec<_>>());
    if !missing.is_empty() {
        page.listed("not signed yet: ", missing);
    }
    desk.output.page(&page)
}

/// Of a file that can't be written, what that means here.
fn not_signed(mut problem: Problem) -> Problem {
    if let Some(why) = problem.what.strip_prefix("not saved: ") {
        problem.what = format!("not signed: {why}");
    }
    problem
}
