//! The cells of a ledger: which items have category, tier and stage in common.

use super::assessment::Assessment;
use super::checklist::Tier;
use super::ledger::Cell;

/// 0 for an item that every stage needs, else its stage's position plus one.
pub(super) fn rung_of(assessment: &Assessment, position: usize) -> u16 {
    let stage = assessment.item(position).stage.as_ref();
    stage
        .and_then(|stage| assessment.checklist().stage_position(stage))
        .map_or(0, |rung| u16::try_from(rung + 1).unwrap_or(u16::MAX))
}

/// The cells of an assessment, and the cell of each item.
pub(super) fn cells(assessment: &Assessment) -> (Vec<Cell>, Vec<u32>) {
    let rungs = assessment.checklist().stages.len() + 1;
    let mut cells: Vec<Cell> = Vec::new();
    let mut cell_of = Vec::with_capacity(assessment.answers().len());
    // The cells of the present category, by rung and tier; with the category for which they hold.
    let mut known = vec![(usize::MAX, 0u32); rungs * Tier::ALL.len()];
    for position in 0..assessment.answers().len() {
        let (category, rung) = (
            assessment.category_of(position),
            rung_of(assessment, position),
        );
        let tier = assessment.item(position).tier;
        let slot = &mut known[usize::from(rung).min(rungs - 1) * Tier::ALL.len() + tier as usize];
        if slot.0 != category {
            *slot = (category, u32::try_from(cells.len()).unwrap_or(u32::MAX));
            let category = u32::try_from(category).unwrap_or(u32::MAX);
            cells.push(Cell {
                category,
                rung,
                tier,
            });
        }
        cell_of.push(slot.1);
    }
    (cells, cell_of)
}
