//! Declared figures: what somebody announced outside the review, and whether its table bears it out.

use std::collections::HashMap;

use num_bigint::BigInt;
use num_traits::Pow;

use super::assessment::{Declared, DeclaredOf};
use super::percent::Percent;
use super::text::Text;

/// A figure as written, read exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// Its percent.
    pub percent: Percent,
    /// One unit of the last digit written, in percent: 1 for `6.5/10` and for `85 %`.
    pub precision: Percent,
}

/// Reads `6.5/10`, `85 %`, `85%`, `2 / 10`; absent for anything else, and for less than 0 or more than all.
pub fn announced(value: &Text) -> Option<Announced> {
    let value = value.raw().trim();
    let (part, whole) = match value.strip_suffix('%') {
        Some(part) => (part, "100"),
        None => value.split_once('/')?,
    };
    let ((part, part_digits), (whole, whole_digits)) =
        (decimal(part.trim())?, decimal(whole.trim())?);
    // part / 10^p over whole / 10^w, in percent.
    let scale = |digits: u32| Pow::pow(BigInt::from(10), digits);
    let denominator = &whole * scale(part_digits);
    let percent = Percent::quotient(part * scale(whole_digits) * 100, denominator.clone())?;
    let precision = Percent::quotient(scale(whole_digits) * 100, denominator)?;
    (percent <= Percent::whole(100)).then_some(Announced { percent, precision })
}

/// A decimal number without a sign: its digits as one number, and how many stand behind the point.
fn decimal(text: &str) -> Option<(BigInt, u32)> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits: String = [whole, fraction].concat();
    let plain =
        !whole.is_empty() && digits.len() <= 30 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let behind = u32::try_from(fraction.len()).ok()?;
    plain
        .then(|| digits.parse().ok())
        .flatten()
        .map(|number| (number, behind))
}

/// What a table says of its declared total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The total is the table's plain mean, within the precision announced.
    Agrees,
    /// It differs from the plain mean by more than that.
    Differs,
    /// It lies outside the table's range, or the weights that were stated give another result.
    Contradicts,
}

impl Finding {
    /// The word in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::Contradicts => "contradicts",
        }
    }
}

/// A declared total beside its own table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableCheck {
    /// The table's id.
    pub table: Text,
    /// What the total was called.
    pub label: Text,
    /// The declared total.
    pub total: Percent,
    /// The plain mean of the table's other figures.
    pub mean: Percent,
    /// What follows.
    pub finding: Finding,
}

impl TableCheck {
    /// Total − mean, exactly.
    pub fn difference(&self) -> Percent {
        self.total.minus(&self.mean)
    }

    /// The finding in words: `differs from its table's plain mean (57.0) by 8.0`.
    pub fn phrase(&self) -> String {
        let (mean, by) = (&self.mean, self.difference().magnitude());
        match self.finding {
            Finding::Agrees => format!("agrees with its table's plain mean ({mean})"),
            Finding::Differs => format!("differs from its table's plain mean ({mean}) by {by}"),
            Finding::Contradicts => format!("contradicts its own table (plain mean {mean})"),
        }
    }
}

/// Checks every table that has a declared total and at least one other figure.
pub fn check_tables(declared: &[Declared]) -> Vec<TableCheck> {
    let mut tables: HashMap<&Text, Vec<(&Declared, Announced)>> = HashMap::new();
    for figure in declared.iter().filter(|figure| !figure.table.is_empty()) {
        if let Some(announced) = announced(&figure.value) {
            tables
                .entry(&figure.table)
                .or_default()
                .push((figure, announced));
        }
    }
    let sums: HashMap<&Text, Sums> = tables
        .iter()
        .filter_map(|(table, figures)| Some((*table, Sums::of(figures)?)))
        .collect();
    let totals = declared
        .iter()
        .filter(|figure| figure.of == DeclaredOf::Overall);
    totals
        .filter_map(|total| {
            let sums = sums.get(&total.table)?;
            let announced = announced(&total.value)?;
            let finding = sums.judge(&announced);
            Some(TableCheck {
                table: total.table.clone(),
                label: total.label.clone(),
                total: announced.percent,
                mean: sums.mean.clone(),
                finding,
            })
        })
        .collect()
}

/// What the figures of a table come to, its totals left out.
struct Sums {
    least: Percent,
    most: Percent,
    mean: Percent,
    /// Where every figure has a weight.
    weighted: Option<Percent>,
}

impl Sums {
    fn of(figures: &[(&Declared, Announced)]) -> Option<Self> {
        let rows: Vec<(&Declared, &Percent)> = figures
            .iter()
            .filter(|(figure, _)| figure.of != DeclaredOf::Overall)
            .map(|(figure, announced)| (*figure, &announced.percent))
            .collect();
        let percents = || rows.iter().map(|(_, percent)| *percent);
        let weights: Option<Vec<u32>> = rows.iter().map(|(figure, _)| figure.weight).collect();
        let weighted = weights.and_then(|weights| {
            let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
            let products = percents()
                .zip(&weights)
                .map(|(percent, weight)| percent.times(u64::from(*weight)));
            products
                .reduce(|sum, product| sum.plus(&product))?
                .over(sum)
        });
        Some(Self {
            least: percents().min()?.clone(),
            most: percents().max()?.clone(),
            mean: Percent::mean(percents())?,
            weighted,
        })
    }

    /// A total within the precision announced is borne out even where rounding took it past the table's edge; one
    /// that stated weights bear out may still differ from the plain mean, and that is said.
    fn judge(&self, total: &Announced) -> Finding {
        let beyond = |other: &Percent| total.percent.minus(other).magnitude() > total.precision;
        let outside = total.percent < self.least || total.percent > self.most;
        match &self.weighted {
            Some(weighted) if beyond(weighted) => Finding::Contradicts,
            _ if !beyond(&self.mean) => Finding::Agrees,
            _ if outside => Finding::Contradicts,
            _ => Finding::Differs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Finding, announced, check_tables};
    use crate::domain::assessment::{Declared, DeclaredOf};

    #[test]
    fn figures_are_read_as_they_are_written() {
        let read = |text: &str| {
            announced(&text.into()).map(|a| (a.percent.to_string(), a.precision.to_string()))
        };
        let figure =
            |percent: &str, precision: &str| Some((percent.to_owned(), precision.to_owned()));
        assert_eq!(read("6.5/10"), figure("65.0", "1.0"));
        assert_eq!(read("85 %"), figure("85.0", "1.0"));
        assert_eq!(read("98.25%"), figure("98.3", "0.1"));
        assert_eq!(read("7/10"), figure("70.0", "10.0"));
        assert_eq!(read("ready"), None);
        assert_eq!(read("11/10"), None);
        assert_eq!(read("1/0"), None);
        assert_eq!(read("-1/10"), None);
    }

    /// The finding about a total over rows of values and weights.
    fn finding(total: &str, rows: &[(&str, Option<u32>)]) -> (Finding, String) {
        let figure = |of, value: &str, weight| Declared {
            id: "id".into(),
            label: "label".into(),
            of,
            value: value.into(),
            table: "table".into(),
            weight,
            by: "".into(),
            on: None,
            source: "".into(),
        };
        let mut declared = vec![figure(DeclaredOf::Overall, total, None)];
        let rows = rows.iter();
        declared.extend(rows.map(|(value, weight)| figure(DeclaredOf::Free, value, *weight)));
        let checks = check_tables(&declared);
        (checks[0].finding, checks[0].phrase())
    }

    #[test]
    fn a_total_is_laid_beside_its_tables_plain_mean() {
        let plain = |total, rows: &[&str]| {
            let rows: Vec<(&str, Option<u32>)> = rows.iter().map(|row| (*row, None)).collect();
            finding(total, &rows)
        };
        assert_eq!(plain("58 %", &["5/10", "65 %"]).0, Finding::Agrees);
        assert_eq!(plain("59 %", &["50 %", "65 %"]).0, Finding::Differs);
        assert_eq!(plain("70 %", &["50 %", "65 %"]).0, Finding::Contradicts);
        // One unit of the last digit exactly is within the precision announced.
        assert_eq!(plain("51 %", &["40 %", "60 %"]).0, Finding::Agrees);
        assert_eq!(plain("51.1 %", &["40 %", "60 %"]).0, Finding::Differs);
        // Rounding took it out of the table's range, and rounding is no contradiction.
        assert_eq!(plain("88 %", &["88.3 %", "88.4 %"]).0, Finding::Agrees);
    }

    #[test]
    fn stated_weights_are_followed_and_the_plain_mean_is_named_for_what_it_is() {
        let rows = [("100 %", Some(3)), ("0 %", Some(1))];
        let (borne_out, phrase) = finding("75 %", &rows);
        assert_eq!(borne_out, Finding::Differs);
        assert_eq!(phrase, "differs from its table's plain mean (50.0) by 25.0");
        assert_eq!(finding("50 %", &rows).0, Finding::Contradicts);
        assert_eq!(
            finding("50 %", &[("100 %", Some(1)), ("0 %", Some(1))]).0,
            Finding::Agrees
        );
        // Weights on some rows only are no weights.
        assert_eq!(
            finding("50 %", &[("100 %", Some(3)), ("0 %", None)]).0,
            Finding::Agrees
        );
    }
}
