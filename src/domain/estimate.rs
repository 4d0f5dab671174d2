//! Effort: person-time, from a low to a high end.

use std::fmt;

const HOUR: u64 = 60;
/// A day of work has eight hours.
const DAY: u64 = 8 * HOUR;
/// A week of work has five days.
const WEEK: u64 = 5 * DAY;

/// Effort in minutes of work, from a low to a high end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Estimate {
    /// The low end.
    pub low: u64,
    /// The high end; the same as the low end where only one figure was given.
    pub high: u64,
}

impl Estimate {
    /// Reads `15m`, `2h`, `2-4h`, `3d`, `1-2w`; absent for anything else, for a low end of 0, and for a range whose
    /// low end is above its high end.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let unit = match text.chars().next_back()? {
            'm' => 1,
            'h' => HOUR,
            'd' => DAY,
            'w' => WEEK,
            _ => return None,
        };
        let figures = text[..text.len() - 1].trim_end();
        let (low, high) = figures.split_once(['-', '–']).unwrap_or((figures, figures));
        let minutes = |figure: &str| {
            let figure = figure.trim();
            let plain =
                (1..=6).contains(&figure.len()) && figure.bytes().all(|b| b.is_ascii_digit());
            plain
                .then(|| figure.parse::<u64>().ok())
                .flatten()
                .map(|count| count * unit)
        };
        let estimate = Self {
            low: minutes(low)?,
            high: minutes(high)?,
        };
        (estimate.low > 0 && estimate.low <= estimate.high).then_some(estimate)
    }

    /// Both ends added up.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }
}

impl fmt::Display for Estimate {
    /// In the largest unit that both ends fill evenly, else in hours and minutes: `55 min`, `2–4 h`, `1–2 w`,
    /// `2 h 5 min`, `55 min – 2 h 5 min`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let even = |unit: u64| self.low.is_multiple_of(unit) && self.high.is_multiple_of(unit);
        let (unit, name) = match self.low {
            0 => (1, "min"),
            _ if even(WEEK) => (WEEK, "w"),
            _ if even(DAY) => (DAY, "d"),
            _ if even(HOUR) => (HOUR, "h"),
            _ => (1, "min"),
        };
        let (low, high) = (self.low / unit, self.high / unit);
        match (low == high, unit == 1 && self.high >= 2 * HOUR) {
            (true, true) => f.write_str(&in_hours(low)),
            (true, false) => write!(f, "{low} {name}"),
            (false, true) => write!(f, "{} – {}", in_hours(low), in_hours(high)),
            (false, false) => write!(f, "{low}–{high} {name}"),
        }
    }
}

/// Minutes as hours and minutes, from two hours on: `119 min`, `2 h`, `2 h 5 min`.
fn in_hours(minutes: u64) -> String {
    match (minutes / HOUR, minutes % HOUR) {
        (0 | 1, _) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

/// Effort of several pieces of work, some of which nobody has estimated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effort {
    /// The estimates, added up; 0 where there are none.
    pub known: Estimate,
    /// How many pieces of work have no estimate.
    pub unestimated: usize,
}

impl Effort {
    /// The same with one more piece of work.
    #[must_use]
    pub fn with(self, work: Option<Estimate>) -> Self {
        match work {
            Some(estimate) => Self {
                known: self.known.plus(estimate),
                ..self
            },
            None => Self {
                unestimated: self.unestimated + 1,
                ..self
            },
        }
    }

    /// Both added up.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            known: self.known.plus(other.known),
            unestimated: self.unestimated + other.unestimated,
        }
    }
}

impl fmt::Display for Effort {
    /// `55 min + 7 unestimated`, `4–6 w`, `7 unestimated`, `nothing`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.known.high, self.unestimated) {
            (0, 0) => f.write_str("nothing"),
            (0, count) => write!(f, "{count} unestimated"),
            (_, 0) => write!(f, "{}", self.known),
            (_, count) => write!(f, "{} + {count} unestimated", self.known),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Effort, Estimate};

    fn minutes(text: &str) -> Option<(u64, u64)> {
        Estimate::parse(text).map(|estimate| (estimate.low, estimate.high))
    }

    #[test]
    fn estimates_are_read_in_minutes_of_work() {
        assert_eq!(minutes("15m"), Some((15, 15)));
        assert_eq!(minutes("2h"), Some((120, 120)));
        assert_eq!(minutes("2-4h"), Some((120, 240)));
        assert_eq!(minutes("3d"), Some((1440, 1440)));
        assert_eq!(minutes("1-2w"), Some((2400, 4800)));
    }

    #[test]
    fn what_is_no_estimate_is_absent() {
        for text in [
            "",
            "h",
            "0h",
            "0-2h",
            "4-2h",
            "2",
            "two days",
            "1.5h",
            "-2h",
            "2-h",
            "1y",
            "９h",
            "99999999h",
        ] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }

    #[test]
    fn they_show_in_the_unit_they_fill() {
        let shown = |text: &str| Estimate::parse(text).map(|estimate| estimate.to_string());
        assert_eq!(shown("55m").as_deref(), Some("55 min"));
        assert_eq!(shown("120m").as_deref(), Some("2 h"));
        assert_eq!(shown("125m").as_deref(), Some("2 h 5 min"));
        assert_eq!(shown("5-10d").as_deref(), Some("1–2 w"));
    }

    #[test]
    fn ranges_that_fill_no_hour_show_hours_and_minutes_at_both_ends() {
        let shown = |low, high| Estimate { low, high }.to_string();
        assert_eq!(shown(185, 305), "3 h 5 min – 5 h 5 min");
        assert_eq!(shown(55, 125), "55 min – 2 h 5 min");
        assert_eq!(shown(30, 119), "30–119 min");
        assert_eq!(shown(119, 180), "119 min – 3 h");
        assert_eq!(shown(9600, 14400), "4–6 w");
    }

    #[test]
    fn totals_say_how_much_nobody_has_estimated() {
        let pieces = [Estimate::parse("55m"), None, Estimate::parse("2h"), None];
        let total = pieces.into_iter().fold(Effort::default(), Effort::with);
        assert_eq!(total.to_string(), "2 h 55 min + 2 unestimated");
        assert_eq!(total.plus(total).to_string(), "5 h 50 min + 4 unestimated");
        assert_eq!(Effort::default().with(None).to_string(), "1 unestimated");
        let one = Effort::default().with(Estimate::parse("55m"));
        assert_eq!(one.to_string(), "55 min");
        assert_eq!(Effort::default().to_string(), "nothing");
    }
}
