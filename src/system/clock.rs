//! The one clock.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset, Local, Offset, TimeZone, Utc};

/// The time now, cut to the second: files hold nothing finer.
pub fn now() -> DateTime<Utc> {
    // That of chrono panics where somebody has set the machine's clock to before 1970.
    moment_of(SystemTime::now())
}

fn moment_of(time: SystemTime) -> DateTime<Utc> {
    let seconds = |since: Duration| i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    let since_1970 = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => seconds(after),
        Err(before) => -seconds(before.duration()),
    };
    DateTime::from_timestamp(since_1970, 0).unwrap_or(DateTime::UNIX_EPOCH)
}

/// How far local time is from UTC at this moment.
pub fn local_offset() -> FixedOffset {
    Local.offset_from_utc_datetime(&now().naive_utc()).fix()
}

#[cfg(test)]
mod tests {
    use super::moment_of;
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_clock_before_1970_is_no_reason_to_panic() {
        let year = Duration::from_secs(365 * 24 * 60 * 60);
        let before = moment_of(SystemTime::UNIX_EPOCH - year);
        assert_eq!(before.to_rfc3339(), "1969-01-01T00:00:00+00:00");
        let after = moment_of(SystemTime::UNIX_EPOCH + year + Duration::from_millis(999));
        assert_eq!(after.to_rfc3339(), "1971-01-01T00:00:00+00:00");
    }
}
