//! Costs and resources on their way into an assessment.

use crate::domain::assessment::Assessment;
use crate::domain::change::{Change, HeadEntry, HeadKind};
use crate::domain::cost::{Cost, CostTotal, Period, Resource, totals};
use crate::domain::refusal::Refusal;
use crate::domain::text::Text;
use crate::problem::Problem;

use super::amount;
use super::arguments::set::{CostTyped, PerTyped};
use super::desk::fresh_id;
use super::refusal::problem_of;
use super::resolve::usage;

/// The change that sets or takes away a cost, and its words.
pub(crate) fn cost(
    typed: &CostTyped,
    assessment: &Assessment,
) -> Result<(Change, String), Problem> {
    let name = text(&typed.name, "a cost has a name", "say for what")?;
    let costs = &assessment.head.costs;
    let earlier = only(costs, &name, |cost| (&cost.id, &cost.name))?;
    let Some(amount) = &typed.amount else {
        let Some(earlier) = earlier else {
            return Err(unknown(HeadKind::Cost, name, assessment));
        };
        let words = format!("{} costs nothing any more", earlier.name.raw());
        return Ok((Change::Strike(HeadKind::Cost, earlier.id.clone()), words));
    };
    let (low, high) = amount::range(amount)?;
    if low.value() < 0.0 {
        return Err(usage(
            format!("`{amount}` is below 0"),
            "a cost is what is paid: write 0 or more",
        ));
    }
    let period = match (typed.per, earlier) {
        (Some(PerTyped::Month), _) => Period::Month,
        (Some(PerTyped::Once), _) => Period::Once,
        (None, Some(earlier)) => earlier.per,
        (None, None) => {
            return Err(usage(
                "it is not said how often it is paid",
                "give --per month or --per once",
            ));
        }
    };
    let currency = match (&typed.currency, earlier) {
        (Some(typed), _) => text(typed, "a cost has a currency", "write it as USD or EUR")?,
        (None, Some(earlier)) => earlier.currency.clone(),
        (None, None) => {
            return Err(usage(
                "it is not said in which currency",
                "write it behind the amount, such as 200..500 USD",
            ));
        }
    };
    let cost = Cost {
        id: match earlier {
            Some(earlier) => earlier.id.clone(),
            None => fresh_id()?,
        },
        name: earlier.map_or(name, |earlier| earlier.name.clone()),
        low,
        high,
        currency,
        per: period,
    };
    let words = format!("{} costs {}", cost.name.raw(), cost_words(&cost));
    Ok((Change::Record(HeadEntry::Cost(cost)), words))
}

/// The change that sets or takes away a resource, and its words.
pub(crate) fn resource(
    role: &str,
    effort: Option<&str>,
    assessment: &Assessment,
) -> Result<(Change, String), Problem> {
    let role = text(role, "a resource has a role", "say as what")?;
    let resources = &assessment.head.resources;
    let earlier = only(resources, &role, |resource| (&resource.id, &resource.role))?;
    let Some(effort) = effort else {
        let Some(earlier) = earlier else {
            return Err(unknown(HeadKind::Resource, role, assessment));
        };
        let words = format!("{} is needed no more", earlier.role.raw());
        let change = Change::Strike(HeadKind::Resource, earlier.id.clone());
        return Ok((change, words));
    };
    let effort = text(
        effort,
        "a resource has an effort",
        "write it as 2-3w, or in words",
    )?;
    let resource = Resource {
        id: match earlier {
            Some(earlier) => earlier.id.clone(),
            None => fresh_id()?,
        },
        role: earlier.map_or(role, |earlier| earlier.role.clone()),
        effort,
    };
    let words = format!(
        "{} is needed for {}",
        resource.role.raw(),
        resource.effort.raw()
    );
    Ok((Change::Record(HeadEntry::Resource(resource)), words))
}

/// One cost as people say it: `200–500 USD per month`.
fn cost_words(cost: &Cost) -> String {
    let total = totals(std::slice::from_ref(cost));
    total.first().map(CostTotal::words).unwrap_or_default()
}

/// The entry of that id, else the only one of that name; absent where there is none.
fn only<'a, T>(
    entries: &'a [T],
    name: &Text,
    called: impl Fn(&T) -> (&Text, &Text),
) -> Result<Option<&'a T>, Problem> {
    if let Some(entry) = entries.iter().find(|entry| called(entry).0 == name) {
        return Ok(Some(entry));
    }
    let mut fitting = entries.iter().filter(|entry| called(entry).1 == name);
    let first = fitting.next();
    match fitting.next() {
        None => Ok(first),
        Some(_) => Err(usage(
            format!("several entries are called `{}`", name.raw()),
            "say which by its id, as it stands in the file",
        )),
    }
}

fn unknown(kind: HeadKind, name: Text, assessment: &Assessment) -> Problem {
    problem_of(&Refusal::UnknownEntry(kind, name), assessment, None)
}

fn text(typed: &str, what: &str, next: &str) -> Result<Text, Problem> {
    let text = Text::from(typed.trim());
    if text.is_blank() {
        return Err(usage(what, next));
    }
    Ok(text)
}
