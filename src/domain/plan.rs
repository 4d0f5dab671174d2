//! The order in which open work is done.

use std::cmp::Ordering;

use super::assessment::Assessment;
use super::checklist::Tier;
use super::ledger::{Ledger, Scope, Weighed};
use super::score::Figures;

/// The plan order of all items: each item is preceded directly by the open items it requires; otherwise by tier, then
/// by gain per hour (claimed points won per hour at the low estimate, the highest first, unestimated last), then by
/// checklist order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanOrder {
    /// The place of each item, by its position.
    places: Vec<u32>,
}

/// By what an item is ordered where nothing requires it.
struct Key {
    tier: Tier,
    /// Claimed points won, as a numerator over `effort`; none where the item is not open or has no estimate.
    gain: Option<(u64, u64)>,
    position: usize,
}

impl Key {
    fn compare(&self, other: &Self) -> Ordering {
        let by_gain = match (self.gain, other.gain) {
            (Some((gain, effort)), Some((other_gain, other_effort))) => {
                let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
                product(other_gain, effort).cmp(&product(gain, other_effort))
            }
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        self.tier
            .cmp(&other.tier)
            .then(by_gain)
            .then(self.position.cmp(&other.position))
    }
}

impl PlanOrder {
    /// The plan order of an assessment.
    pub fn of(assessment: &Assessment, ledger: &Ledger) -> Self {
        if !assessment.has_requirements() && !ledger.has_efforts() {
            return Self::by_tier(ledger);
        }
        let figures = ledger.figures(Scope::Needed);
        let count = ledger.items.len();
        let places = vec![UNPLACED; count];
        let mut order = Order {
            assessment,
            ledger,
            figures,
            places,
            next: 0,
        };
        let mut keys: Vec<Key> = (0..count).map(|position| order.key(position)).collect();
        keys.sort_unstable_by(Key::compare);
        let (beyond, work): (Vec<&Key>, Vec<&Key>) = keys
            .iter()
            .partition(|key| is_beyond(ledger, ledger.items[key.position]));
        for key in work.into_iter().chain(beyond) {
            order.place(key.position);
        }
        Self {
            places: order.places,
        }
    }

    /// Tier, then checklist order: all there is without estimates and requirements. What no stage up to the target
    /// needs comes last.
    fn by_tier(ledger: &Ledger) -> Self {
        let mut places = vec![UNPLACED; ledger.items.len()];
        let mut next = 0;
        for beyond in [false, true] {
            for tier in Tier::ALL {
                for (place, item) in places.iter_mut().zip(&ledger.items) {
                    let is_beyond = item.is_applicable() && item.rung > ledger.reach;
                    if item.tier == tier && is_beyond == beyond {
                        *place = next;
                        next += 1;
                    }
                }
            }
        }
        Self { places }
    }

    /// Puts items, given by position, into plan order.
    pub fn sort(&self, items: &mut [usize]) {
        items.sort_by_key(|position| self.place(*position));
    }

    /// The place of an item in the order.
    pub fn place(&self, position: usize) -> u32 {
        self.places.get(position).copied().unwrap_or(u32::MAX)
    }
}

/// What no stage up to the target needs is no open work, and calls for nothing: it takes what is left.
fn is_beyond(ledger: &Ledger, item: Weighed) -> bool {
    item.is_applicable() && item.rung > ledger.reach
}

/// Placing items one after another, the required ones directly before those that require them.
struct Order<'a> {
    assessment: &'a Assessment,
    ledger: &'a Ledger,
    figures: Figures,
    places: Vec<u32>,
    next: u32,
}

/// An item that has no place yet.
const UNPLACED: u32 = u32::MAX;

/// An item that is being placed: its place is not known yet, and it is not begun again, not even by a cycle.
const BEGUN: u32 = u32::MAX - 1;

impl Order<'_> {
    fn key(&self, position: usize) -> Key {
        let weighed = self.ledger.items[position];
        let gain = self.ledger.effort(position).map(|estimate| {
            let points = u64::from(weighed.weight) * u64::from(100 - weighed.value);
            let (weight, of) = self
                .figures
                .category_share(self.ledger.category_of(weighed));
            (points * weight, estimate.low.saturating_mul(of))
        });
        Key {
            tier: weighed.tier,
            gain,
            position,
        }
    }

    fn place(&mut self, position: usize) {
        // Chains of requirements can be as long as the checklist: a stack of our own, not the program's.
        let mut waiting = vec![(position, false)];
        while let Some((position, required_are_placed)) = waiting.pop() {
            if required_are_placed {
                self.places[position] = self.next;
                self.next += 1;
            } else if self.places[position] == UNPLACED {
                self.places[position] = BEGUN;
                waiting.push((position, true));
                let mut required = self.required(position);
                required.sort_by(|a, b| b.compare(a));
                waiting.extend(required.into_iter().map(|key| (key.position, false)));
            }
        }
    }

    /// The items that open work requires and that are not satisfied yet: applicable, not met and not waived.
    fn required(&self, position: usize) -> Vec<Key> {
        let weighed = self.ledger.items[position];
        let is_done = weighed.is_evidenced() && !weighed.is(Weighed::CONFLICT);
        if !weighed.is_applicable() || is_done {
            return Vec::new();
        }
        let is_open = |position: &usize| !self.ledger.items[*position].is_satisfied();
        let positions = self.assessment.required(position).filter(is_open);
        positions.map(|position| self.key(position)).collect()
    }
}
