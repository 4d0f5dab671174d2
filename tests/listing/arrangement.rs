//! Groups against groups made by walking the items.

use candor::domain::assessment::Assessment;
use candor::domain::text::Text;
use candor::tui::screens::review::arrangement::{Arrangement, Grouping, Heading};

use crate::scoring::property::{Checked, Dice, ensure, holds, refuted, same};
use crate::way::twin::planned;

/// What an item is grouped by: what comes first is smaller, and equals belong together.
fn key(assessment: &Assessment, by: Grouping, at: usize) -> (usize, String) {
    let (item, answer) = (assessment.item(at), &assessment.answers()[at]);
    let checklist = assessment.checklist();
    let place = |ids: Vec<&Text>, id: Option<&Text>| {
        let place = id.and_then(|id| ids.iter().position(|one| *one == id));
        (place.unwrap_or(ids.len()), String::new())
    };
    match by {
        Grouping::Category => (assessment.category_of(at), String::new()),
        Grouping::Tier => (item.tier as usize, String::new()),
        Grouping::Phase => {
            let ids = checklist.phases.iter().map(|phase| &phase.id).collect();
            place(ids, item.phase.as_ref())
        }
        Grouping::Stage => {
            let ids = checklist.stages.iter().map(|stage| &stage.id).collect();
            place(ids, item.stage.as_ref())
        }
        Grouping::Owner => {
            let owner = Some(&answer.owner).filter(|owner| !owner.is_blank());
            let words = owner.unwrap_or(&item.owner).raw().to_lowercase();
            let words: Vec<&str> = words.split_whitespace().collect();
            (usize::from(words.is_empty()), words.join(" "))
        }
    }
}

/// Positions by group.
fn naive(assessment: &Assessment, by: Grouping, shown: &[bool]) -> Vec<Vec<usize>> {
    let mut positions: Vec<usize> = (0..shown.len()).filter(|at| shown[*at]).collect();
    positions.sort_by_key(|at| key(assessment, by, *at));
    positions
        .chunk_by(|one, other| key(assessment, by, *one) == key(assessment, by, *other))
        .map(<[usize]>::to_vec)
        .collect()
}

fn agrees(dice: &mut Dice, broken: impl Fn(&mut Vec<Vec<usize>>)) -> Checked {
    let case = planned(dice);
    let assessment = &case.assessment;
    let by = dice.of(&Grouping::ALL);
    let count = assessment.answers().len();
    let shown: Vec<bool> = (0..count).map(|_| !dice.once_in(3)).collect();
    let mut arrangement = Arrangement::of(assessment, by);
    let all = naive(assessment, by, &vec![true; count]);
    same("all items", &arrangement.group_count(), &all.len())?;
    arrangement.show(|at| shown[at]);
    let mut groups: Vec<Vec<usize>> = (0..arrangement.group_count())
        .map(|group| {
            let rows = 0..arrangement.len_of(group);
            rows.filter_map(|row| arrangement.item(group, row))
                .collect()
        })
        .collect();
    let order: Vec<usize> = arrangement.order().collect();
    same("the order", &order, &groups.concat())?;
    same("how many", &arrangement.len(), &order.len())?;
    for (at, shown) in shown.iter().enumerate() {
        let place = arrangement.place_of(at);
        ensure(place.is_some() == *shown, || format!("{at} at {place:?}"))?;
        if let Some((group, row)) = place {
            same("there and back", &arrangement.item(group, row), &Some(at))?;
            let total = all.iter().find(|group| group.contains(&at)).map(Vec::len);
            same("the total", &Some(arrangement.total_of(group)), &total)?;
        }
        ensure(arrangement.still_holds(assessment, at), || {
            format!("{at} has moved")
        })?;
    }
    broken(&mut groups);
    same("the groups", &groups, &naive(assessment, by, &shown))
}

#[test]
fn the_groups_are_those_of_a_naive_twin() {
    holds(700, |dice| agrees(dice, |_| {}));
}

#[test]
fn the_twin_notices_what_is_broken() {
    refuted(700, |dice| agrees(dice, |groups| groups.reverse()));
    refuted(700, |dice| {
        agrees(dice, |groups| {
            for group in groups.iter_mut() {
                group.reverse();
            }
        })
    });
    refuted(700, |dice| {
        agrees(dice, |groups| {
            groups.pop();
        })
    });
}

#[test]
fn a_group_that_nobody_or_nothing_names_comes_last() {
    holds(500, |dice| {
        let case = planned(dice);
        for by in [Grouping::Phase, Grouping::Stage, Grouping::Owner] {
            let arrangement = Arrangement::of(&case.assessment, by);
            let nameless = |group: usize| {
                matches!(
                    arrangement.heading(group),
                    Some(Heading::Phase(None) | Heading::Stage(None) | Heading::Owner(None))
                )
            };
            let last = arrangement.group_count() - 1;
            ensure(!(0..last).any(nameless), || format!("{arrangement:?}"))?;
        }
        Ok(())
    });
}

#[test]
fn going_on_comes_round_over_what_there_is_and_back_again() {
    holds(300, |dice| {
        let case = planned(dice);
        let there = Grouping::ALL
            .into_iter()
            .filter(|by| by.applies(&case.assessment));
        let there: Vec<Grouping> = there.collect();
        for (at, by) in there.iter().enumerate() {
            let next = there[(at + 1) % there.len()];
            same("on", &by.next(&case.assessment, true), &next)?;
            same("back", &next.next(&case.assessment, false), by)?;
        }
        Ok(())
    });
}
