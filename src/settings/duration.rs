//! How durations and rates are written in settings.

use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, de};

/// `"75s"`, `"10 min"`, `"30d"` (jiff's friendly format, plus days of 24 hours), or a bare number
/// of seconds.
pub fn parse(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let expected = || format!("expected a duration such as 75s, 10m or 30d, not {text:?}");
    if let Ok(seconds) = text.parse::<u32>() {
        return Ok(Duration::from_secs(seconds.into()));
    }
    if let Some(days) = text.strip_suffix('d').and_then(|days| days.trim().parse::<u32>().ok()) {
        return Ok(Duration::from_secs(u64::from(days) * 86_400));
    }
    let signed = jiff::SignedDuration::from_str(text).map_err(|_| expected())?;
    Duration::try_from(signed).map_err(|_| expected())
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// `limit` events in each `period`: `"10/15m"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub limit: u32,
    pub period: Duration,
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rate = text.split_once('/').and_then(|(limit, period)| {
            let limit = limit.trim().parse().ok().filter(|limit| *limit > 0)?;
            let period = parse(period).ok().filter(|period| !period.is_zero())?;
            Some(Rate { limit, period })
        });
        rate.ok_or_else(|| format!("expected a rate such as 10/15m, not {text:?}"))
    }
}

pub fn deserialize_rate<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Rate, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_a_unit_or_is_in_seconds() {
        for (text, seconds) in [
            ("75s", 75),
            ("10 min", 600),
            ("15m", 900),
            ("1h 30m", 5400),
            ("30d", 2_592_000),
            ("9", 9),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "soon", "-5s", "5 parsecs", "1e9d"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_rate_is_a_count_and_a_period() {
        assert_eq!("10/15m".parse(), Ok(Rate { limit: 10, period: Duration::from_mins(15) }));
        for text in ["", "10", "0/1m", "10/", "/5m", "10/0s", "-1/5m"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }
}
