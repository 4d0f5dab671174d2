//! Who signed: as signed, and as of now; and how anybody can verify it.

use crate::domain::sign_off::{Seal, Statement};
use crate::domain::signing::{Signing, at_a_glance};
use crate::domain::text::{Shown, Text};
use crate::export::dossier::Dossier;
use crate::export::sentences::standing_of;
use crate::export::verifying::commands;

use super::Document;
use super::inert::{inert, inert_block, text};

impl Document {
    /// Who signed, in a line each.
    pub(super) fn signers(&mut self, dossier: &Dossier<'_>) {
        self.line("## Signed");
        self.line("");
        if dossier.report.sign_offs.is_empty() {
            self.line("Nobody has signed this yet.");
        }
        for signing in at_a_glance(&dossier.signings()) {
            let (sign_off, standing) = (signing.sign_off, standing_of(&signing));
            let line = match &sign_off.statement {
                Some(it) => format!(
                    "- **{}** {}, {}, on {}: {standing}; {}",
                    it.decision.word(),
                    text(&it.name),
                    text(&it.role),
                    it.at,
                    sign_off.seal.words(),
                ),
                None => format!("- **forged** {}", sign_off.seal.words()),
            };
            self.line(&line);
        }
        let missing: Vec<String> = dossier
            .goes_missing()
            .into_iter()
            .map(|(role, why)| format!("{} ({why})", text(role)))
            .collect();
        if !missing.is_empty() {
            self.line("");
            self.line(&format!("Still wanted: {}.", missing.join("; ")));
        }
        self.line("");
    }

    /// Every sign-off, and the commands by which it is verified.
    pub(super) fn sign_offs(&mut self, dossier: &Dossier<'_>) {
        if dossier.report.sign_offs.is_empty() {
            return;
        }
        self.line("## Sign-offs");
        self.line("");
        for signing in &dossier.signings() {
            self.sign_off(dossier, signing);
        }
        self.line("### How to verify");
        self.line("");
        self.line("This document is a copy for reading; it proves nothing by itself. The assessment, the statements beside it and their signatures do:");
        self.line("");
        self.line("    candor verify FILE --allowed-signers allowed_signers --evidence");
        self.line("");
        self.line("Or without candor, in the directory of the assessment or in the folder that `candor export FILE --format bundle` makes:");
        self.line("");
        for commands in dossier.report.sign_offs.iter().filter_map(commands) {
            let all = [Some(commands.files), commands.signature, commands.signer];
            for command in all.into_iter().flatten() {
                // An indented block is code: nothing in it is markup.
                self.line(&format!("    {}", Shown::line(&command)));
            }
        }
        self.line("");
        self.line("The file allowed\\_signers is your own: whom you trust is not for this document to say.");
        self.line("");
    }

    fn sign_off(&mut self, dossier: &Dossier<'_>, signing: &Signing<'_>) {
        let sign_off = signing.sign_off;
        match &sign_off.statement {
            Some(it) => {
                let (name, role, decision) = (text(&it.name), text(&it.role), it.decision.word());
                self.line(&format!("### {name}, {role}: {decision}"));
            }
            None => self.line("### A sign-off that is none"),
        }
        self.line("");
        self.line("As signed:");
        self.line("");
        if let Some(statement) = &sign_off.statement {
            self.as_signed(dossier, statement);
        }
        let key = match &sign_off.seal {
            Seal::Valid { key } | Seal::UnknownSigner { key } => format!(" ({})", inert(key)),
            Seal::Unchecked | Seal::NoKey | Seal::Forged(_) => String::new(),
        };
        self.line(&format!("- {}{key}", sign_off.seal.words()));
        self.line(&format!("- statement: {}", inert(&sign_off.file)));
        self.line("");
        self.line("As of now:");
        self.line("");
        self.as_of_now(dossier, signing);
        self.line("");
    }

    fn as_signed(&mut self, dossier: &Dossier<'_>, statement: &Statement) {
        let (decision, verdict, at) = (
            statement.decision.word(),
            statement.verdict.word(),
            statement.at,
        );
        self.line(&format!(
            "- {decision} on the verdict {verdict}, at {at} by the signer's word"
        ));
        if !statement.despite.is_blank() {
            self.line(&format!(
                "- in spite of the verdict, because: {}",
                text(&statement.despite)
            ));
        }
        for condition in &statement.conditions {
            let state = match dossier.fulfilled(condition) {
                Some(done) => format!("done, says {}", text(&done.by)),
                None if condition.due < dossier.today() => "overdue".to_owned(),
                None => "to do".to_owned(),
            };
            let (what, owner) = (text(&condition.text), text(&condition.owner));
            self.line(&format!(
                "- condition: {what} ({owner}, until {}; {state})",
                condition.due
            ));
        }
        for (name, lines) in [
            ("reason then", &statement.reasons),
            ("figure then", &statement.scores),
            ("waiver then", &statement.waivers),
        ] {
            for line in lines {
                let line: &Text = line;
                self.line(&format!("- {name}: {}", text(line)));
            }
        }
        if !statement.words.is_blank() {
            self.line("");
            self.block(&inert_block(statement.words.raw(), "> "));
            self.line("");
        }
    }

    fn as_of_now(&mut self, dossier: &Dossier<'_>, signing: &Signing<'_>) {
        let (sign_off, standing) = (signing.sign_off, standing_of(signing));
        if let Seal::Forged(forgery) = &sign_off.seal {
            let why = forgery.words();
            self.line(&format!("- {standing}: {why}. It counts for nothing."));
            return;
        }
        let verdict = dossier.report.judgement.verdict.word();
        self.line(&format!("- {standing}; the verdict is {verdict}"));
        if !signing.is_latest {
            self.line("- the same role has signed again since");
        }
        for difference in signing.superseded_by {
            self.line(&format!("- changed: {}", inert(&difference.words())));
        }
        if !sign_off.lost.is_empty() {
            let lost = sign_off.lost.len();
            self.line(&format!(
                "- {lost} earlier sign-offs that it found are gone or were altered"
            ));
        }
    }
}
