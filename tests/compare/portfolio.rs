//! A portfolio says the same whatever the order in which it is rolled up, and what its services say.

use candor::domain::change::Change;
use candor::domain::gate::Verdict;
use candor::domain::percent::Percent;
use candor::domain::portfolio::{Portfolio, WITHIN_DAYS};
use candor::domain::summary::Summary;
use candor::domain::text::Text;
use candor::session::bench;

use crate::scoring::property::{Dice, ensure, holds, refuted, same};
use crate::scoring::random::{Case, SMALL, case};

const CHOICES: usize = 1500;

fn summed(dice: &mut Dice) -> Summary {
    let Case {
        mut assessment,
        observations,
        as_of,
    } = case(dice, SMALL);
    let system = dice.of(&["", "shop", "till"]);
    assessment.apply(&Change::SetSystem(system.into())).unwrap();
    let bench = bench(&assessment, as_of, &observations);
    Summary::of(&assessment, &bench, WITHIN_DAYS)
}

fn told(portfolio: &Portfolio) -> String {
    format!(
        "{:?}\n{:?}\n{:?}\n{}\n{:?}\n{:?}",
        portfolio.services(),
        portfolio.failing_items(),
        portfolio.lapsing(),
        portfolio.lapsing_count(),
        portfolio.editions().collect::<Vec<_>>(),
        portfolio.systems().collect::<Vec<_>>(),
    )
}

fn rolled(summaries: &[(String, Summary)]) -> Portfolio {
    let mut portfolio = Portfolio::default();
    for (path, summary) in summaries {
        portfolio.add(path, summary.clone());
    }
    portfolio
}

fn several(dice: &mut Dice) -> Vec<(String, Summary)> {
    let count = 2 + dice.below(4);
    (0..count)
        .map(|at| (format!("{at}.ron"), summed(dice)))
        .collect()
}

#[test]
fn the_order_and_the_split_change_nothing() {
    holds(CHOICES, |dice| {
        let mut summaries = several(dice);
        let whole = rolled(&summaries);
        let (one, other) = summaries.split_at(dice.below(summaries.len()));
        let mut joined = rolled(other);
        joined.join(rolled(one));
        same("joined", &told(&whole), &told(&joined))?;
        summaries.reverse();
        same("reversed", &told(&whole), &told(&rolled(&summaries)))
    });
}

#[test]
fn control_a_portfolio_that_forgets_one_is_noticed() {
    refuted(CHOICES, |dice| {
        let summaries = several(dice);
        let whole = rolled(&summaries);
        same("one less", &told(&whole), &told(&rolled(&summaries[1..])))
    });
}

#[test]
fn a_portfolio_says_what_its_services_say() {
    holds(CHOICES, |dice| {
        let summaries = several(dice);
        let portfolio = rolled(&summaries);
        same("count", &portfolio.count(), &summaries.len())?;
        for verdict in [Verdict::NoGo, Verdict::ConditionalGo, Verdict::Go] {
            let has = summaries.iter().filter(|(_, it)| it.verdict == verdict);
            same("verdicts", &portfolio.with_verdict(verdict), &has.count())?;
        }
        for system in portfolio.systems() {
            let parts = summaries.iter().filter(|(_, it)| it.system == system.name);
            let worst = parts.clone().map(|(_, it)| it.verdict).min();
            same("system", &Some(system.verdict()), &worst)?;
            let lowest = parts
                .clone()
                .filter_map(|(_, it)| it.evidenced.clone())
                .min();
            same("lowest", &system.evidenced, &lowest)?;
            same("parts", &(system.parts as usize), &parts.count())?;
            ensure(!system.name.is_empty(), || {
                "a system without a name".to_owned()
            })?;
        }
        for edition in portfolio.editions() {
            let of_it = |it: &&(String, Summary)| {
                (&it.1.checklist, &it.1.checklist_version) == (&edition.checklist, &edition.version)
            };
            let claimed: Vec<Percent> = summaries
                .iter()
                .filter(of_it)
                .filter_map(|(_, it)| it.claimed.clone())
                .collect();
            same("mean", &edition.claimed(), &Percent::mean(&claimed))?;
        }
        let failing: u32 = portfolio.failing_items().iter().map(|it| it.failing).sum();
        let fails = |it: &Summary| it.needed.iter().filter(|needed| needed.fails).count();
        let fail: usize = summaries.iter().map(|(_, it)| fails(it)).sum();
        same("failing", &(failing as usize), &fail)
    });
}

#[test]
fn what_lapses_is_named_the_nearest_first_and_the_rest_counted() {
    let one = |at: u32| Summary {
        subject: "API".into(),
        version: Text::default(),
        system: Text::default(),
        checklist: "small".into(),
        checklist_version: Text::default(),
        checklist_title: "Small".into(),
        verdict: Verdict::Go,
        claimed: None,
        evidenced: None,
        open_blockers: 0,
        conflicts: 0,
        lapsing: vec![candor::domain::summary::Lapses {
            last: chrono::NaiveDate::from_ymd_opt(2026, 1, 1 + at % 30).unwrap(),
            days: i64::from(at % 30),
            item: Text::new(format!("item-{at}")),
            evidence: None,
            condition: false,
        }],
        needed: Vec::new(),
        sign_offs: Vec::new(),
        wanted_roles: 0,
        signed_roles: 0,
    };
    let mut portfolio = Portfolio::default();
    for at in 0..3000 {
        portfolio.add(&format!("{at}.ron"), one(at));
    }
    let lapsing = portfolio.lapsing();
    assert_eq!((portfolio.lapsing_count(), lapsing.len()), (3000, 1000));
    // A hundred on each day: the first ten days are named.
    assert!(lapsing.iter().all(|it| it.lapses.days < 10));
    assert!(lapsing.is_sorted());
    // No score is no score of nought.
    assert_eq!(portfolio.editions().next().unwrap().claimed(), None);
}

/// The random cases above really are of several kinds; else the laws would hold for nothing.
#[test]
fn control_the_random_services_differ() {
    refuted(CHOICES, |dice| {
        let summaries = several(dice);
        let portfolio = rolled(&summaries);
        ensure(portfolio.systems().count() < 2, || "two systems".to_owned())
    });
    refuted(CHOICES, |dice| {
        let lapsing: usize = several(dice).iter().map(|(_, it)| it.lapsing.len()).sum();
        ensure(lapsing == 0, || "something lapses".to_owned())
    });
}
