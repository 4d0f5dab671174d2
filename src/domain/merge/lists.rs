//! Lists whose entries are told apart by a key.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use crate::domain::time::Moment;

/// Merges lists: what a side has added or changed stays, what it has taken out and the other has left as it was goes.
/// `key` tells an entry from the others, `at` says when it was made, where that is known; `both` merges an entry that
/// both sides have, of which neither is as it was; it must not matter which side is which.
///
/// The entries stand as each side has them; where that leaves a choice, by time and key.
pub(super) fn merge_lists<E: Clone + PartialEq, K: Clone + Eq + Hash + Ord>(
    (base, ours, theirs): (&[E], &[E], &[E]),
    (key, at): (impl Fn(&E) -> K, impl Fn(&E) -> Option<Moment>),
    mut both: impl FnMut(Option<&E>, &E, &E) -> E,
) -> Vec<E> {
    if ours == theirs || base == theirs {
        return ours.to_vec();
    }
    if base == ours {
        return theirs.to_vec();
    }
    let (base_keys, our_keys, their_keys) =
        (keys(base, &key), keys(ours, &key), keys(theirs, &key));
    let base_at = places(&base_keys);
    let (our_at, their_at) = (places(&our_keys), places(&their_keys));
    let was = |key: &Place<K>| base_at.get(key).map(|at| &base[*at]);
    let mut merged: HashMap<&Place<K>, E> = HashMap::new();
    for (key, our) in our_keys.iter().zip(ours) {
        let entry = match their_at.get(key).map(|at| &theirs[*at]) {
            Some(their) if our == their => Some(our.clone()),
            Some(their) if was(key) == Some(our) => Some(their.clone()),
            Some(their) if was(key) == Some(their) => Some(our.clone()),
            Some(their) => Some(both(was(key), our, their)),
            None => kept_alone(was(key), our),
        };
        merged.extend(entry.map(|entry| (key, entry)));
    }
    for (key, their) in their_keys.iter().zip(theirs) {
        if !our_at.contains_key(key) {
            let entry = kept_alone(was(key), their);
            merged.extend(entry.map(|entry| (key, entry)));
        }
    }
    let survives = |key: &&Place<K>| merged.contains_key(*key);
    let ours: VecDeque<&Place<K>> = our_keys.iter().filter(survives).collect();
    let theirs: VecDeque<&Place<K>> = their_keys.iter().filter(survives).collect();
    let order = in_order(ours, theirs, |key| at(&merged[key]));
    let entries = order.into_iter().filter_map(|key| merged.remove(key));
    entries.collect()
}

/// A key, and which of those that have it: nothing keeps a file from having two.
type Place<K> = (K, usize);

fn keys<E, K: Clone + Eq + Hash>(list: &[E], key: impl Fn(&E) -> K) -> Vec<Place<K>> {
    let mut seen: HashMap<K, usize> = HashMap::new();
    list.iter()
        .map(|entry| {
            let key = key(entry);
            let times = seen.entry(key.clone()).or_default();
            *times += 1;
            (key, *times)
        })
        .collect()
}

fn places<K: Eq + Hash>(keys: &[Place<K>]) -> HashMap<&Place<K>, usize> {
    keys.iter().enumerate().map(|(at, key)| (key, at)).collect()
}

/// An entry that only one side has: added or changed by it, or taken out by the other.
fn kept_alone<E: Clone + PartialEq>(was: Option<&E>, entry: &E) -> Option<E> {
    (was != Some(entry)).then(|| entry.clone())
}

/// The keys of two sides in an order that both agree with, as far as they agree. An entry that both have waits until it
/// is the first of both.
fn in_order<'k, K: Eq + Hash + Ord>(
    mut ours: VecDeque<&'k Place<K>>,
    mut theirs: VecDeque<&'k Place<K>>,
    at: impl Fn(&Place<K>) -> Option<Moment>,
) -> Vec<&'k Place<K>> {
    let mut left: HashMap<&Place<K>, u8> = HashMap::new();
    for key in ours.iter().chain(&theirs) {
        *left.entry(*key).or_default() += 1;
    }
    let mut order = Vec::with_capacity(left.len());
    loop {
        // What was taken from the other side already is passed by.
        while ours.front().is_some_and(|key| !left.contains_key(*key)) {
            ours.pop_front();
        }
        while theirs.front().is_some_and(|key| !left.contains_key(*key)) {
            theirs.pop_front();
        }
        let next = match (ours.front(), theirs.front()) {
            (Some(our), Some(their)) => {
                let (our_waits, their_waits) = (left[*our] > 1, left[*their] > 1);
                let ours_first = match (our_waits, their_waits) {
                    (true, false) => false,
                    (false, true) => true,
                    _ => (at(our), *our) <= (at(their), *their),
                };
                if ours_first { *our } else { *their }
            }
            (Some(only), None) | (None, Some(only)) => *only,
            (None, None) => return order,
        };
        left.remove(next);
        order.push(next);
    }
}
