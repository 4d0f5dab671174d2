//! Exact percentages. Nothing is rounded before it is shown.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde::{Deserialize, Serialize};

/// An exact number of percent: a score (0 to 100), or the difference of two scores (−100 to 100).
/// In files it stands as an exact fraction (`"1556/31"`), so that differences can be formed exactly later.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Percent(BigRational);

impl Percent {
    /// `100 · part / whole`; absent where there is nothing to count.
    ///
    /// `Percent::of(1, 9)` shows as 11.1.
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        (whole != 0).then(|| {
            Self(BigRational::new(
                BigInt::from(part) * 100,
                BigInt::from(whole),
            ))
        })
    }

    /// A whole number of percent.
    pub fn whole(percent: u8) -> Self {
        Self(BigRational::from_integer(BigInt::from(percent)))
    }

    /// Reads what somebody wrote, exactly: `80`, `79.95`, with or without a sign for percent; absent for anything
    /// else, and outside 0 to 100.
    pub fn read(text: &str) -> Option<Self> {
        let figure = text.strip_suffix('%').unwrap_or(text).trim_end();
        let (whole, fraction) = figure.split_once('.').unwrap_or((figure, "0"));
        let is_plain = |digits: &str| {
            (1..=30).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        };
        if !is_plain(whole) || !is_plain(fraction) {
            return None;
        }
        let digits: BigInt = [whole, fraction].concat().parse().ok()?;
        let percent = Self::quotient(
            digits,
            BigInt::from(10).pow(u32::try_from(fraction.len()).ok()?),
        )?;
        (percent <= Self::whole(100)).then_some(percent)
    }

    /// The exact quotient `numerator / denominator` in percent; absent for a denominator of 0.
    pub fn quotient(numerator: BigInt, denominator: BigInt) -> Option<Self> {
        (!denominator.is_zero()).then(|| Self(BigRational::new(numerator, denominator)))
    }

    /// Σ weight · share / Σ weight over `(weight, part, whole)`, in percent, exactly; parts without anything to
    /// count are left out. Absent where all are.
    ///
    /// `[(2, 1, 2), (1, 1, 1)]` gives 66.7.
    pub fn weighted_mean(parts: &[(u64, u64, u64)]) -> Option<Self> {
        let mut by_whole: Vec<(u64, u128)> = Vec::with_capacity(parts.len());
        let mut weights = 0u128;
        for &(weight, part, whole) in parts.iter().filter(|(_, _, whole)| *whole != 0) {
            weights += u128::from(weight);
            by_whole.push((whole, u128::from(weight) * u128::from(part)));
        }
        if weights == 0 {
            return None;
        }
        // Equal denominators are added first and the rest in a balanced tree: thousands of categories stay cheap.
        by_whole.sort_unstable();
        by_whole.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        let mut sums: Vec<(BigInt, BigInt)> = by_whole
            .into_iter()
            .map(|(whole, part)| (BigInt::from(part), BigInt::from(whole)))
            .collect();
        while sums.len() > 1 {
            sums = sums
                .chunks(2)
                .map(|pair| match pair {
                    [(a, b), (c, d)] => (a * d + c * b, b * d),
                    rest => rest[0].clone(),
                })
                .collect();
        }
        let (numerator, denominator) = sums.pop()?;
        Self::quotient(numerator * 100, denominator * BigInt::from(weights))
    }

    /// `self − other`, exactly.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }

    /// The plain mean; absent for none.
    pub fn mean<'a>(values: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let (mut sum, mut count) = (BigRational::zero(), 0u32);
        for value in values {
            sum += &value.0;
            count += 1;
        }
        (count > 0).then(|| Self(sum / BigInt::from(count)))
    }

    /// `self · factor`, exactly.
    #[must_use]
    pub fn times(&self, factor: u64) -> Self {
        Self(&self.0 * BigInt::from(factor))
    }

    /// `self / divisor`, exactly; absent for a divisor of 0.
    pub fn over(&self, divisor: u64) -> Option<Self> {
        (divisor != 0).then(|| Self(&self.0 / BigInt::from(divisor)))
    }

    /// `self + other`, exactly.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }

    /// The distance from nought.
    #[must_use]
    pub fn magnitude(&self) -> Self {
        Self(self.0.abs())
    }

    /// Exactly nought.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Tenths of a percent as they are shown: the nearest tenth by magnitude, halves away from nought; ±100.0 only
    /// for exactly 100 (else 99.9) and 0.0 only for exactly 0 (else 0.1).
    pub fn tenths(&self) -> i64 {
        let tenths = self.0.abs() * BigInt::from(10);
        let half = BigRational::new(BigInt::one(), BigInt::from(2));
        let nearest = (&tenths + half)
            .floor()
            .to_integer()
            .to_i64()
            .unwrap_or(i64::MAX);
        let hundred = BigRational::from_integer(BigInt::from(1000));
        let shown = match (nearest, tenths.cmp(&hundred)) {
            (0, _) if !tenths.is_zero() => 1,
            (1000, Ordering::Less) => 999,
            (1000, Ordering::Greater) => 1001,
            _ => nearest,
        };
        if self.0.is_negative() { -shown } else { shown }
    }
}

impl From<Percent> for String {
    fn from(percent: Percent) -> Self {
        percent.0.to_string()
    }
}

impl TryFrom<String> for Percent {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (numerator, denominator) = text.split_once('/').unwrap_or((&text, "1"));
        let number = |digits: &str| {
            let plain = (1..=10_000).contains(&digits.len())
                && digits
                    .strip_prefix('-')
                    .unwrap_or(digits)
                    .bytes()
                    .all(|b| b.is_ascii_digit());
            plain.then(|| digits.parse().ok()).flatten()
        };
        let fraction = number(numerator).zip(number(denominator));
        let percent = fraction.and_then(|(n, d): (BigInt, BigInt)| Self::quotient(n, d));
        percent
            .filter(|percent| percent.0 >= BigRational::zero() && *percent <= Self::whole(100))
            .ok_or_else(|| {
                format!("a score like \"50\" or \"1556/31\", from 0 to 100 percent, is wanted here, not {text:?}")
            })
    }
}

impl fmt::Display for Percent {
    /// One decimal, no sign for percent: `27.8`, `−3.3` with an ASCII minus.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.tenths();
        let sign = if tenths < 0 { "-" } else { "" };
        let tenths = tenths.unsigned_abs();
        f.pad(&format!("{sign}{}.{}", tenths / 10, tenths % 10))
    }
}

/// A score as it is shown, `—` where it is absent.
pub fn or_dash(percent: Option<&Percent>) -> String {
    percent.map_or_else(|| "—".to_owned(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::{Percent, or_dash};

    fn shown(part: u64, whole: u64) -> String {
        or_dash(Percent::of(part, whole).as_ref())
    }

    #[test]
    fn a_score_of_nothing_is_absent() {
        assert_eq!(shown(0, 0), "—");
    }

    #[test]
    fn only_exactly_all_is_a_hundred_and_only_nothing_is_nought() {
        assert_eq!(shown(1, 1), "100.0");
        assert_eq!(shown(99_999, 100_000), "99.9");
        assert_eq!(shown(0, 7), "0.0");
        assert_eq!(shown(1, 100_000), "0.1");
    }

    #[test]
    fn halves_round_up_and_differences_by_magnitude() {
        assert_eq!(shown(1, 9), "11.1");
        assert_eq!(shown(1, 800), "0.1");
        assert_eq!(shown(3225, 10_000), "32.3");
        let difference = Percent::of(85, 100).zip(Percent::of(8825, 10_000));
        assert_eq!(
            difference.map(|(a, b)| a.minus(&b).to_string()).as_deref(),
            Some("-3.3")
        );
    }

    #[test]
    fn a_weighted_mean_is_exact() {
        let mean = Percent::weighted_mean(&[(2, 1, 2), (1, 1, 1), (5, 0, 0)]);
        assert_eq!(or_dash(mean.as_ref()), "66.7");
        let thirds = Percent::weighted_mean(&[(1, 1, 3), (1, 1, 3), (1, 1, 3)]);
        assert_eq!(thirds, Percent::of(1, 3));
        assert_eq!(Percent::weighted_mean(&[(1, 0, 0)]), None);
    }

    #[test]
    fn what_somebody_wrote_is_read_exactly() {
        let shown = |text: &str| Percent::read(text).map(String::from);
        assert_eq!(shown("80").as_deref(), Some("80"));
        assert_eq!(shown("79.95").as_deref(), Some("1599/20"));
        assert_eq!(shown("0.1 %"), shown("0.10"));
        assert!(Percent::read("79.95") < Percent::of(1_599_001, 2_000_000));
        assert!(Percent::read("99.99999999999999999999") < Percent::read("100%"));
        for text in [
            "", "%", "-1", "+1", "100.1", "101", "1e1", ".5", "5.", "1.2.3", "８0", "NaN", "1,5",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
