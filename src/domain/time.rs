//! Times to the second in UTC, and the days of an assessment.

use std::fmt;

use chrono::{DateTime, Datelike, Duration, NaiveDate, SecondsFormat, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize};

/// A moment in UTC, to the second; written as RFC 3339 (`2026-11-21T09:00:00Z`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment(DateTime<Utc>);

impl Moment {
    /// The moment, fractions of a second dropped; held within the years 0 to 9999, which RFC 3339 can write.
    pub fn new(time: DateTime<Utc>) -> Self {
        let end = |year, month, day, hour, minute, second| {
            NaiveDate::from_ymd_opt(year, month, day)
                .and_then(|day| day.and_hms_opt(hour, minute, second))
                .map_or(time, |end| end.and_utc())
        };
        let held = match time.year() {
            ..0 => end(0, 1, 1, 0, 0, 0),
            10_000.. => end(9999, 12, 31, 23, 59, 59),
            _ => time,
        };
        Self(held.with_nanosecond(0).unwrap_or(held))
    }

    /// Reads RFC 3339 with any offset, or a plain day (`2026-11-21`: its end in `offset`, so that a whole day
    /// counts). Absent where it is neither.
    pub fn parse(text: &str, offset: UtcOffset) -> Option<Self> {
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return Some(Self::new(time.with_timezone(&Utc)));
        }
        let day = parse_day(text)?;
        let end = day.and_hms_opt(23, 59, 59)?.and_utc();
        Some(Self::new(end.checked_sub_signed(Duration::minutes(
            i64::from(offset.minutes()),
        ))?))
    }

    /// The calendar day at this moment in `offset`.
    pub fn day(self, offset: UtcOffset) -> NaiveDate {
        self.0
            .checked_add_signed(Duration::minutes(i64::from(offset.minutes())))
            .unwrap_or(self.0)
            .date_naive()
    }

    /// The time of day at this moment in `offset`, to the minute: `10:02`.
    pub fn time_of_day(self, offset: UtcOffset) -> String {
        let there = self
            .0
            .checked_add_signed(Duration::minutes(i64::from(offset.minutes())));
        there.unwrap_or(self.0).format("%H:%M").to_string()
    }

    /// The time as chrono has it.
    pub fn time(self) -> DateTime<Utc> {
        self.0
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        DateTime::parse_from_rfc3339(&text)
            .map(|time| Self::new(time.with_timezone(&Utc)))
            .map_err(|_| {
                format!("a time like \"2026-11-21T09:00:00Z\" is wanted here, not {text:?}")
            })
    }
}

/// Minutes east of UTC, written `+01:00`. Fixed when an assessment is made: every day in it is a day there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UtcOffset(i16);

impl UtcOffset {
    /// An offset of so many minutes east of UTC; beyond ±23:59 it is held there.
    pub fn from_minutes(minutes: i32) -> Self {
        Self(i16::try_from(minutes.clamp(-1439, 1439)).unwrap_or(0))
    }

    /// Minutes east of UTC, −1439 to 1439.
    pub fn minutes(self) -> i16 {
        self.0
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let minutes = self.0.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl From<UtcOffset> for String {
    fn from(offset: UtcOffset) -> Self {
        offset.to_string()
    }
}

impl TryFrom<String> for UtcOffset {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("an offset like \"+01:00\" is wanted here, not {text:?}");
        let number = |range| {
            text.get(range)
                .and_then(|part: &str| part.parse::<i16>().ok())
        };
        let all_digits = text
            .bytes()
            .enumerate()
            .all(|(i, b)| matches!(i, 0 | 3) || b.is_ascii_digit());
        if text.len() != 6 || text.as_bytes()[3] != b':' || !all_digits {
            return Err(wrong());
        }
        let (hours, minutes) = (
            number(1..3).ok_or_else(wrong)?,
            number(4..6).ok_or_else(wrong)?,
        );
        if hours > 23 || minutes > 59 {
            return Err(wrong());
        }
        match text.as_bytes()[0] {
            b'+' => Ok(Self(hours * 60 + minutes)),
            b'-' => Ok(Self(-(hours * 60 + minutes))),
            _ => Err(wrong()),
        }
    }
}

/// Reads a day from a file, in the words of the person who wrote it.
pub(super) fn deserialize_day<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_day(&text).ok_or_else(|| {
        let what = format!("a day like \"2026-11-21\" is wanted here, not {text:?}");
        serde::de::Error::custom(what)
    })
}

/// The same where there may be none.
pub(super) fn deserialize_some_day<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Day(#[serde(deserialize_with = "deserialize_day")] NaiveDate);
    Option::<Day>::deserialize(deserializer).map(|day| day.map(|Day(day)| day))
}

/// A calendar day as `2026-11-21`; absent for anything else.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    (text.len() == 10)
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::{Moment, UtcOffset};

    #[test]
    fn a_day_is_a_day_in_the_offset() {
        let offset = UtcOffset::try_from("+02:00".to_owned());
        let offset = offset.unwrap_or_default();
        let moment = Moment::parse("2026-11-20T22:30:00Z", offset);
        assert_eq!(
            moment.map(|m| m.day(offset).to_string()).as_deref(),
            Some("2026-11-21")
        );
        let end = Moment::parse("2026-11-21", offset);
        assert_eq!(
            end.map(|m| m.to_string()).as_deref(),
            Some("2026-11-21T21:59:59Z")
        );
    }

    #[test]
    fn offsets_read_what_they_write() {
        for text in ["+00:00", "-03:30", "+14:00"] {
            assert_eq!(
                UtcOffset::try_from(text.to_owned())
                    .map(|o| o.to_string())
                    .as_deref(),
                Ok(text)
            );
        }
        for wrong in ["", "Z", "+1:00", "+24:00", "+0１:00", "+01-00"] {
            assert!(UtcOffset::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_moment_can_always_be_read_back() {
        for text in [
            "9999-12-31T23:59:59-10:00",
            "0000-01-01T00:00:00+10:00",
            "2016-12-31T23:59:60Z",
            "2026-11-21T09:00:00.999Z",
        ] {
            let moment = Moment::try_from(text.to_owned());
            let again = moment.clone().map(|moment| moment.to_string());
            assert_eq!(again.and_then(Moment::try_from), moment, "{text}");
        }
    }
}
