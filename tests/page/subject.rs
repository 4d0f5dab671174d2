//! What the page is made of in these tests: an assessment and sign-offs in which every text can be anything.

use std::sync::Arc;

use candor::domain::assessment::Assessment;
use candor::domain::evidence::Observations;
use candor::domain::gate::Verdict;
use candor::domain::ledger::Scope;
use candor::domain::sign_off::{Condition, Forgery, PinnedFile, Seal, SignOff, Statement};
use candor::domain::text::Text;
use candor::domain::time::Moment;
use candor::export::dossier::Dossier;
use candor::export::html::write_html;
use candor::export::report::Report;
use candor::format::shape::AssessmentShape;
use candor::session::bench;

use crate::scoring::random::moment;

/// An assessment in which something stands in every field; `¤` is in each of its texts.
const EVERYTHING: &str = include_str!("everything.ron");

/// A review as people have it.
const REVIEW: &str = include_str!("../fixtures/json/api.ron");

pub(super) fn as_of() -> Moment {
    moment("2026-11-21T09:00:00Z")
}

/// What is reported, with what it is judged by.
pub(super) struct Subject {
    pub(super) assessment: Assessment,
    pub(super) observations: Observations,
}

impl Subject {
    /// Something in every field, with `said` in each of its texts.
    pub(super) fn with_everywhere(said: &str) -> Self {
        let escaped: String = said.chars().map(escaped).collect();
        let options = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let shape: AssessmentShape = options
            .from_str(&EVERYTHING.replace('¤', &escaped))
            .unwrap();
        let (assessment, left_over) = shape.into_assessment();
        assert!(left_over.is_empty(), "{left_over:?}");
        let mut observations = Observations::new();
        observations.set_sign_offs(sign_offs(&assessment, said).into());
        Self {
            assessment,
            observations,
        }
    }

    /// A small review, without sign-offs.
    pub(super) fn review() -> Self {
        let (assessment, faults) = candor::format::read::read_assessment(REVIEW.as_bytes());
        assert!(faults.is_empty(), "{faults:?}");
        Self {
            assessment: assessment.unwrap(),
            observations: Observations::new(),
        }
    }

    pub(super) fn export(&self, write: impl Fn(&Dossier<'_>) -> String) -> String {
        let bench = bench(&self.assessment, as_of(), &self.observations);
        let report = Report::of(&self.assessment, &bench, Scope::Needed);
        write(&Dossier::of(&report, &bench))
    }

    pub(super) fn html(&self) -> String {
        self.export(write_html)
    }
}

fn escaped(c: char) -> String {
    format!("\\u{{{:x}}}", u32::from(c))
}

fn sign_offs(now: &Assessment, said: &str) -> Vec<SignOff> {
    let text = |word: &str| Text::from(format!("{said} {word}"));
    let mut signed = now.clone();
    let mut head = (*signed.head).clone();
    head.subject.version = "another".into();
    head.dissents.clear();
    signed.head = Arc::new(head);
    let statement = |role: &str, decision: Verdict| Statement {
        assessment: "a".repeat(64),
        copy: format!("{said}.signoffs/{}.ron", "a".repeat(64)),
        checklist_digest: "b".repeat(64),
        checklist: text("checklist"),
        checklist_version: text("edition"),
        subject: text("subject"),
        version: text("version"),
        target: Some(text("live")),
        verdict: Verdict::ConditionalGo,
        reasons: vec![text("reason")],
        scores: vec![text("score")],
        waivers: vec![text("waiver")],
        decision,
        conditions: vec![
            Condition {
                id: text("c1"),
                text: text("condition"),
                owner: text("owner"),
                due: as_of().time().date_naive() - chrono::Days::new(3),
            },
            Condition {
                id: text("c2"),
                text: text("condition"),
                owner: text("owner"),
                due: as_of().time().date_naive() + chrono::Days::new(3),
            },
        ],
        despite: text("despite"),
        words: text("words"),
        role: text(role),
        name: text("signer"),
        principal: text("principal"),
        at: as_of(),
        with_key: true,
        found: Vec::new(),
        evidence: vec![PinnedFile {
            sha256: "c".repeat(64),
            path: format!("{said} path"),
        }],
    };
    let key = || format!("{said} SHA256:key");
    let seals = [
        ("sre", Verdict::Go, Seal::Valid { key: key() }),
        (
            "product",
            Verdict::ConditionalGo,
            Seal::UnknownSigner { key: key() },
        ),
        ("owner", Verdict::NoGo, Seal::NoKey),
        ("legal", Verdict::Go, Seal::Unchecked),
        ("forger", Verdict::Go, Seal::Forged(Forgery::Mismatch)),
    ];
    let mut all: Vec<SignOff> = seals
        .into_iter()
        .enumerate()
        .map(|(at, (role, decision, seal))| SignOff {
            file: format!("{said} {at}.txt"),
            digest: "d".repeat(64),
            statement: Some(statement(role, decision)),
            seal,
            kept: Some(Arc::new(if at == 0 { now.clone() } else { signed.clone() })),
            lost: if at == 1 {
                vec!["e".repeat(64)]
            } else {
                Vec::new()
            },
        })
        .collect();
    all.push(SignOff {
        file: format!("{said} nothing.txt"),
        digest: "f".repeat(64),
        statement: None,
        seal: Seal::Forged(Forgery::Statement),
        kept: None,
        lost: Vec::new(),
    });
    all
}
