//! Markdown: the whole review to read, to paste and to keep. Inert: nothing that a file holds becomes markup.

mod beside;
mod conflict;
pub mod inert;
mod items;
mod plan;
mod signed;

use crate::domain::assessment::DeclaredOf;
use crate::domain::checklist::Tier;
use crate::domain::percent::{Percent, or_dash};

use super::dossier::Dossier;
use super::report::{Report, distance_words, of_word};
use inert::{inert, text};

/// The review as Markdown: what the page says, in the page's order. The same assessment, observations and moment always
/// give the same bytes.
pub fn write_markdown(dossier: &Dossier<'_>) -> String {
    let report = dossier.report;
    let mut document = Document(String::new());
    document.heading(report);
    document.verdict(report);
    document.figures(report);
    document.next(dossier);
    document.signers(dossier);
    document.categories(report);
    document.stages(report);
    document.declared(report);
    document.risks(dossier);
    document.plan(dossier);
    document.costs(report);
    document.lapsing(report);
    document.waivers(report);
    document.dissents(report);
    document.minutes(report);
    document.meetings(report);
    document.snapshots(report);
    document.items(dossier);
    document.retired(dossier);
    document.sign_offs(dossier);
    document.footer(dossier);
    document.0
}

struct Document(String);

impl Document {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    /// Lines that end in a line feed already.
    fn block(&mut self, lines: &str) {
        self.0.push_str(lines);
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
            let phrase = inert(&reason.phrase());
            let named = ids(&reason.items).join(", ");
            let line = format!("- **{}** ({phrase}): {named}", reason.kind.key());
            self.line(line.trim_end_matches([' ', ':']));
        }
        if report.judgement.reasons.is_empty() {
            self.line("Nothing stands against it.");
        }
        self.line("");
    }

    fn figures(&mut self, report: &Report<'_>) {
        let figures = &report.figures;
        self.line("## Figures");
        self.line("");
        let mut rows = vec![
            ("claimed", figures.claimed()),
            ("evidenced", figures.evidenced()),
            ("over-claim", figures.over_claim()),
            ("answered", figures.answered()),
        ];
        if figures.counts.waived > 0 {
            rows.insert(2, ("excluding waived", figures.excluding_waived()));
        }
        let rows: Vec<Vec<String>> = rows
            .into_iter()
            .map(|(name, figure)| vec![name.to_owned(), or_dash(figure.as_ref())])
            .collect();
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
            "{} met, {} partial, {} not met, {} unknown, {} unanswered, {} not applicable, {} out of play, {} waived.",
            counts.met,
            counts.partial,
            counts.unmet,
            counts.unknown,
            counts.unanswered,
            counts.not_applicable,
            counts.out_of_play,
            counts.waived
        ));
        if let Some(risk) = report.risk {
            self.line("");
            self.line(&format!("Risk level: {}.", risk.word()));
        }
        self.line("");
    }

    /// Ready for which stage.
    fn stages(&mut self, report: &Report<'_>) {
        if report.stages.is_empty() {
            return;
        }
        self.line("## Ready for");
        self.line("");
        let stages = report.assessment.checklist().stages.iter();
        let rows: Vec<Vec<String>> = stages
            .zip(&report.stages)
            .map(|(stage, figures)| {
                let ready = match figures.ready {
                    Some(true) => "ready",
                    Some(false) => "not ready",
                    None => "needs nothing",
                };
                let is_of =
                    |of: &DeclaredOf| matches!(of, DeclaredOf::Stage(id) if *id == stage.id);
                let declared = report.declared.iter().filter(|it| is_of(&it.declared.of));
                let declared = declared.filter_map(|it| it.percent.as_ref()).next_back();
                vec![
                    text(&stage.title),
                    ready.to_owned(),
                    or_dash(figures.claimed().as_ref()),
                    or_dash(figures.evidenced().as_ref()),
                    or_dash(declared),
                    figures.open_blockers.to_string(),
                ]
            })
            .collect();
        let head = [
            "stage",
            "state",
            "claimed",
            "evidenced",
            "declared",
            "open blockers",
        ];
        self.rows(&head, &rows);
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

    fn footer(&mut self, dossier: &Dossier<'_>) {
        let (version, as_of) = (env!("CARGO_PKG_VERSION"), dossier.report.as_of);
        self.line("---");
        self.line("");
        self.line(&format!(
            "Written by candor {version}, judged as of {as_of}."
        ));
        self.line("");
        self.line(&format!(
            "- Assessment, SHA-256: {}",
            dossier.assessment_digest()
        ));
        self.line(&format!(
            "- Checklist, SHA-256: {}",
            dossier.checklist_digest()
        ));
    }
}
