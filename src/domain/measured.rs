//! Measured values beside the targets of metrics.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

use super::checklist::Target;
use super::number::Number;
use super::refusal::Refusal;
use super::text::Text;

/// What was measured of an item's metric, in the metric's unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measured {
    /// One number.
    Value(Number),
    /// From a low to a high end; judged at the worse one.
    Range(Number, Number),
    /// So many of so many, in percent: `100 · n / of`. Nothing can be said of none.
    Ratio(Number, Number),
    /// Words, for a target in words.
    Text(Text),
}

/// What a measured value says of its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The target is reached.
    Meets,
    /// It is not: that counts against the item.
    Misses,
    /// Nothing was measured that the target could be judged by.
    Unmeasured,
}

impl Measured {
    /// Reads what somebody typed: `1.5` is a value, `900..1200` or `900-1200` a range, `3/4` so many of so many,
    /// `text:WORDS` words; the forms of a file (`Range(900, 1200)`) are read too. Absent for anything else, and for
    /// words of nothing but space. Whether a target can be judged by it is for [`Target::takes`] to say.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(words) = text.strip_prefix("text:") {
            return Self::of_words(words);
        }
        if let Some((form, inside)) = text.strip_suffix(')').and_then(|it| it.split_once('(')) {
            let two = || inside.split_once(',');
            return match form {
                "Value" => number(inside).map(Self::Value),
                "Range" => two().and_then(|(low, high)| Self::of_range(low, high)),
                "Ratio" => two().and_then(|(n, of)| Self::of_ratio(n, of)),
                "Text" => Self::of_words(inside.trim().trim_matches('"')),
                _ => None,
            };
        }
        if let Some((low, high)) = text.split_once("..") {
            return Self::of_range(low, high);
        }
        if let Some((n, of)) = text.split_once('/') {
            return Self::of_ratio(n, of);
        }
        let value = number(text).map(Self::Value);
        // A hyphen between two numbers makes a range; before one it makes the number negative.
        value.or_else(|| {
            let (low, high) = text.split_once(['-', '–'])?;
            Self::of_range(low, high)
        })
    }

    fn of_words(words: &str) -> Option<Self> {
        let words = Text::from(words.trim());
        (!words.is_blank()).then_some(Self::Text(words))
    }

    fn of_range(low: &str, high: &str) -> Option<Self> {
        Some(Self::Range(number(low)?, number(high)?))
    }

    fn of_ratio(n: &str, of: &str) -> Option<Self> {
        Some(Self::Ratio(number(n)?, number(of)?))
    }

    /// The value as people say it: `1.5`, `900–1200`, `3 of 4`, or the words. May hold text of the file.
    pub fn words(&self) -> String {
        match self {
            Self::Value(value) => value.to_string(),
            Self::Range(low, high) => format!("{low}–{high}"),
            Self::Ratio(n, of) => format!("{n} of {of}"),
            Self::Text(text) => text.raw().to_owned(),
        }
    }
}

fn number(text: &str) -> Option<Number> {
    Number::parse(text.trim())
}

impl Target {
    /// Whether a measured value reaches the target: numbers are compared exactly, a range by its worse end. Words
    /// reach a target in words (a person has judged them) and say nothing of a number.
    pub fn judge(&self, measured: Option<&Measured>) -> Outcome {
        let reached = match (self, measured) {
            (Self::Text(_), Some(Measured::Text(words))) if !words.is_blank() => Some(true),
            (Self::Text(_), _) | (_, None) => None,
            (Self::AtMost(limit), Some(measured)) => {
                worst_beside(measured, *limit, true).map(Ordering::is_le)
            }
            (Self::Below(limit), Some(measured)) => {
                worst_beside(measured, *limit, true).map(Ordering::is_lt)
            }
            (Self::AtLeast(limit), Some(measured)) => {
                worst_beside(measured, *limit, false).map(Ordering::is_ge)
            }
            (Self::Above(limit), Some(measured)) => {
                worst_beside(measured, *limit, false).map(Ordering::is_gt)
            }
        };
        match reached {
            Some(true) => Outcome::Meets,
            Some(false) => Outcome::Misses,
            None => Outcome::Unmeasured,
        }
    }

    /// Whether a value of this sort can be judged by the target at all.
    pub fn takes(&self, measured: &Measured) -> bool {
        match (self, measured) {
            (Self::Text(_), Measured::Text(words)) => !words.is_blank(),
            (Self::Text(_), _) | (_, Measured::Text(_)) => false,
            (_, Measured::Ratio(_, of)) => of.value() > 0.0,
            (_, Measured::Range(low, high)) => low <= high,
            (_, Measured::Value(_)) => true,
        }
    }

    /// Reads what a person typed as a value for this target, or says what is wrong with it, as the start of a sentence
    /// without a full stop. May hold text of the file.
    pub fn read(&self, typed: &str) -> Result<Measured, String> {
        let measured = match self {
            Self::Text(_) => Measured::parse(&format!("text:{typed}")),
            _ => Measured::parse(typed),
        };
        match measured {
            None => {
                Err("it is written as 1.5, as 900..1200 or as 3/4, without the unit".to_owned())
            }
            Some(measured) if self.takes(&measured) => Ok(measured),
            Some(Measured::Range(..)) => Err("the low end of a range comes first".to_owned()),
            Some(Measured::Ratio(..)) => {
                Err("nothing can be said of none: 3/4, not 3/0".to_owned())
            }
            Some(_) => Err(Refusal::CannotBeJudged(self.words()).words()),
        }
    }

    /// The target as people say it: `below 0.1`, or its words. May hold text of the file.
    pub fn words(&self) -> String {
        match self {
            Self::AtMost(limit) => format!("at most {limit}"),
            Self::Below(limit) => format!("below {limit}"),
            Self::AtLeast(limit) => format!("at least {limit}"),
            Self::Above(limit) => format!("above {limit}"),
            Self::Text(words) => words.raw().to_owned(),
        }
    }
}

/// How the value that is farthest from a target, the higher one where high is bad, stands to the limit. Absent where
/// there is none.
fn worst_beside(measured: &Measured, limit: Number, high_is_bad: bool) -> Option<Ordering> {
    // Numbers and the decimals that they were written as have the same order: no arithmetic is needed.
    let order = |one: Number, other: Number| one.value().partial_cmp(&other.value());
    match measured {
        Measured::Value(value) => order(*value, limit),
        Measured::Range(one, other) => {
            let other_is_worse = order(*other, *one)?.is_gt() == high_is_bad;
            order(if other_is_worse { *other } else { *one }, limit)
        }
        Measured::Ratio(n, of) => {
            let of = of.exact();
            let percent = n.exact() * BigInt::from(100);
            (of > BigRational::zero()).then(|| percent.cmp(&(limit.exact() * of)))
        }
        Measured::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Measured, Outcome, Target};
    use crate::domain::number::Number;

    fn number(text: &str) -> Number {
        Number::parse(text).expect("a test writes plain decimals")
    }

    #[test]
    fn a_value_a_range_a_ratio_and_words_are_read_as_typed() {
        let read = Measured::parse;
        assert_eq!(read(" 1.5 "), Some(Measured::Value(number("1.5"))));
        assert_eq!(read("-3"), Some(Measured::Value(number("-3"))));
        let range = Measured::Range(number("900"), number("1200"));
        assert_eq!(read("900..1200"), Some(range.clone()));
        for typed in ["900 .. 1200", "900-1200", "900 – 1200", "Range(900, 1200)"] {
            assert_eq!(read(typed), Some(range.clone()), "{typed}");
        }
        assert_eq!(read("Ratio(3,4)"), read("3/4"));
        assert_eq!(read("Value(2)"), Some(Measured::Value(number("2"))));
        assert_eq!(read("Text(\"calm\")"), Some(Measured::Text("calm".into())));
        assert_eq!(read("3/4"), Some(Measured::Ratio(number("3"), number("4"))));
        assert_eq!(
            read("text: read by two people "),
            Some(Measured::Text("read by two people".into()))
        );
    }

    #[test]
    fn what_is_no_measured_value_is_not_taken_for_one() {
        for text in [
            "",
            " ",
            "fast",
            "1,5",
            "1e5",
            "900-",
            "-",
            "1-2-3",
            "Range(1)",
            "Sum(1, 2)",
            "(1)",
            "900..",
            "..",
            "1..2..3",
            "3/",
            "/4",
            "1/2/3",
            "text:",
            "text: ",
            "12 ms",
            "NaN",
            "1...2",
        ] {
            assert_eq!(Measured::parse(text), None, "{text:?}");
        }
    }

    fn judged(target: &Target, measured: &Measured) -> Outcome {
        target.judge(Some(measured))
    }

    #[test]
    fn limits_belong_to_the_target_or_not_as_it_says() {
        let value = |text| Measured::Value(number(text));
        for (target, at_the_limit) in [
            (Target::AtMost(number("0.1")), Outcome::Meets),
            (Target::Below(number("0.1")), Outcome::Misses),
            (Target::AtLeast(number("0.1")), Outcome::Meets),
            (Target::Above(number("0.1")), Outcome::Misses),
        ] {
            assert_eq!(judged(&target, &value("0.1")), at_the_limit, "{target:?}");
        }
        assert_eq!(
            judged(&Target::Below(number("2")), &value("1.9")),
            Outcome::Meets
        );
        assert_eq!(
            judged(&Target::Above(number("2")), &value("1.9")),
            Outcome::Misses
        );
    }

    #[test]
    fn a_range_is_judged_at_its_worse_end() {
        let range = Measured::Range(number("900"), number("1200"));
        assert_eq!(
            judged(&Target::AtMost(number("1000")), &range),
            Outcome::Misses
        );
        assert_eq!(
            judged(&Target::AtLeast(number("1000")), &range),
            Outcome::Misses
        );
        assert_eq!(
            judged(&Target::AtMost(number("1200")), &range),
            Outcome::Meets
        );
        assert_eq!(
            judged(&Target::AtLeast(number("900")), &range),
            Outcome::Meets
        );
    }

    #[test]
    fn a_ratio_is_exactly_so_many_of_a_hundred() {
        let ratio = |n, of| Measured::Ratio(number(n), number(of));
        let target = Target::AtLeast(number("99.9"));
        assert_eq!(judged(&target, &ratio("999", "1000")), Outcome::Meets);
        assert_eq!(judged(&target, &ratio("9989", "10000")), Outcome::Misses);
        // A third is less than any decimal that begins like it and ends a little higher.
        let third = Target::Below(number("33.3333333333333336"));
        assert_eq!(judged(&third, &ratio("1", "3")), Outcome::Meets);
        assert_eq!(judged(&target, &ratio("1", "0")), Outcome::Unmeasured);
        assert_eq!(judged(&target, &ratio("1", "-2")), Outcome::Unmeasured);
    }

    #[test]
    fn words_reach_words_and_say_nothing_of_numbers() {
        let words = Measured::Text("audited by two people".into());
        assert_eq!(
            judged(&Target::Text("audited".into()), &words),
            Outcome::Meets
        );
        assert_eq!(
            judged(&Target::AtMost(number("1")), &words),
            Outcome::Unmeasured
        );
        let blank = Measured::Text(" ".into());
        assert_eq!(
            judged(&Target::Text("audited".into()), &blank),
            Outcome::Unmeasured
        );
        let value = Measured::Value(number("1"));
        assert_eq!(
            judged(&Target::Text("audited".into()), &value),
            Outcome::Unmeasured
        );
    }
}
