//! Declared figures: what somebody announced outside the review, and whether its table bears it out.

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
    let in_a_table = |figure: &&Declared| !figure.table.is_empty();
    let totals = declared
        .iter()
        .filter(in_a_table)
        .filter(|figure| figure.of == DeclaredOf::Overall);
    totals
        .filter_map(|total| {
            let rows: Vec<(&Declared, Percent)> = declared
                .iter()
                .filter(|figure| figure.table == total.table && figure.of != DeclaredOf::Overall)
                .filter_map(|figure| Some((figure, announced(&figure.value)?.percent)))
                .collect();
            let Announced { percent, precision } = announced(&total.value)?;
            let mean = Percent::mean(rows.iter().map(|(_, percent)| percent))?;
            let finding = finding(&percent, &precision, &mean, &rows);
            Some(TableCheck {
                table: total.table.clone(),
                label: total.label.clone(),
                total: percent,
                mean,
                finding,
            })
        })
        .collect()
}

fn finding(
    total: &Percent,
    precision: &Percent,
    mean: &Percent,
    rows: &[(&Declared, Percent)],
) -> Finding {
    let beyond = |other: &Percent| total.minus(other).magnitude() > *precision;
    let (least, most) = (
        rows.iter().map(|(_, p)| p).min(),
        rows.iter().map(|(_, p)| p).max(),
    );
    let outside = least.is_some_and(|least| total < least) || most.is_some_and(|most| total > most);
    let weights: Option<Vec<u32>> = rows.iter().map(|(figure, _)| figure.weight).collect();
    let weighted = weights.and_then(|weights| {
        let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        let products = rows
            .iter()
            .zip(&weights)
            .map(|((_, percent), weight)| percent.times(u64::from(*weight)));
        products
            .reduce(|sum, product| sum.plus(&product))?
            .over(sum)
    });
    match weighted {
        _ if outside => Finding::Contradicts,
        Some(weighted) if beyond(&weighted) => Finding::Contradicts,
        Some(_) => Finding::Agrees,
        None if beyond(mean) => Finding::Differs,
        None => Finding::Agrees,
    }
}

#[cfg(test)]
mod tests {
    use super::announced;

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
}
