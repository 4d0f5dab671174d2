//! Markdown: the whole review to read, to paste and to keep. Inert: nothing that a file holds becomes markup.

use std::fmt::Write as _;

use crate::domain::assessment::{Answer, Status};
use crate::domain::checklist::Tier;
use crate::domain::evidence::{Bench, Content, Evidence, Shows};
use crate::domain::percent::{Percent, or_dash};
use crate::domain::text::{Shown, Text};

use super::report::{Report, distance_words, lapse_words, of_word};

/// The report as Markdown. The same report always gives the same bytes.
///
/// `bench` is the one that the report was computed by.
pub fn write_markdown(report: &Report<'_>, bench: &Bench<'_>) -> String {
    let mut document = Document(String::new());
    document.heading(report);
    document.verdict(report);
    document.figures(report);
    document.declared(report);
    document.categories(report);
    document.items(report, bench);
    document.0
}

/// Text of a file on one line, as text: no markup, no HTML, no link comes of it.
pub fn inert(text: &str) -> String {
    let one_line = text.replace('\n', " ");
    escape(&Shown::line(one_line.trim()).into_string())
}

/// Text of a file on several lines, each begun with `prefix`.
pub fn inert_block(text: &str, prefix: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let line = escape(&Shown::line(line.trim()).into_string());
        // At the start of a line these would begin a list or make a heading of the line before.
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let starts_block = line.starts_with(['-', '+', '=']);
        let starts_list = digits.len() < line.len() && digits.starts_with('.');
        let line = match (starts_block, starts_list) {
            (true, _) => format!("\\{line}"),
            (_, true) => format!("{}\\{digits}", &line[..line.len() - digits.len()]),
            _ => line,
        };
        let _ = writeln!(out, "{}", format!("{prefix}{line}").trim_end());
    }
    out
}

fn escape(shown: &str) -> String {
    let mut out = String::with_capacity(shown.len() + 16);
    for (at, c) in shown.char_indices() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '|' | '!' | '~'
            | '$' | '@' => {
                out.push('\\');
                out.push(c);
            }
            // An address would become a link by itself.
            ':' if shown[at..].starts_with("://") => out.push_str("\\:"),
            '.' if shown[..at].to_ascii_lowercase().ends_with("www") => out.push_str("\\."),
            c => out.push(c),
        }
    }
    out
}

struct Document(String);

impl Document {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn rows(&mut self, head: &[&str], rows: &[Vec<String>]) {
        self.line(&format!("| {} |", head.join(" | ")));
        self.line(&format!("| {} |", vec!["---"; head.len()].join(" | ")));
        for row in rows {
            self.line(&format!("| {} |", row.join(" | ")));
        }
        self.line("");
    }

    fn heading(&mut self, report: &Report<'_>) {
        let assessment = report.assessment;
        let (head, checklist) = (&assessment.head, assessment.checklist());
        let subject = &head.subject;
        let name = [&subject.name, &subject.version].map(text);
        self.line(&format!("# Readiness of {}", name.join(" ").trim_end()));
        self.line("");
        let edition = [&checklist.title, &checklist.version].map(text);
        let mut facts = vec![("Checklist", edition.join(" ").trim_end().to_owned())];
        if !subject.system.is_empty() {
            facts.push(("Part of", text(&subject.system)));
        }
        if let Some(target) = &head.target {
            facts.push(("Target", text(target)));
        }
        facts.push(("As of", report.as_of.to_string()));
        let participants: Vec<String> = head
            .participants
            .iter()
            .map(|who| {
                if who.role.is_empty() {
                    text(&who.name)
                } else {
                    format!("{} ({})", text(&who.name), text(&who.role))
                }
            })
            .collect();
        if !participants.is_empty() {
            facts.push(("Participants", participants.join(", ")));
        }
        for (name, fact) in facts {
            self.line(&format!("- {name}: {fact}"));
        }
        self.line("");
    }

    fn verdict(&mut self, report: &Report<'_>) {
        let ids = |items: &[usize]| -> Vec<String> {
            report.item_ids(items).into_iter().map(text).collect()
        };
        self.line(&format!("## Verdict: {}", report.judgement.verdict.word()));
        self.line("");
        for reason in &report.judgement.reasons {
            let phrase = reason.phrase();
            let named = ids(&reason.items).join(", ");
            let line = format!("- **{}** ({phrase}): {named}", reason.kind.key());
            self.line(line.trim_end_matches([' ', ':']));
        }
        if report.judgement.reasons.is_empty() {
            self.line("Nothing stands against it.");
        }
        self.line("");
        if report.next.is_empty() {
            return;
        }
        self.line("### Next");
        self.line("");
        for (number, step) in report.next.iter().enumerate() {
            let verb = step.act.key();
            let what = step.item.map_or("the verdict".to_owned(), |item| {
                let item = report.assessment.item(item);
                format!("{}: {}", text(&item.id), text(&item.title))
            });
            self.line(&format!("{}. {verb} {what}", number + 1));
        }
        self.line("");
    }

    fn figures(&mut self, report: &Report<'_>) {
        let figures = &report.figures;
        self.line("## Figures");
        self.line("");
        let rows = [
            ("claimed", figures.claimed()),
            ("evidenced", figures.evidenced()),
            ("over-claim", figures.over_claim()),
            ("answered", figures.answered()),
        ];
        let rows = rows.map(|(name, figure)| vec![name.to_owned(), or_dash(figure.as_ref())]);
        self.rows(&["figure", "percent"], &rows);
        let gauges: Vec<Vec<String>> = Tier::ALL
            .into_iter()
            .map(|tier| {
                let gauge = figures.tier(tier);
                vec![
                    tier.word().to_owned(),
                    format!("{}/{}", gauge.met, gauge.counted),
                    or_dash(gauge.percent().as_ref()),
                    gauge.evidenced.to_string(),
                    gauge.partial.to_string(),
                ]
            })
            .collect();
        let head = ["tier", "met", "percent", "met and evidenced", "partial"];
        self.rows(&head, &gauges);
        let counts = figures.counts;
        self.line(&format!(
            "{} met, {} partial, {} not met, {} unknown, {} unanswered, {} not applicable, {} out of play.",
            counts.met,
            counts.partial,
            counts.unmet,
            counts.unknown,
            counts.unanswered,
            counts.not_applicable,
            counts.out_of_play
        ));
        if let Some(risk) = report.risk {
            self.line("");
            self.line(&format!("Risk level: {}.", risk.word()));
        }
        self.line("");
    }

    fn declared(&mut self, report: &Report<'_>) {
        if report.declared.is_empty() {
            return;
        }
        self.line("## Declared elsewhere");
        self.line("");
        let rows: Vec<Vec<String>> = report
            .declared
            .iter()
            .map(|figure| {
                let declared = figure.declared;
                let by: Vec<String> = [
                    text(&declared.by),
                    declared.on.map(|day| day.to_string()).unwrap_or_default(),
                    text(&declared.source),
                ]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
                let distances = [
                    (&figure.above_claimed, "claimed"),
                    (&figure.above_evidenced, "evidenced"),
                ];
                let distances: Vec<String> = distances
                    .iter()
                    .filter_map(|(above, what)| Some(distance_words(above.as_ref()?, what)))
                    .collect();
                vec![
                    text(&declared.label),
                    inert(&of_word(&declared.of)),
                    text(&declared.value),
                    or_dash(figure.percent.as_ref()),
                    distances.join(", "),
                    by.join(", "),
                ]
            })
            .collect();
        let head = [
            "label",
            "of",
            "value",
            "percent",
            "beside this review",
            "by",
        ];
        self.rows(&head, &rows);
        for check in &report.table_checks {
            let (label, total) = (text(&check.label), &check.total);
            self.line(&format!("- {label} {total} {}.", check.phrase()));
        }
        if !report.table_checks.is_empty() {
            self.line("");
        }
    }

    fn categories(&mut self, report: &Report<'_>) {
        self.line("## Categories");
        self.line("");
        let categories = report.assessment.checklist().categories.iter();
        let rows: Vec<Vec<String>> = categories
            .zip(&report.figures.categories)
            .map(|(category, sums)| {
                let percents: [Option<Percent>; 3] = [
                    sums.claimed(),
                    sums.evidenced(),
                    report.declared_of_category(&category.id).cloned(),
                ];
                let mut row = vec![text(&category.title)];
                row.extend(percents.iter().map(|percent| or_dash(percent.as_ref())));
                row.push(format!("{}/{}", sums.met, sums.counted));
                row
            })
            .collect();
        let head = ["category", "claimed", "evidenced", "declared", "met"];
        self.rows(&head, &rows);
    }

    fn items(&mut self, report: &Report<'_>, bench: &Bench<'_>) {
        let assessment = report.assessment;
        let mut position = 0;
        for category in &assessment.checklist().categories {
            self.line(&format!("## {}", text(&category.title)));
            self.line("");
            let here = position..position + category.items.len();
            position = here.end;
            let rows: Vec<Vec<String>> = here
                .clone()
                .map(|at| {
                    let (item, answer) = (assessment.item(at), &assessment.answers()[at]);
                    let title = format!("{}: {}", text(&item.id), text(&item.title));
                    let evidence = evidence_words(report, bench, at);
                    let tier = item.tier.word().to_owned();
                    vec![
                        title,
                        tier,
                        status_words(answer),
                        evidence,
                        by_words(answer),
                    ]
                })
                .collect();
            self.rows(&["item", "tier", "status", "evidence", "by"], &rows);
            for at in here {
                self.remarks(report, bench, at);
            }
        }
    }

    /// What does not fit into the table: the comment, and each piece of evidence.
    fn remarks(&mut self, report: &Report<'_>, bench: &Bench<'_>, at: usize) {
        let answer = &report.assessment.answers()[at];
        if answer.comment.is_blank() && answer.evidence.is_empty() {
            return;
        }
        self.line(&format!("**{}**", text(&answer.item)));
        self.line("");
        if !answer.comment.is_blank() {
            self.0.push_str(&inert_block(answer.comment.raw(), "> "));
            self.line("");
        }
        for piece in &answer.evidence {
            let state = bench
                .lapse(report.assessment.item(at), piece)
                .map_or_else(|| "counts".to_owned(), lapse_words);
            self.line(&format!("- {} ({state})", piece_words(piece)));
        }
        if !answer.evidence.is_empty() {
            self.line("");
        }
    }
}

fn text(text: &Text) -> String {
    inert(text.raw())
}

fn status_words(answer: &Answer) -> String {
    let agreed = answer
        .agreed_by
        .as_ref()
        .map(|agreed| format!("; agreed to by {}", text(&agreed.by)));
    match &answer.status {
        Status::Partial(share) => format!("partial, {} %", share.percent()),
        Status::NotApplicable(reason) => {
            format!("n/a: {}{}", text(reason), agreed.unwrap_or_default())
        }
        status => status.word().to_owned(),
    }
}

fn evidence_words(report: &Report<'_>, bench: &Bench<'_>, at: usize) -> String {
    let item = report.assessment.item(at);
    let (mut counting, mut others) = (0, 0);
    for piece in &report.assessment.answers()[at].evidence {
        match bench.lapse(item, piece) {
            None => counting += 1,
            Some(_) => others += 1,
        }
    }
    match (counting, others) {
        (0, 0) => "—".to_owned(),
        (counting, 0) => format!("{counting} counting"),
        (0, others) => format!("{others} not counting"),
        (counting, others) => format!("{counting} counting, {others} not"),
    }
}

fn by_words(answer: &Answer) -> String {
    let mut words = text(&answer.by);
    if !answer.recorded_by.is_empty() {
        let _ = write!(words, ", recorded by {}", text(&answer.recorded_by));
    }
    if let Some(at) = answer.at {
        let _ = write!(words, ", {at}");
    }
    words
}

fn piece_words(piece: &Evidence) -> String {
    let content = match &piece.content {
        _ if piece.redacted.is_some() => "redacted".to_owned(),
        Content::Link(link) => text(link),
        Content::Note(note) => text(note),
        Content::File {
            path,
            sha256,
            bytes,
        } => format!("{}, {bytes} bytes, sha256 {}", inert(path), inert(sha256)),
    };
    let mut words = format!("{}: {content}", piece.content.kind().word());
    if !piece.caption.is_empty() {
        let _ = write!(words, "; {}", text(&piece.caption));
    }
    let shows = match piece.shows {
        Shows::Met => "met".to_owned(),
        Shows::Partial(share) => format!("partial, {} %", share.percent()),
        Shows::Against => "against".to_owned(),
        Shows::Context => "context".to_owned(),
    };
    let _ = write!(
        words,
        "; shows {shows}; observed {}; by {}",
        piece.observed,
        text(&piece.by)
    );
    for confirmation in &piece.confirmed {
        let _ = write!(words, "; confirmed by {}", text(&confirmation.by));
    }
    words
}
