//! The one clock.

use chrono::{DateTime, FixedOffset, Local, Offset, SubsecRound, Utc};

/// The time now, cut to the second: files hold nothing finer.
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(0)
}

/// How far local time is from UTC at this moment.
pub fn local_offset() -> FixedOffset {
    Local::now().offset().fix()
}
