//! Decimal numbers as somebody wrote them.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, Zero};
use serde::{Deserialize, Serialize};

/// A decimal number as somebody wrote it, kept by its shortest decimal form; always finite.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Number(f64);

// A finite number equals itself.
impl Eq for Number {}

impl Number {
    /// A number; absent where it is not finite.
    pub fn new(number: f64) -> Option<Self> {
        number.is_finite().then_some(Self(number))
    }

    /// Reads a plain decimal (`2`, `-0.5`, `99.95`); absent for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let plain = digits.len() <= 30
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && !digits.ends_with('.')
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        plain
            .then(|| text.parse().ok())
            .flatten()
            .and_then(Self::new)
    }

    /// The number; finite.
    pub fn value(self) -> f64 {
        self.0
    }

    /// Exactly the decimal that was written, to its last digit.
    pub fn exact(self) -> BigRational {
        // The shortest decimal that reads back as the same number is the one that was written.
        let written = self.to_string();
        let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
        let digits: BigInt = [whole, fraction].concat().parse().unwrap_or_default();
        BigRational::new(digits, Pow::pow(BigInt::from(10), fraction.len()))
    }
}

impl fmt::Display for Number {
    /// The decimal as it was written: `0.1`, `1000`, `-3.25`; never an exponent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", if self.0.is_zero() { 0.0 } else { self.0 })
    }
}

impl From<Number> for f64 {
    fn from(number: Number) -> Self {
        number.0
    }
}

impl TryFrom<f64> for Number {
    type Error = String;

    fn try_from(number: f64) -> Result<Self, String> {
        Self::new(number).ok_or_else(|| format!("a finite number is wanted here, not {number}"))
    }
}

/// A sum of decimals as people write amounts: with two digits behind the point where there is a fraction, rounded
/// half up by magnitude, else with none.
pub fn amount(sum: &BigRational) -> String {
    if sum.is_integer() {
        return sum.to_integer().to_string();
    }
    let hundredths = (sum * BigInt::from(100)).round().to_integer();
    let (sign, digits) = match hundredths.to_string() {
        text if text.starts_with('-') => ("-", text[1..].to_owned()),
        text => ("", text),
    };
    let padded = format!("{digits:0>3}");
    let (whole, fraction) = padded.split_at(padded.len() - 2);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use num_rational::BigRational;

    use super::{Number, amount};

    #[test]
    fn a_number_is_exactly_the_decimal_that_was_written() {
        let tenth = Number::parse("0.1").map(Number::exact);
        assert_eq!(
            tenth,
            Some(BigRational::new(BigInt::from(1), BigInt::from(10)))
        );
        let negative = Number::parse("-3.25").map(Number::exact);
        assert_eq!(
            negative,
            Some(BigRational::new(BigInt::from(-13), BigInt::from(4)))
        );
        assert_eq!(
            Number::new(1e3).map(|n| n.to_string()).as_deref(),
            Some("1000")
        );
    }

    #[test]
    fn what_is_no_plain_decimal_is_absent() {
        for text in [
            "", ".5", "5.", "1e3", "inf", "NaN", "+1", "1,5", "1.2.3", "--1", "0x1", "１",
        ] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_show_cents_only_where_there_are_some() {
        let of = |part: i64, whole: i64| {
            amount(&BigRational::new(BigInt::from(part), BigInt::from(whole)))
        };
        assert_eq!(of(2300, 1), "2300");
        assert_eq!(of(199, 10), "19.90");
        assert_eq!(of(1, 200), "0.01");
        assert_eq!(of(-5, 100), "-0.05");
    }
}
