//! Numbers, ranges and measured values as they are typed.

use crate::domain::measured::Measured;
use crate::domain::number::Number;
use crate::problem::Problem;

use super::resolve::usage;

/// A measured value as [`Measured::parse`] reads it; empty for none.
pub(crate) fn measured(typed: &str) -> Result<Option<Measured>, Problem> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let measured = Measured::parse(typed).ok_or_else(|| no_number(typed))?;
    match &measured {
        Measured::Ratio(_, of) if of.value() <= 0.0 => Err(usage(
            format!("`{typed}` is so many of none"),
            "write how many there were after the stroke, such as 3/4",
        )),
        Measured::Range(low, high) if low > high => Err(backwards(typed, *low, *high)),
        _ => Ok(Some(measured)),
    }
}

/// `200..500` or `200-500`, or `200` for both ends; the low end is not above the high one.
pub(crate) fn range(typed: &str) -> Result<(Number, Number), Problem> {
    let ends = typed
        .split_once("..")
        .or_else(|| typed.split_once(['-', '–']));
    let (low, high) = ends.unwrap_or((typed, typed));
    let (low, high) = (number(low, typed)?, number(high, typed)?);
    if low > high {
        return Err(backwards(typed, low, high));
    }
    Ok((low, high))
}

fn backwards(typed: &str, low: Number, high: Number) -> Problem {
    usage(
        format!("`{typed}` runs backwards"),
        format!("write the low end first: {high}..{low}"),
    )
}

fn number(part: &str, typed: &str) -> Result<Number, Problem> {
    Number::parse(part.trim()).ok_or_else(|| no_number(typed))
}

fn no_number(typed: &str) -> Problem {
    usage(
        format!("`{typed}` holds no plain number"),
        "write the figures alone, such as 1.5, 900..1200 or 3/4, in the unit that is asked for; words as text:WORDS",
    )
}

#[cfg(test)]
mod tests {
    use super::{measured, range};
    use crate::domain::measured::Measured;
    use crate::domain::number::Number;

    #[test]
    fn measured_values_are_read_as_they_are_written() {
        let number = |text| Number::parse(text).expect("a test writes plain decimals");
        for (typed, value) in [
            ("", None),
            (" ", None),
            ("1.5", Some(Measured::Value(number("1.5")))),
            ("-2", Some(Measured::Value(number("-2")))),
            (
                "900..1200",
                Some(Measured::Range(number("900"), number("1200"))),
            ),
            ("3 / 4", Some(Measured::Ratio(number("3"), number("4")))),
            (
                "text: audited 1/2",
                Some(Measured::Text("audited 1/2".into())),
            ),
        ] {
            assert_eq!(measured(typed).ok(), Some(value), "{typed}");
        }
        for wrong in [
            "fast", "1.5s", "1e3", "3/0", "3/-1", "1..2..3", "..2", "1..", "2..1", "text:",
            "1/2/3", "99.9 %",
        ] {
            assert!(measured(wrong).is_err(), "{wrong}");
        }
        assert_eq!(range("7").ok(), Some((number("7"), number("7"))));
        let next = range("5..3").map_err(|problem| problem.next);
        assert_eq!(next.err().as_deref(), Some("write the low end first: 3..5"));
    }
}
