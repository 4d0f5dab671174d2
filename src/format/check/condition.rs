//! Whether a condition can hold at all.

use crate::domain::condition::Condition;
use crate::domain::text::Text;

/// A condition over more traits than this is taken to be able to hold.
const MOST_TRAITS: usize = 12;

/// Bits in a word.
const WORD: usize = 64;

/// For each of the answers that all traits together can have: whether the condition holds, one bit each. All of them
/// are tried at once, so that thousands of conditions cost little.
type Table = [u64; (1 << MOST_TRAITS) / WORD];

/// Whether some answers about its traits, all of them answered, make a condition true; exact for up to 12 traits,
/// and yes for more.
pub(super) fn can_hold(condition: &Condition) -> bool {
    let mut traits: Vec<&Text> = Vec::new();
    for id in condition.traits() {
        if !traits.contains(&id) {
            if traits.len() == MOST_TRAITS {
                return true;
            }
            traits.push(id);
        }
    }
    // Fewer traits fill fewer words; the rest of the table repeats them.
    let words = (1usize << traits.len()).div_ceil(WORD);
    table(condition, &traits, words)[..words]
        .iter()
        .any(|word| *word != 0)
}

fn table(condition: &Condition, traits: &[&Text], words: usize) -> Table {
    let mut result = [0; (1 << MOST_TRAITS) / WORD];
    match condition {
        Condition::Has(id) => {
            let position = traits.iter().position(|known| *known == id).unwrap_or(0);
            for (at, word) in result[..words].iter_mut().enumerate() {
                *word = yes(position, at);
            }
        }
        Condition::Not(inner) => {
            let inner = table(inner, traits, words);
            for (word, inner) in result[..words].iter_mut().zip(inner) {
                *word = !inner;
            }
        }
        Condition::All(several) => {
            result = [u64::MAX; (1 << MOST_TRAITS) / WORD];
            for inner in several {
                let inner = table(inner, traits, words);
                for (word, inner) in result[..words].iter_mut().zip(inner) {
                    *word &= inner;
                }
            }
        }
        Condition::Any(several) => {
            for inner in several {
                let inner = table(inner, traits, words);
                for (word, inner) in result[..words].iter_mut().zip(inner) {
                    *word |= inner;
                }
            }
        }
    }
    result
}

/// The bits of a word of the table in which the trait at that position has the answer yes: the number of a bit,
/// counted over all words, is the answers as a binary number.
fn yes(position: usize, word: usize) -> u64 {
    const WITHIN: [u64; 6] = [
        0xaaaa_aaaa_aaaa_aaaa,
        0xcccc_cccc_cccc_cccc,
        0xf0f0_f0f0_f0f0_f0f0,
        0xff00_ff00_ff00_ff00,
        0xffff_0000_ffff_0000,
        0xffff_ffff_0000_0000,
    ];
    match WITHIN.get(position) {
        Some(bits) => *bits,
        None if word >> (position - WITHIN.len()) & 1 == 1 => u64::MAX,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::can_hold;
    use crate::domain::condition::Condition::{self, All, Any, Has, Not};

    fn has(at: usize) -> Condition {
        Has(format!("t{at}").into())
    }

    fn not(inner: Condition) -> Condition {
        Not(Box::new(inner))
    }

    /// One answer after the other, for comparison.
    fn tried(condition: &Condition, traits: usize) -> bool {
        (0..1u32 << traits).any(|answers| {
            let answer = |id: &crate::domain::text::Text| {
                let at: usize = id.raw()[1..].parse().ok()?;
                Some(answers >> at & 1 == 1)
            };
            condition.holds(&answer) == Some(true)
        })
    }

    #[test]
    fn a_contradiction_never_holds() {
        for never in [
            All(vec![has(0), not(has(0))]),
            Any(vec![]),
            not(All(vec![])),
            All(vec![
                Any(vec![has(0), has(1)]),
                not(has(0)),
                All(vec![not(has(1))]),
            ]),
        ] {
            assert!(!can_hold(&never), "{never:?}");
        }
        for sometimes in [has(0), not(has(0)), All(vec![]), not(Any(vec![]))] {
            assert!(can_hold(&sometimes), "{sometimes:?}");
        }
    }

    #[test]
    fn all_answers_at_once_are_the_same_as_one_after_the_other() {
        let mut seed = 7u64;
        let mut next = |below: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((seed >> 33) % below).unwrap_or(0)
        };
        let mut both = [0, 0];
        for traits in [1, 3, 6, 7, 8, 9] {
            for _ in 0..60 {
                // As many clauses as make about half of the conditions impossible.
                let clauses = (0..traits * 5).map(|_| {
                    let literals = (0..3).map(|_| {
                        let it = has(next(traits as u64));
                        if next(2) == 0 { it } else { not(it) }
                    });
                    Any(literals.collect())
                });
                let condition = All(clauses.collect());
                let holds = tried(&condition, traits);
                assert_eq!(can_hold(&condition), holds, "{condition:?}");
                both[usize::from(holds)] += 1;
            }
        }
        assert!(both[0] > 30 && both[1] > 30, "{both:?}");
    }

    #[test]
    fn more_than_twelve_traits_are_not_tried() {
        let many = |count| {
            let mut all: Vec<_> = (0..count).map(has).collect();
            all.push(not(has(0)));
            All(all)
        };
        assert!(!can_hold(&many(12)));
        assert!(can_hold(&many(13)));
    }
}
