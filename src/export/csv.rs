//! CSV as RFC 4180 has it: one row for each item, in checklist order, lines that end in CR LF.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and a text of the file could be one.
//! So such a cell has an apostrophe before it, and so has what comes after a `;`, a tab or a line feed inside a cell,
//! where a spreadsheet that separates by these would begin another cell. Controls and what can't be seen have become
//! visible, as everywhere.

use crate::domain::assessment::Status;
use crate::domain::both_sides::versions_words;
use crate::domain::dissent::Facilitators;
use crate::domain::evidence::{Content, Evidence};
use crate::domain::signing::Signing;
use crate::domain::supersede::Difference;
use crate::domain::text::{Shown, Text};
use crate::domain::waiver::Standing;

use super::comparison::status_key;
use super::dossier::{Answered, Dossier};

/// The columns, in order.
pub const COLUMNS: [&str; 38] = [
    "category",
    "id",
    "tier",
    "stage",
    "title",
    "counts",
    "status",
    "value",
    "evidenced",
    "by",
    "recorded_by",
    "at",
    "owner",
    "due",
    "overdue",
    "estimate",
    "confidence",
    "comment",
    "current",
    "metric",
    "target",
    "measured",
    "na_reason",
    "agreed_by",
    "evidence_counting",
    "evidence_all",
    "evidence",
    "waiver",
    "waiver_until",
    "waiver_reason",
    "waiver_by",
    "waiver_approved_by",
    "open_dissents",
    "severity",
    "risk",
    "as_signed",
    "changed_since_signed",
    "conflict",
];

/// The items as CSV. The same assessment, observations and moment always give the same bytes.
pub fn write_csv(dossier: &Dossier<'_>) -> String {
    let mut table = Table(String::with_capacity(
        512 + dossier.assessment().answers().len() * 512,
    ));
    table.row(COLUMNS.iter().map(|name| (*name).to_owned()));
    let facilitators = Facilitators::of(dossier.assessment());
    let mut signings = dossier.signings();
    signings.retain(|signing| signing.is_latest);
    for item in dossier.every_item() {
        table.row(cells(dossier, &item, &facilitators, &signings).into_iter());
    }
    table.0
}

fn cells(
    dossier: &Dossier<'_>,
    it: &Answered<'_>,
    facilitators: &Facilitators<'_>,
    signings: &[Signing<'_>],
) -> [String; 38] {
    let Answered { item, answer, .. } = *it;
    let checklist = dossier.assessment().checklist();
    let category = &checklist.categories[dossier.assessment().category_of(it.at)];
    let raw = |text: &Text| text.raw().to_owned();
    let or_empty = |text: Option<&Text>| text.map(raw).unwrap_or_default();
    let metric = item.metric.as_ref();
    let measured = answer.measured.as_ref();
    let pieces = &answer.evidence;
    let counting = pieces
        .iter()
        .filter(|piece| dossier.state_of(item, piece).0);
    let open = answer
        .dissents
        .iter()
        .filter(|it| facilitators.leave_open(it));
    let waiver = answer.waiver.as_ref();
    let standing = dossier
        .report
        .waivers
        .iter()
        .find(|waived| waived.item == it.at);
    let (na_reason, agreed_by) = match &answer.status {
        Status::NotApplicable(reason) => (
            raw(reason),
            or_empty(answer.agreed_by.as_ref().map(|agreed| &agreed.by)),
        ),
        _ => (String::new(), String::new()),
    };
    [
        raw(&category.title),
        raw(&item.id),
        item.tier.key().to_owned(),
        or_empty(item.stage.as_ref()),
        raw(&item.title),
        it.counting.key().to_owned(),
        status_key(&answer.status),
        answer.status.value().to_string(),
        it.evidenced.to_string(),
        raw(&answer.by),
        raw(&answer.recorded_by),
        answer.at.map(|at| at.to_string()).unwrap_or_default(),
        raw(answer.owner_of(item)),
        answer.due.map(|due| due.to_string()).unwrap_or_default(),
        yes(answer.due.is_some(), it.overdue),
        if answer.estimate.is_blank() {
            or_empty(item.estimate.as_ref())
        } else {
            raw(&answer.estimate)
        },
        raw(&answer.confidence),
        raw(&answer.comment),
        raw(&answer.current),
        or_empty(metric.map(|metric| &metric.name)),
        metric
            .map(|metric| with_unit(&metric.target.words(), &metric.unit))
            .unwrap_or_default(),
        measured
            .map(|value| {
                with_unit(
                    &value.words(),
                    metric.map_or(&Text::default(), |it| &it.unit),
                )
            })
            .unwrap_or_default(),
        na_reason,
        agreed_by,
        counting.count().to_string(),
        pieces.len().to_string(),
        listed(dossier, it),
        standing
            .map(|waived| standing_word(waived.standing).to_owned())
            .unwrap_or_default(),
        waiver
            .map(|waiver| waiver.expires.to_string())
            .unwrap_or_default(),
        or_empty(waiver.map(|waiver| &waiver.reason)),
        or_empty(waiver.map(|waiver| &waiver.by)),
        or_empty(waiver.map(|waiver| &waiver.approved_by)),
        open.count().to_string(),
        item.severity().word().to_lowercase(),
        raw(&item.risk),
        as_signed(signings, &item.id),
        changed_since(signings, &item.id),
        versions_words(answer, dossier.assessment().utc_offset),
    ]
}

/// The status that each role has signed last, in lines: `sre: met`.
fn as_signed(signings: &[Signing<'_>], item: &Text) -> String {
    let lines = signings.iter().filter_map(|signing| {
        let kept = signing.sign_off.kept.as_ref()?;
        let status = status_key(&kept.answer(item)?.status);
        Some(format!("{}: {status}", role(signing)?))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What of the item differs from what each role has signed last, in lines: `sre: status, waiver`.
fn changed_since(signings: &[Signing<'_>], item: &Text) -> String {
    let lines = signings.iter().filter_map(|signing| {
        let differences = signing.superseded_by.iter();
        let of: Vec<&str> = differences
            .filter_map(|difference| match difference {
                Difference::Item(id, of) if id == item => Some(of.words()),
                _ => None,
            })
            .collect();
        (!of.is_empty()).then(|| Some(format!("{}: {}", role(signing)?, of.join(", "))))?
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn role(signing: &Signing<'_>) -> Option<String> {
    let statement = signing.statement()?;
    Some(statement.role.raw().replace('\n', " "))
}

fn yes(there: bool, holds: bool) -> String {
    match (there, holds) {
        (false, _) => "",
        (true, true) => "yes",
        (true, false) => "no",
    }
    .to_owned()
}

fn with_unit(words: &str, unit: &Text) -> String {
    format!("{words} {}", unit.raw()).trim_end().to_owned()
}

fn standing_word(standing: Standing) -> &'static str {
    super::words::standing_word(standing)
}

/// Every piece of evidence in a line of its own: `link https://… (counts)`.
fn listed(dossier: &Dossier<'_>, it: &Answered<'_>) -> String {
    let lines: Vec<String> = it
        .answer
        .evidence
        .iter()
        .map(|piece| {
            let (_, state) = dossier.state_of(it.item, piece);
            format!(
                "{} {} ({state})",
                piece.content.kind().word(),
                content(piece)
            )
        })
        .collect();
    lines.join("\n")
}

fn content(piece: &Evidence) -> String {
    let one_line = |text: &Text| text.raw().replace('\n', " ");
    match &piece.content {
        _ if piece.redacted.is_some() => "redacted".to_owned(),
        Content::Link(text) | Content::Note(text) => one_line(text),
        Content::File { path, sha256, .. } => format!("{path} sha256 {sha256}"),
    }
}

struct Table(String);

impl Table {
    fn row(&mut self, cells: impl Iterator<Item = String>) {
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            self.cell(&cell);
        }
        self.0.push_str("\r\n");
    }

    fn cell(&mut self, text: &str) {
        let shown = Shown::block(text);
        let cell = inert(shown.as_str());
        if cell.contains(['"', ',', ';', '\t', '\r', '\n', '\'']) {
            self.0.push('"');
            self.0.push_str(&cell.replace('"', "\"\""));
            self.0.push('"');
        } else {
            self.0.push_str(&cell);
        }
    }
}

/// With an apostrophe before whatever a spreadsheet would take for the beginning of a formula.
fn inert(cell: &str) -> String {
    let mut inert = String::with_capacity(cell.len() + 1);
    let mut begins = true;
    for c in cell.chars() {
        if begins && begins_formula(c) {
            inert.push('\'');
        }
        inert.push(c);
        // A quote may open the cell that comes after a separator.
        begins = matches!(c, ';' | '\t' | '\r' | '\n') || (begins && c == '"');
    }
    inert
}

fn begins_formula(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'
    )
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn what_would_be_a_formula_has_an_apostrophe_before_it() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("＝1", "'＝1"),
            ("－1", "'－1"),
            ("\"=1", "\"'=1"),
            ("a;=1", "a;'=1"),
            ("a;\"=1", "a;\"'=1"),
            ("one\n-two", "one\n'-two"),
            ("a=1", "a=1"),
            ("a; -1", "a; -1"),
            ("", ""),
        ] {
            assert_eq!(inert(text), cell, "{text:?}");
        }
    }
}
