//! Costs and resources: lines of an assessment, added up where they can be.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

use super::number::{Number, amount};
use super::text::Text;

/// How often a cost comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Period {
    /// Every month.
    Month,
    /// Once.
    Once,
}

impl Period {
    /// The words for people: `per month`, `once`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Month => "per month",
            Self::Once => "once",
        }
    }

    /// The word in JSON and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Once => "once",
        }
    }
}

/// One line of what it costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Stable and random.
    pub id: Text,
    /// For what.
    pub name: Text,
    /// The low end.
    pub low: Number,
    /// The high end; not below the low one.
    pub high: Number,
    /// In which currency, as written (`USD`).
    pub currency: Text,
    /// How often.
    pub per: Period,
}

/// Somebody who is needed, and for how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Stable and random.
    pub id: Text,
    /// As what.
    pub role: Text,
    /// How much of it, as an estimate or in free words.
    pub effort: Text,
}

/// The costs of one currency and period, added up; never across.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostTotal {
    /// The currency as written.
    pub currency: Text,
    /// How often.
    pub per: Period,
    low: BigRational,
    high: BigRational,
}

impl CostTotal {
    /// The low end as people write it.
    pub fn low(&self) -> String {
        amount(&self.low)
    }

    /// The high end as people write it.
    pub fn high(&self) -> String {
        amount(&self.high)
    }

    /// `1000–2300 USD per month`. May hold text of the file.
    pub fn words(&self) -> String {
        let (currency, per) = (self.currency.raw(), self.per.words());
        if self.low == self.high {
            format!("{} {currency} {per}", self.low())
        } else {
            format!("{}–{} {currency} {per}", self.low(), self.high())
        }
    }
}

/// Adds costs up by currency and period, exactly; in the order of their first lines.
pub fn totals(costs: &[Cost]) -> Vec<CostTotal> {
    let mut totals: Vec<CostTotal> = Vec::new();
    let mut known: BTreeMap<(&str, Period), usize> = BTreeMap::new();
    for cost in costs {
        let at = *known
            .entry((cost.currency.raw(), cost.per))
            .or_insert_with(|| {
                totals.push(CostTotal {
                    currency: cost.currency.clone(),
                    per: cost.per,
                    low: BigRational::zero(),
                    high: BigRational::zero(),
                });
                totals.len() - 1
            });
        totals[at].low += cost.low.exact();
        totals[at].high += cost.high.exact();
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::{Cost, Period, totals};
    use crate::domain::number::Number;

    fn cost(low: &str, high: &str, currency: &str, per: Period) -> Cost {
        let number = |text| Number::parse(text).expect("a test writes plain decimals");
        Cost {
            id: "c".into(),
            name: "c".into(),
            low: number(low),
            high: number(high),
            currency: currency.into(),
            per,
        }
    }

    #[test]
    fn costs_are_added_up_by_currency_and_period_and_never_across() {
        let costs = [
            cost("500", "1000", "USD", Period::Month),
            cost("0.1", "0.2", "EUR", Period::Once),
            cost("200", "500", "USD", Period::Month),
            cost("300", "800", "USD", Period::Month),
            cost("0.2", "0.2", "EUR", Period::Once),
            cost("7", "7", "USD", Period::Once),
        ];
        let words: Vec<String> = totals(&costs).iter().map(super::CostTotal::words).collect();
        assert_eq!(
            words,
            [
                "1000–2300 USD per month",
                "0.30–0.40 EUR once",
                "7 USD once"
            ]
        );
    }
}
