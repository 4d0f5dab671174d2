//! What a random assessment holds besides answers and evidence: waivers, metrics, dissents, and what the plan reads.
//! Each sort comes up in about half of the cases, so that the plain ones stay plain.

use candor::domain::assessment::{Answer, Participant};
use candor::domain::checklist::{Item, Metric, Scoring, Target};
use candor::domain::dissent::{Dissent, Reply};
use candor::domain::evidence::Signed;
use candor::domain::history::{Entry, What};
use candor::domain::measured::Measured;
use candor::domain::number::Number;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use candor::domain::waiver::Waiver;
use chrono::{Days, Duration};

use super::property::Dice;
use super::random::{PEOPLE, Sort, extra, noon, text};

/// Which sorts come up.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each comes up or not by itself"
)]
#[derive(Debug, Clone, Copy)]
pub(super) struct Spice {
    pub(super) waivers: bool,
    pub(super) metrics: bool,
    pub(super) dissents: bool,
    pub(super) plan: bool,
    pub(super) signed: bool,
}

impl Spice {
    pub(super) fn of(dice: &mut Dice, sort: Sort) -> Self {
        let mut comes_up = || dice.once_in(2) || sort.hostile;
        Self {
            waivers: comes_up(),
            metrics: comes_up(),
            dissents: comes_up(),
            plan: comes_up(),
            signed: comes_up(),
        }
    }
}

/// By what an answer is made, besides its item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) sort: Sort,
    pub(super) spice: Spice,
    /// 2: most of it is met and shown.
    pub(super) mood: usize,
    pub(super) offset: UtcOffset,
    pub(super) scoring: &'a Scoring,
}

pub(super) fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

/// The rest of an item.
pub(super) fn season_item(dice: &mut Dice, sort: Sort, spice: Spice, item: &mut Item, at: usize) {
    if spice.waivers {
        item.waivable = !dice.once_in(5);
    }
    if spice.metrics && dice.once_in(3) {
        item.metric = Some(Metric {
            name: "rate".into(),
            unit: dice.of(&["", "%"]).into(),
            target: target(dice),
        });
    }
    if spice.plan {
        let estimates = ["", "2h", "1-2d", "30-45m", "2h"];
        let unreadable = !sort.hostile && dice.once_in(8);
        let estimate = dice.of(&estimates);
        item.estimate = Some(if unreadable { "0-2h" } else { estimate })
            .filter(|estimate| !estimate.is_empty())
            .map(Text::from);
        for _ in 0..dice.of(&[0, 0, 1, 2]).min(at) {
            let required: Text = format!("i{}", dice.below(at)).into();
            if !item.requires.contains(&required) {
                item.requires.push(required);
            }
        }
    }
}

fn target(dice: &mut Dice) -> Target {
    let limit = number(dice.of(&["2", "0.1", "99.9", "-1", "33.3"]));
    match dice.below(5) {
        0 => Target::AtMost(limit),
        1 => Target::Below(limit),
        2 => Target::AtLeast(limit),
        3 => Target::Above(limit),
        _ => Target::Text("fast enough".into()),
    }
}

/// The rest of an answer.
pub(super) fn season_answer(
    dice: &mut Dice,
    setting: Setting<'_>,
    item: &Item,
    answer: &mut Answer,
) {
    let Setting { sort, spice, .. } = setting;
    if spice.waivers && dice.once_in(3) {
        let waiver = waiver(dice, setting);
        if !sort.hostile || item.waivable {
            answer.history.push(Entry {
                id: format!("w-{}", item.id.raw()).into(),
                at: waiver.at,
                by: waiver.by.clone(),
                recorded_by: "".into(),
                what: What::Waived(waiver.clone()),
                was: None,
                was_agreed_by: None,
            });
            answer.waiver = Some(waiver);
        }
    }
    if let Some(metric) = item.metric.as_ref().filter(|_| spice.metrics) {
        answer.measured = measured(dice, setting, &metric.target);
    }
    if spice.dissents {
        for at in 0..dice.of(&[0, 0, 0, 1, 2]) {
            let id = format!("dissent-{}-{at}", item.id.raw());
            answer.dissents.push(dissent(dice, setting, id));
        }
    }
    if spice.plan && dice.once_in(3) {
        answer.estimate = dice.of(&["15m", "2-4h", "1w"]).into();
    }
}

/// A waiver; often one that excuses nothing.
pub(super) fn waiver(dice: &mut Dice, setting: Setting<'_>) -> Waiver {
    let Setting { sort, offset, .. } = setting;
    let sound = sort.hostile || dice.below(3) < setting.mood + 1;
    let days_ago = dice.of(&[0, 1, 10, 90]);
    let at = Moment::new(noon().time() - Duration::days(days_ago));
    let (made, today) = (at.day(offset), noon().day(offset));
    let latest = made + Days::new(u64::from(setting.scoring.max_waiver_days));
    let soon = |days| today + Days::new(days);
    let expires = if sound {
        dice.of(&[latest, today, soon(1), soon(14), soon(15)])
            .clamp(made, latest)
    } else {
        dice.of(&[
            today - Days::new(1),
            today,
            latest + Days::new(1),
            latest,
            made - Days::new(1),
            soon(400),
        ])
    };
    let reason = format!("because {}", text(dice, sort).raw());
    Waiver {
        reason: if sound {
            reason.into()
        } else {
            dice.of(&["because", "because", " "]).into()
        },
        by: dice.of(&PEOPLE).into(),
        at,
        approved_by: if sound {
            "Zoe".into()
        } else {
            dice.of(&["Zoe", "Bo", "Ana", "", "ANA "]).into()
        },
        expires,
    }
}

/// What was measured, often about the limit, and often such that nothing can be judged by it.
pub(super) fn measured(dice: &mut Dice, setting: Setting<'_>, target: &Target) -> Option<Measured> {
    if setting.mood == 2 && !dice.once_in(6) {
        return Some(sound_measure(target));
    }
    let limit = match target {
        Target::AtMost(limit)
        | Target::Below(limit)
        | Target::AtLeast(limit)
        | Target::Above(limit) => *limit,
        Target::Text(_) => number("1"),
    };
    let (low, high) = (number("-5"), number("1000"));
    let measured = dice.of(&[
        None,
        Some(Measured::Value(limit)),
        Some(Measured::Value(number("33.3333"))),
        Some(Measured::Value(number("0"))),
        Some(Measured::Range(low, limit)),
        Some(Measured::Range(limit, high)),
        Some(Measured::Range(limit, low)),
        Some(Measured::Ratio(number("999"), number("1000"))),
        Some(Measured::Ratio(number("1"), number("3"))),
        Some(Measured::Ratio(number("0.333"), number("1"))),
        Some(Measured::Ratio(number("1"), number("0"))),
        Some(Measured::Ratio(number("1"), number("-2"))),
        Some(Measured::Text("quick".into())),
        Some(Measured::Text(" ".into())),
    ]);
    measured.filter(|measured| !setting.sort.hostile || target.takes(measured))
}

/// A value that reaches a target.
pub(super) fn sound_measure(target: &Target) -> Measured {
    let next_to = |limit: &Number, by: f64| Number::new(limit.value() + by).unwrap();
    match target {
        Target::AtMost(limit) | Target::AtLeast(limit) => Measured::Value(*limit),
        Target::Below(limit) => Measured::Range(next_to(limit, -2.0), next_to(limit, -1.0)),
        Target::Above(limit) => Measured::Value(next_to(limit, 1.0)),
        Target::Text(_) => Measured::Text("quick".into()),
    }
}

/// A dissent: open, answered, closed by somebody who may or who may not, closed without an answer.
pub(super) fn dissent(dice: &mut Dice, setting: Setting<'_>, id: String) -> Dissent {
    let name: Text = dice.of(&PEOPLE).into();
    let settled = setting.mood == 2 && !dice.once_in(6);
    let answered = dice.below(3) > 0 || settled;
    let who = match dice.below(5) {
        _ if settled => Some(name.raw()),
        0 => None,
        1 => Some(name.raw()),
        2 if !setting.sort.hostile => Some("fay "),
        3 if !setting.sort.hostile => Some("Cy"),
        _ => Some(name.raw()).filter(|_| answered || !setting.sort.hostile),
    };
    let closed = who.map(|by| Signed {
        by: by.into(),
        at: noon(),
    });
    Dissent {
        id: id.into(),
        on: extra(dice, setting.sort),
        text: format!("no: {}", text(dice, setting.sort).raw()).into(),
        at: noon(),
        answered: answered.then(|| Reply {
            by: dice.of(&PEOPLE).into(),
            at: noon(),
            text: "yes".into(),
        }),
        closed: closed.filter(|_| answered || !setting.sort.hostile),
        name,
    }
}

/// Somebody who may close dissents, or whose role only sounds like it.
pub(super) fn facilitator(dice: &mut Dice) -> Participant {
    Participant {
        name: "Fay".into(),
        role: dice
            .of(&["facilitator", "FACILITATOR ", "co-facilitator"])
            .into(),
    }
}
