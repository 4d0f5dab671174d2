//! Figures worked out by hand: the plan of the audited project, and small cases for each rule.

use std::sync::Arc;

use candor::domain::assessment::{Answer, Assessment, Head, Status};
use candor::domain::checklist::{Checklist, Severity};
use candor::domain::evidence::{Content, Evidence, Observations, Share, Shows};
use candor::domain::ledger::Ledger;
use candor::domain::plan::PlanOrder;
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset, parse_day};
use candor::domain::waiver::Waiver;
use candor::domain::way::{Common, Grouping, Task, Todo, Way};
use candor::format::read::read_checklist;
use candor::session::bench;
use candor::system::library;

fn noon() -> Moment {
    Moment::parse("2026-01-30T12:00:00Z", UtcOffset::default()).unwrap()
}

fn answered(checklist: Checklist, answer: impl Fn(&mut Answer)) -> Assessment {
    let begun = Assessment::new(
        Arc::new(checklist),
        Head::default(),
        noon(),
        UtcOffset::default(),
    );
    let answers = begun.answers().iter().map(|unanswered| {
        let mut block = (**unanswered).clone();
        answer(&mut block);
        if block.status != Status::Unanswered {
            block.by = "Ana".into();
            block.at = Some(noon());
        }
        Arc::new(block)
    });
    let answers = answers.collect();
    let (assessment, left_over) = begun.with_answers(answers);
    assert!(left_over.is_empty());
    assessment
}

fn list(items: &str) -> Checklist {
    let text = format!(
        "Checklist(format: 1, id: \"x\", title: \"X\", phases: [(id: \"p1\", title: \"One\", when: \"week 1\"), (id: \"p2\", title: \"Two\")], categories: [(id: \"c\", title: \"C\", items: [{items}])])"
    );
    let (checklist, faults) = read_checklist(text.as_bytes());
    checklist.unwrap_or_else(|| panic!("{faults:?}"))
}

fn way(assessment: &Assessment) -> Way {
    let seen = Observations::default();
    let ledger = Ledger::of(assessment, &bench(assessment, noon(), &seen));
    let order = PlanOrder::of(assessment, &ledger);
    Way::of(assessment, &ledger, &order, assessment.day(noon()))
}

fn ids<'a>(assessment: &'a Assessment, tasks: impl IntoIterator<Item = &'a Task>) -> String {
    let ids = tasks
        .into_iter()
        .map(|task| assessment.item(task.item).id.raw());
    ids.collect::<Vec<_>>().join(" ")
}

/// What each group is, its items, its total and the running total.
fn groups(assessment: &Assessment, by: Grouping) -> Vec<(Common, String, String, String)> {
    let way = way(assessment);
    let groups = way.groups(assessment, by).into_iter();
    let shown = groups.map(|group| {
        let items = ids(assessment, group.tasks.iter().copied());
        (
            group.common,
            items,
            group.total.to_string(),
            group.running.to_string(),
        )
    });
    shown.collect()
}

fn note(id: &str) -> Evidence {
    Evidence {
        id: id.into(),
        content: Content::Note("Reported.".into()),
        shows: Shows::Met,
        caption: Text::default(),
        observed: parse_day("2026-01-30").unwrap(),
        version: Text::default(),
        by: "Ana".into(),
        at: noon(),
        confirmed: Vec::new(),
        withdrawn: None,
        redacted: None,
    }
}

/// The audited project: seven items finished and reported in notes, one suite at 78 percent, eight open.
fn post_audit() -> Assessment {
    let finished = [
        "vulnerabilities-cleared",
        "error-tracker-built-in",
        "metrics-built-in",
        "backend-suite",
        "guides",
        "platform-script",
        "environment-template",
    ];
    answered(library::built_in("post-audit").unwrap(), |block| {
        block.status = Status::Unmet;
        if finished.contains(&block.item.raw()) {
            block.status = Status::Met;
            block.evidence = vec![note(block.item.raw())];
        } else if block.item == "frontend-suite" {
            block.status = Status::Partial(Share::new(78).unwrap());
        }
    })
}

#[test]
fn the_plan_of_the_audited_project_comes_out_as_worked_out_by_hand() {
    let assessment = post_audit();
    let way = way(&assessment);
    let groups = way.groups(&assessment, Grouping::of_choice(assessment.checklist()));
    let minutes: Vec<[u64; 6]> = groups
        .iter()
        .map(|group| {
            let (total, running) = (group.total, group.running);
            [
                total.known.low,
                total.known.high,
                total.unestimated as u64,
                running.known.low,
                running.known.high,
                running.unestimated as u64,
            ]
        })
        .collect();
    assert_eq!(
        minutes,
        [
            [55, 55, 0, 55, 55, 0],
            [125, 125, 7, 180, 180, 7],
            [185, 305, 0, 365, 485, 7],
        ]
    );
    let named = |at: usize| ids(&assessment, groups[at].tasks.iter().copied());
    assert_eq!(
        named(0),
        "error-tracker-account container-build load-test-run"
    );
    assert!(
        named(1).starts_with("health-check frontend-suite "),
        "{}",
        named(1)
    );
    assert_eq!(groups[0].total.to_string(), "55 min");
    assert_eq!(groups[1].total.to_string(), "2 h 5 min + 7 unestimated");
    assert_eq!(groups[1].running.to_string(), "3 h + 7 unestimated");
    assert_eq!(way.to_all, groups[2].running);
    // The three blockers, and the health check: 8 of 9 Should items are 88.9 %.
    assert_eq!(
        way.to_go.map(|effort| effort.to_string()).as_deref(),
        Some("1 h")
    );
    assert_eq!(way.risk_level, Some(Severity::High));
    assert!(way.waived.is_empty());
    let collecting = way
        .open
        .iter()
        .filter(|task| task.todo == [Todo::CollectEvidence]);
    assert_eq!(collecting.count(), 7);
}

#[test]
fn the_plan_of_the_platform_is_four_to_six_weeks_and_what_nobody_has_estimated() {
    let assessment = answered(library::built_in("platform-plan").unwrap(), |block| {
        block.status = Status::Unmet;
    });
    let way = way(&assessment);
    assert_eq!(way.to_all.to_string(), "4–6 w + 71 unestimated");
    let by_tier = groups(&assessment, Grouping::Tier);
    assert_eq!(by_tier[0].2, "4–6 w");
    let by_phase = groups(&assessment, Grouping::Phase);
    let counts: Vec<usize> = by_phase
        .iter()
        .map(|(_, items, _, _)| items.split(' ').count())
        .collect();
    assert_eq!(counts, [15, 15, 10, 10, 24]);
}

#[test]
fn each_line_says_what_is_to_be_done() {
    let items = r#"
        (id: "met", tier: Should, title: "t", evidence: NotNeeded),
        (id: "bare", tier: Should, title: "t"),
        (id: "partial", tier: Should, title: "t"),
        (id: "unmet", tier: Should, title: "t"),
        (id: "unknown", tier: Should, title: "t"),
        (id: "open", tier: Should, title: "t"),
        (id: "against", tier: Should, title: "t", accepts: [Note]),
        (id: "metric", tier: Should, title: "t", evidence: NotNeeded, metric: (name: "m", target: Below(2))),
        (id: "na", tier: Should, title: "t"),
    "#;
    let assessment = answered(list(items), |block| {
        block.status = match block.item.raw() {
            "partial" => Status::Partial(Share::new(50).unwrap()),
            "unmet" => Status::Unmet,
            "unknown" => Status::Unknown,
            "open" => Status::Unanswered,
            "na" => Status::NotApplicable("no".into()),
            _ => Status::Met,
        };
        if block.item == "against" {
            let against = Evidence {
                shows: Shows::Against,
                ..note("a")
            };
            block.evidence = vec![against, note("b")];
        }
    });
    let way = way(&assessment);
    let lines: Vec<(&str, &[Todo])> = way
        .open
        .iter()
        .map(|task| (assessment.item(task.item).id.raw(), task.todo.as_slice()))
        .collect();
    assert_eq!(
        lines,
        [
            ("bare", &[Todo::CollectEvidence][..]),
            ("partial", &[Todo::Meet]),
            ("unmet", &[Todo::Meet]),
            ("unknown", &[Todo::Investigate]),
            ("open", &[Todo::Review]),
            ("against", &[Todo::WithdrawAgainst]),
            ("metric", &[Todo::Measure]),
        ]
    );
}

#[test]
fn waived_work_stands_apart_with_its_last_day_and_counts_to_a_hundred_percent() {
    let items = r#"
        (id: "waived", tier: Blocker, title: "t", estimate: "1h", risk: "Loss."),
        (id: "expired", tier: Blocker, title: "t", estimate: "2h"),
        (id: "shown", tier: Nice, title: "t", evidence: NotNeeded),
    "#;
    let assessment = answered(list(items), |block| {
        block.status = Status::Unmet;
        let expires = match block.item.raw() {
            // The last day counts.
            "waived" => "2026-01-30",
            _ => "2026-01-29",
        };
        block.waiver = Some(Waiver {
            reason: "later".into(),
            by: "Ana".into(),
            at: Moment::parse("2026-01-02T12:00:00Z", UtcOffset::default()).unwrap(),
            approved_by: "Bo".into(),
            expires: parse_day(expires).unwrap(),
        });
        if block.item == "shown" {
            block.status = Status::Met;
        }
    });
    let way = way(&assessment);
    assert_eq!(ids(&assessment, &way.waived), "waived");
    assert_eq!(ids(&assessment, &way.open), "expired");
    assert_eq!(way.waived[0].waived_until, parse_day("2026-01-30"));
    assert_eq!(way.to_all.to_string(), "3 h");
    // Unconditionally: the waived blocker as well.
    assert_eq!(
        way.to_go.map(|effort| effort.to_string()).as_deref(),
        Some("3 h")
    );
    assert_eq!(
        groups(&assessment, Grouping::Tier).last().unwrap(),
        &(Common::Waived, "waived".into(), "1 h".into(), "3 h".into())
    );
    let risk = way.risks[0];
    assert!(risk.waived && risk.severity == Severity::Critical);
}

#[test]
fn groups_stand_in_the_order_of_the_checklist_or_of_the_alphabet_with_running_totals() {
    let items = r#"
        (id: "a", tier: Nice, title: "t", phase: "p2", estimate: "1h", owner: "bo"),
        (id: "b", tier: Should, title: "t", phase: "p1", estimate: "2h", owner: "Cy"),
        (id: "c", tier: Blocker, title: "t"),
        (id: "d", tier: Blocker, title: "t", phase: "p2", estimate: "15m"),
    "#;
    let assessment = answered(list(items), |block| {
        block.status = Status::Unmet;
        if block.item == "d" {
            block.owner = " Bo".into();
        }
    });
    let row = |common, items: &str, total: &str, running: &str| {
        (
            common,
            items.to_owned(),
            total.to_owned(),
            running.to_owned(),
        )
    };
    assert_eq!(Grouping::of_choice(assessment.checklist()), Grouping::Phase);
    assert_eq!(
        groups(&assessment, Grouping::Phase),
        [
            row(Common::Phase(Some(0)), "b", "2 h", "2 h"),
            row(Common::Phase(Some(1)), "d a", "75 min", "3 h 15 min"),
            row(
                Common::Phase(None),
                "c",
                "1 unestimated",
                "3 h 15 min + 1 unestimated"
            ),
        ]
    );
    assert_eq!(
        groups(&assessment, Grouping::Owner),
        [
            row(Common::Owner(Some(" Bo".into())), "d a", "75 min", "75 min"),
            row(Common::Owner(Some("Cy".into())), "b", "2 h", "3 h 15 min"),
            row(
                Common::Owner(None),
                "c",
                "1 unestimated",
                "3 h 15 min + 1 unestimated"
            ),
        ]
    );
    assert_eq!(
        groups(&assessment, Grouping::Tier)
            .iter()
            .map(|(_, items, _, _)| items.as_str())
            .collect::<Vec<_>>(),
        ["d c", "b", "a"]
    );
    assert_eq!(groups(&assessment, Grouping::Category).len(), 1);
}

#[test]
fn what_is_due_today_is_not_overdue_yet() {
    let items = r#"
        (id: "today", tier: Should, title: "t"),
        (id: "yesterday", tier: Should, title: "t"),
        (id: "done", tier: Should, title: "t", evidence: NotNeeded),
    "#;
    let assessment = answered(list(items), |block| {
        let due = match block.item.raw() {
            "today" => "2026-01-30",
            _ => "2026-01-29",
        };
        block.due = parse_day(due);
        if block.item == "done" {
            block.status = Status::Met;
        }
    });
    assert_eq!(ids(&assessment, way(&assessment).overdue()), "yesterday");
}

#[test]
fn an_answer_that_is_only_wanted_is_work_that_nobody_has_estimated() {
    let items = r#"
        (id: "b", tier: Blocker, title: "t", estimate: "1h"),
        (id: "s1", tier: Should, title: "t", evidence: NotNeeded),
        (id: "s2", tier: Should, title: "t", evidence: NotNeeded),
        (id: "s3", tier: Should, title: "t", evidence: NotNeeded),
        (id: "s4", tier: Should, title: "t", evidence: NotNeeded),
        (id: "s5", tier: Should, title: "t", estimate: "3d"),
        (id: "n", tier: Nice, title: "t", estimate: "9w"),
    "#;
    let assessment = answered(list(items), |block| {
        if block.item.raw().starts_with('s') && block.item != "s5" {
            block.status = Status::Met;
        }
    });
    // The blocker is to be met; of s5 an answer is enough, for four of five are 80 %.
    let way = way(&assessment);
    let to_go = way.to_go.map(|effort| effort.to_string());
    assert_eq!(to_go.as_deref(), Some("1 h + 1 unestimated"));
    // An hour, three days and nine weeks: 1 + 24 + 360 hours.
    assert_eq!(way.to_all.to_string(), "385 h");
}

#[test]
fn where_nothing_matters_no_work_leads_to_go() {
    let items = r#"
        (id: "s", tier: Should, title: "t"),
        (id: "n", tier: Nice, title: "t", estimate: "1h"),
    "#;
    let assessment = answered(list(items), |block| {
        if block.item == "s" {
            block.status = Status::NotApplicable("no".into());
        }
    });
    let way = way(&assessment);
    assert_eq!(way.to_go, None);
    assert_eq!(way.to_all.to_string(), "1 h");
}

#[test]
fn ten_thousand_items_are_no_trouble() {
    let items: Vec<String> = (0..10_000)
        .map(|at| {
            let requires = match at {
                0 => String::new(),
                _ => format!("requires: [\"i{}\"],", at - 1),
            };
            format!(
                "(id: \"i{at}\", tier: {}, title: \"t\", estimate: \"{}m\", owner: \"o{}\", risk: \"r\", {requires}),",
                ["Blocker", "Should", "Nice"][at % 3],
                at % 7 + 1,
                at % 500,
            )
        })
        .collect();
    let assessment = answered(list(&items.concat()), |_| {});
    let begun = std::time::Instant::now();
    let way = way(&assessment);
    for by in [
        Grouping::Phase,
        Grouping::Owner,
        Grouping::Category,
        Grouping::Tier,
    ] {
        let groups = way.groups(&assessment, by);
        assert_eq!(groups.last().unwrap().running, way.to_all);
    }
    let took = begun.elapsed();
    assert_eq!(way.open.len(), 10_000);
    // Far above what it takes even unoptimised on a busy machine, far below anything quadratic.
    assert!(took.as_secs() < 5, "{took:?}");
}
