//! What if some of the plan were done: worked out on a copy, nothing is saved.

use crate::domain::assessment::Assessment;
use crate::domain::checklist::Severity;
use crate::domain::estimate::Effort;
use crate::domain::ledger::{Ledger, Scope};
use crate::domain::percent::or_dash;
use crate::domain::plan::PlanOrder;
use crate::domain::way::Way;
use crate::domain::what_if::{Outlook, WhatIf};
use crate::problem::Problem;
use crate::system::store::Stored;

use super::answer::require_item;
use super::arguments::plan::PlanTyped;
use super::output::{Align, Page, Tone};

/// What is supposed, and the figures without and with it.
pub(super) struct Supposed {
    pub(super) what_if: WhatIf,
    pub(super) now: Outlook,
    pub(super) then: Outlook,
}

/// What would be by what was typed; absent where nothing is supposed.
pub(super) fn suppose(
    stored: &Stored,
    typed: &PlanTyped,
    (ledger, order, way): (&Ledger, &PlanOrder, &Way),
) -> Result<Option<Supposed>, Problem> {
    if typed.if_done.is_empty() && typed.if_next == 0 {
        return Ok(None);
    }
    let assessment = &stored.assessment;
    let scoring = &assessment.checklist().scoring;
    let mut what_if = WhatIf::default();
    for id in &typed.if_done {
        let item = require_item(stored, id.trim())?;
        if let Some(position) = assessment.position(&item) {
            what_if.mark_done(position);
        }
    }
    for _ in 0..typed.if_next {
        let steps = what_if.ledger(ledger).next_steps(scoring, order);
        what_if.mark_steps(&steps);
    }
    let then = what_if.ledger(ledger);
    Ok(Some(Supposed {
        what_if,
        now: Outlook::of(ledger, Scope::Needed, scoring, way),
        then: Outlook::supposed(assessment, &then, Scope::Needed, way),
    }))
}

impl Supposed {
    /// Puts it on the page.
    pub(super) fn show(&self, page: &mut Page, assessment: &Assessment) {
        page.words(Tone::Fair, "what if, nothing is saved").end();
        let id = |item: usize| assessment.item(item).id.raw();
        let done: Vec<&str> = self.what_if.done().map(id).collect();
        if !done.is_empty() {
            page.listed("  done       ", done);
        }
        for step in self.what_if.other_steps() {
            let on = step.item.map_or("the verdict", id);
            page.line(&format!("  {}  {on}", step.act.words()));
        }
        let (now, then) = (&self.now, &self.then);
        let becomes = |name: &str, of: &dyn Fn(&Outlook) -> String| {
            let (now, then) = (of(now), of(then));
            let words = if now == then {
                now
            } else {
                format!("{now} → {then}")
            };
            vec![String::new(), name.to_owned(), words]
        };
        let risk = |of: &Outlook| of.risk_level.map_or("none", Severity::word).to_owned();
        let rows = [
            becomes("verdict", &|of| of.verdict.word().to_owned()),
            becomes("claimed", &|of| or_dash(of.claimed.as_ref())),
            becomes("evidenced", &|of| or_dash(of.evidenced.as_ref())),
            becomes("to go", &|of| to_go(of.to_go)),
            becomes("to 100 %", &|of| of.to_all.to_string()),
            becomes("open", &|of| of.open.to_string()),
            becomes("risk", &risk),
        ];
        page.table(&[Align::Left; 3], &rows);
        page.end();
    }
}

fn to_go(effort: Option<Effort>) -> String {
    effort.map_or_else(
        || "no steps on items lead there".to_owned(),
        |effort| effort.to_string(),
    )
}
