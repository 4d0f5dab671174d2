//! What stands in a checklist: how many items, in which tiers, with which stages, traits and fields.

use std::collections::BTreeSet;

use candor::domain::checklist::{Kind, Tier};
use candor::domain::estimate::Estimate;
use candor::domain::text::Text;
use candor::format::read::read_checklist;

use super::{FROM_DOCUMENTS, GENERAL, all, general, names, no_item_fails, text};

#[test]
fn every_checklist_reads_without_an_error_or_a_warning() {
    for name in names() {
        let (checklist, faults) = read_checklist(text(&name).as_bytes());
        let said: Vec<&str> = faults.iter().map(|fault| fault.what.as_str()).collect();
        assert!(said.is_empty(), "{name}: {said:?}");
        assert_eq!(
            checklist.unwrap().id.raw(),
            name,
            "the file's name is the id"
        );
    }
}

#[test]
fn an_item_that_leads_nowhere_would_be_seen() {
    let known = "requires: [\"automatic-backups\"]";
    let broken = text("web-service").replacen(known, "requires: [\"automatic\"]", 1);
    let faults = read_checklist(broken.as_bytes()).1;
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].what, "there is no item `automatic`");
}

#[test]
fn every_blocker_says_what_goes_wrong_without_it() {
    no_item_fails(&all(), |item| {
        if item.tier == Tier::Blocker && item.why.is_blank() {
            return Err("no why".to_owned());
        }
        Ok(())
    });
}

#[test]
fn every_file_is_general_or_from_a_document() {
    let known: BTreeSet<String> = GENERAL
        .iter()
        .chain(&FROM_DOCUMENTS)
        .map(ToString::to_string)
        .collect();
    assert_eq!(known, names());
}

#[test]
fn every_checklist_says_for_whom_it_is_and_where_it_comes_from() {
    for checklist in all() {
        let id = checklist.id.raw();
        assert!(!checklist.summary.is_blank(), "{id} has no summary");
        assert!(!checklist.version.is_blank(), "{id} has no version");
    }
    for checklist in general() {
        let summary = checklist.summary.raw();
        assert!(
            summary.contains("leaves out"),
            "{} does not say what it leaves out",
            checklist.id.raw()
        );
        assert!(!checklist.signoff.is_empty(), "{}", checklist.id.raw());
        assert!(checklist.source.raw().starts_with("https://"));
    }
}

#[test]
fn general_checklists_have_twenty_five_to_sixty_items_and_few_blockers() {
    for checklist in general() {
        let items = checklist.item_count();
        let is_blocker = |tier| tier == Tier::Blocker;
        let blockers = checklist
            .items()
            .filter(|(_, item)| is_blocker(item.tier))
            .count();
        let id = checklist.id.raw();
        assert!((25..=60).contains(&items), "{id} has {items} items");
        assert!(blockers > 0, "{id} has no blocker");
        assert!(
            blockers * 100 <= items * 30,
            "{id}: {blockers} of {items} are blockers"
        );
        assert!((5..=9).contains(&checklist.categories.len()), "{id}");
    }
}

#[test]
fn every_stage_and_every_trait_is_used() {
    for checklist in all() {
        let id = checklist.id.raw();
        let stages: BTreeSet<&str> = checklist
            .items()
            .filter_map(|(_, item)| item.stage.as_ref().map(Text::raw))
            .collect();
        let traits: BTreeSet<&str> = checklist
            .items()
            .filter_map(|(_, item)| item.when.as_ref())
            .flat_map(|when| when.traits())
            .map(Text::raw)
            .collect();
        let without_stage = checklist.items().any(|(_, item)| item.stage.is_none());
        for (position, stage) in checklist.stages.iter().enumerate() {
            // What is needed from the start carries no stage or the first one.
            let used = stages.contains(stage.id.raw()) || (position == 0 && without_stage);
            assert!(used, "{id}: nothing is needed from {} on", stage.id.raw());
        }
        for asked in &checklist.traits {
            let used = traits.contains(asked.id.raw());
            assert!(used, "{id}: {} decides nothing", asked.id.raw());
            assert!(asked.ask.raw().ends_with('?'), "{id}: {}", asked.ask.raw());
        }
    }
    for checklist in general() {
        let id = checklist.id.raw();
        assert!((2..=4).contains(&checklist.stages.len()), "{id}");
        assert!((3..=7).contains(&checklist.traits.len()), "{id}");
    }
}

#[test]
fn blockers_and_shoulds_of_general_checklists_say_why_how_what_is_risked_and_how_long() {
    no_item_fails(&general(), |item| {
        if item.tier == Tier::Nice {
            return Ok(());
        }
        let fields = [("why", &item.why), ("how", &item.how), ("risk", &item.risk)];
        for (field, text) in fields {
            if !text.raw().ends_with('.') {
                return Err(format!("{field} is no sentence: {:?}", text.raw()));
            }
        }
        let estimate = item.estimate.as_ref().map(Text::raw).unwrap_or_default();
        let read = Estimate::parse(estimate).map(drop);
        read.ok_or_else(|| format!("no estimate: {estimate:?}"))
    });
}

#[test]
fn a_severity_is_written_only_where_it_differs_from_the_tier() {
    no_item_fails(&general(), |item| {
        let mut plain = item.clone();
        plain.severity = None;
        if item.severity == Some(plain.severity()) {
            return Err("the severity is the tier's own".to_owned());
        }
        Ok(())
    });
}

#[test]
fn an_item_is_never_needed_before_what_it_requires() {
    for checklist in general() {
        let stage = |id: &Text| {
            let (_, item) = checklist.items().find(|(_, item)| item.id == *id).unwrap();
            let at = |wanted: &Text| {
                checklist
                    .stages
                    .iter()
                    .position(|stage| stage.id == *wanted)
            };
            item.stage.as_ref().map_or(0, |wanted| at(wanted).unwrap())
        };
        for (_, item) in checklist.items() {
            for required in &item.requires {
                let (list, id) = (checklist.id.raw(), item.id.raw());
                assert!(
                    stage(required) <= stage(&item.id),
                    "{list}/{id} comes before {}",
                    required.raw()
                );
            }
        }
    }
}

#[test]
fn a_file_can_back_every_blocker() {
    no_item_fails(&all(), |item| {
        let accepted = item.accepted().contains(&Kind::File);
        if item.tier == Tier::Blocker && !accepted {
            return Err("it accepts no file".to_owned());
        }
        Ok(())
    });
}

#[test]
fn checks_only_look_and_end_by_themselves() {
    let reading = ["git", "gitleaks", "osv-scanner"];
    no_item_fails(&all(), |item| {
        let Some(check) = &item.check else {
            return Ok(());
        };
        if !reading.contains(&check.run[0].as_str()) {
            return Err(format!("{} is not known to read only", check.run[0]));
        }
        let limit = check.timeout_s.map(drop);
        limit.ok_or_else(|| "the check has no time limit".to_owned())
    });
}
