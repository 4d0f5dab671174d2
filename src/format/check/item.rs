//! What can be wrong with one item.

use crate::domain::checklist::{EvidenceRule, Item, Target, Tier};
use crate::domain::condition::Condition;
use crate::domain::estimate::Estimate;
use crate::domain::text::Text;

use super::condition::can_hold;
use super::{Check, Strictness};
use crate::format::fault::{PathStep, shortened};

use PathStep::{Field, Index};

impl<'a> Check<'a> {
    pub(super) fn item(&mut self, item: &'a Item) {
        self.text(Field("id"), &item.id, true);
        self.title(&item.title);
        for (name, text) in [
            ("why", &item.why),
            ("how", &item.how),
            ("risk", &item.risk),
            ("owner", &item.owner),
        ] {
            self.text(Field(name), text, false);
        }
        for (name, several) in [("tags", &item.tags), ("links", &item.links)] {
            for (at, text) in several.iter().enumerate() {
                self.at(&[Field(name)], |check| check.text(Index(at), text, true));
            }
        }
        self.weight("weight", item.weight);
        if let Some(stage) = &item.stage {
            self.is_known(&[Field("stage")], "stage", stage);
        }
        if let Some(phase) = &item.phase {
            self.is_known(&[Field("phase")], "phase", phase);
        }
        for (at, required) in item.requires.iter().enumerate() {
            let path = [Field("requires"), Index(at)];
            if *required == item.id {
                self.flaw(
                    &path,
                    format!("`{}` requires itself", item.id.raw()),
                    "remove it",
                );
            } else {
                self.is_known(&path, "item", required);
            }
        }
        if let Some(when) = &item.when {
            self.condition(when);
        }
        if item.accepts.as_ref().is_some_and(Vec::is_empty) && item.evidence == EvidenceRule::Needed
        {
            self.flaw(
                &[Field("accepts")],
                "no kind of evidence is accepted",
                "name at least one kind, or write evidence: NotNeeded",
            );
        }
        if let Some(check) = &item.check {
            self.at(&[Field("check")], |of| of.check(check));
        }
        if let Some(metric) = &item.metric {
            self.at(&[Field("metric")], |of| {
                of.text(Field("name"), &metric.name, true);
                of.text(Field("unit"), &metric.unit, false);
                if let Target::Text(target) = &metric.target {
                    of.text(Field("target"), target, true);
                }
            });
        }
        if let Some(text) = &item.estimate {
            self.estimate(text);
        }
        if item.tier == Tier::Blocker && item.why.is_blank() {
            self.advice(
                &[Field("tier")],
                format!(
                    "the Blocker `{}` does not say why it must be met",
                    item.id.raw()
                ),
                "add `why: \"…\"`: what goes wrong without it",
            );
        }
    }

    fn check(&mut self, check: &crate::domain::checklist::Check) {
        if check
            .run
            .first()
            .is_none_or(|program| program.trim().is_empty())
        {
            self.flaw(
                &[Field("run")],
                "the check names no program",
                "write the program first, then its arguments: [\"curl\", \"-fsS\", \"http://…\"]",
            );
        }
        if check.timeout_s == Some(0) {
            self.flaw(
                &[Field("timeout_s")],
                "a check with 0 seconds is ended before it begins",
                "write the seconds that it may take, or leave `timeout_s` out",
            );
        }
        if let Some((what, next)) = self.expectations.fault_of(&check.expect) {
            self.flaw(&[Field("expect")], what, next);
        }
    }

    fn estimate(&mut self, text: &Text) {
        if Estimate::parse(text.raw()).is_some() {
            return;
        }
        let shown = shortened(text.raw().trim());
        let (what, next) = match ends(text.raw()) {
            Some((0, _)) => (
                format!("the estimate `{shown}` begins at 0, and no work takes no time"),
                "write the least that it can take, for example 15m or 1-2h".to_owned(),
            ),
            Some((low, high)) => {
                let unit = shown.chars().next_back().unwrap_or('h');
                (
                    format!("the estimate `{shown}` ends below where it begins"),
                    format!("write the low end first: {high}-{low}{unit}"),
                )
            }
            None if !shown.is_empty() && shown.chars().all(|c| c.is_ascii_digit() || c == '-') => (
                format!("the estimate `{shown}` has no unit"),
                format!(
                    "write {shown} with m, h, d or w behind it, for example 15m, 2h, 2-4h, 3d or 1-2w"
                ),
            ),
            None => (
                format!("`{shown}` can't be read as an estimate"),
                "write a whole number or a range and a unit: 15m, 2h, 2-4h, 3d or 1-2w".to_owned(),
            ),
        };
        self.flaw(&[Field("estimate")], what, next);
    }

    fn condition(&mut self, when: &'a Condition) {
        let traits = when.traits();
        for id in &traits {
            self.is_known(&[Field("when")], "trait", id);
            self.used_traits.insert(id.raw());
        }
        if depth(when) > DEEPEST_CONDITION {
            self.error(
                &[Field("when")],
                format!("the condition is nested more than {DEEPEST_CONDITION} deep"),
                "say it more simply, or ask for one more trait",
            );
        } else if self.strictness == Strictness::Checklist && !can_hold(when) {
            let next = if traits.is_empty() {
                "name a trait in it, or remove the `when` if the item always counts"
            } else {
                "look for a `Not` too many, an `All` that should be `Any`, or an `Any` of nothing"
            };
            self.error(
                &[Field("when")],
                "this condition never holds, whatever is answered about the traits, so the item never counts",
                next,
            );
        }
    }
}

/// How deep conditions may be nested: more than anybody can follow, and far below what RON can read.
const DEEPEST_CONDITION: usize = 16;

fn depth(condition: &Condition) -> usize {
    1 + match condition {
        Condition::Has(_) => 0,
        Condition::Not(inner) => depth(inner),
        Condition::All(several) | Condition::Any(several) => {
            several.iter().map(depth).max().unwrap_or(0)
        }
    }
}

/// Both ends of an estimate that has the right form, in its own unit, the same twice where only one is given; absent
/// where the form is wrong.
fn ends(text: &str) -> Option<(u32, u32)> {
    let figures = text.trim().strip_suffix(['m', 'h', 'd', 'w'])?;
    let (low, high) = figures.split_once(['-', '–']).unwrap_or((figures, figures));
    let figure = |text: &str| {
        let text = text.trim();
        let plain = (1..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| text.parse().ok()).flatten()
    };
    Some((figure(low)?, figure(high)?))
}
