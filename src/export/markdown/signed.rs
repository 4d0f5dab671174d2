//! Who signed: as signed, and as of now; and how anybody can verify it.

use crate::domain::sign_off::{Seal, SignOff, Statement};
use crate::domain::supersede::Difference;
use crate::domain::text::Text;
use crate::export::dossier::Dossier;
use crate::export::sentences::standing_of;

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
        for (sign_off, superseded) in dossier.report.signings() {
            let standing = standing_of(sign_off, superseded);
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
        let missing: Vec<String> = dossier.roles_missing().into_iter().map(text).collect();
        if !missing.is_empty() {
            self.line("");
            self.line(&format!("Still wanted: {}.", missing.join(", ")));
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
        for (sign_off, superseded) in dossier.report.signings() {
            self.sign_off(dossier, sign_off, superseded);
        }
        self.line("### How to verify");
        self.line("");
        self.line("This document is a copy for reading; it proves nothing by itself. The assessment, the statements beside it and their signatures do:");
        self.line("");
        self.line("    candor verify FILE --allowed-signers SIGNERS --evidence");
        self.line("");
        self.line(
            "Or without candor, in the folder that `candor export FILE --format bundle` makes:",
        );
        self.line("");
        self.line("    ssh-keygen -Y verify -f SIGNERS -I NAME -n candor -s STATEMENT.txt.sig < STATEMENT.txt");
        self.line("    sha256sum -c STATEMENT.txt");
        self.line("");
    }

    fn sign_off(&mut self, dossier: &Dossier<'_>, sign_off: &SignOff, superseded: &[Difference]) {
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
        self.as_of_now(dossier, sign_off, superseded);
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

    fn as_of_now(&mut self, dossier: &Dossier<'_>, sign_off: &SignOff, superseded: &[Difference]) {
        let standing = standing_of(sign_off, superseded);
        if let Seal::Forged(forgery) = &sign_off.seal {
            let why = forgery.words();
            self.line(&format!("- {standing}: {why}. It counts for nothing."));
            return;
        }
        let verdict = dossier.report.judgement.verdict.word();
        self.line(&format!("- {standing}; the verdict is {verdict}"));
        for difference in superseded {
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
