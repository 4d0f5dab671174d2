//! One assessment in few words: what a list, the home screen or a portfolio tells of it.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::assessment::Assessment;
use super::checklist::{BlockersRule, Tier};
use super::evidence::Bench;
use super::gate::{ReasonKind, Verdict};
use super::lapsing::{Lapsing, lapsing};
use super::ledger::{Ledger, Scope};
use super::percent::Percent;
use super::signing::{Signing, Wanted, at_a_glance, signings, wanted};
use super::supersede::differences_of_all;
use super::text::Text;
use super::time::Moment;

/// One assessment in few words; small, and independent of the assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The subject's name.
    pub subject: Text,
    /// The subject's version; empty if none.
    pub version: Text,
    /// The system of which it is a part; empty if none.
    pub system: Text,
    /// The checklist's id.
    pub checklist: Text,
    /// The checklist's version; empty if none.
    pub checklist_version: Text,
    /// The checklist's title.
    pub checklist_title: Text,
    /// Whether it may ship.
    pub verdict: Verdict,
    /// What people said, over what is needed.
    pub claimed: Option<Percent>,
    /// What evidence backs of it.
    pub evidenced: Option<Percent>,
    /// Needed Blockers without a valid waiver that are not met or, where evidence is wanted, met without it.
    pub open_blockers: u32,
    /// Items of which a merge kept more than one version.
    pub conflicts: u32,
    /// What lapses soon, the nearest first.
    pub lapsing: Vec<Lapses>,
    /// The needed items.
    pub needed: Vec<Needed>,
    /// What became of the sign-offs: the latest of each role and those that are forged.
    pub sign_offs: Vec<SignedOff>,
    /// The roles whose go is wanted.
    pub wanted_roles: usize,
    /// How many of these have a go, conditional or not, that is current.
    pub signed_roles: usize,
}

/// A sign-off and what became of it, by names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOff {
    /// The statement's file name.
    pub file: String,
    /// What it says; none where it is forged.
    pub says: Option<Said>,
    /// What supersedes it: items by their ids, each once.
    pub superseded_by: Vec<String>,
}

/// What a sign-off says, in few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The role in which it was signed.
    pub role: Text,
    /// The signer's name.
    pub name: Text,
    /// What was decided.
    pub decision: Verdict,
    /// When, by the signer's word.
    pub at: Moment,
}

impl SignedOff {
    fn of(signing: &Signing<'_>) -> Self {
        Self {
            file: signing.sign_off.file.clone(),
            says: signing.statement().map(|statement| Said {
                role: statement.role.clone(),
                name: statement.name.clone(),
                decision: statement.decision,
                at: statement.at,
            }),
            superseded_by: signing.changed(),
        }
    }

    /// Whether it is a go, conditional or not, that no longer holds.
    pub fn is_superseded_go(&self) -> bool {
        let is_go = |said: &Said| said.decision != Verdict::NoGo;
        !self.superseded_by.is_empty() && self.says.as_ref().is_some_and(is_go)
    }
}

/// Something that lapses, by names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lapses {
    /// The last day on which it counts.
    pub last: NaiveDate,
    /// Days from today to that.
    pub days: i64,
    /// The item's id; what has to be done, of a condition.
    pub item: Text,
    /// The evidence's id; none for a waiver and a condition.
    pub evidence: Option<Text>,
    /// It is a condition of a sign-off.
    pub condition: bool,
}

/// A needed item, as far as a portfolio asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// Its id.
    pub item: Text,
    /// Its title.
    pub title: Text,
    /// Its tier.
    pub tier: Tier,
    /// It is not met or, where the checklist wants its Blockers evidenced, a Blocker met without evidence.
    pub fails: bool,
    /// A valid waiver excuses it.
    pub waived: bool,
}

impl Lapses {
    /// `waiver of backups in 3 days`. May hold text of the file.
    pub fn phrase(&self) -> String {
        let what = match (self.condition, &self.evidence) {
            (true, _) => "condition",
            (false, None) => "waiver",
            (false, Some(_)) => "evidence",
        };
        let when = match self.days {
            0 => "after today".to_owned(),
            1 => "in 1 day".to_owned(),
            days => format!("in {days} days"),
        };
        format!("{what} of {} {when}", self.item.raw())
    }
}

impl Summary {
    /// What lapses first, and how much more: `waiver of backups in 3 days, and 2 more`. Empty if nothing lapses soon.
    /// May hold text of the file.
    pub fn lapsing_in_short(&self) -> String {
        let first = self.lapsing.first().map(Lapses::phrase).unwrap_or_default();
        match self.lapsing.len() {
            0 | 1 => first,
            many => format!("{first}, and {} more", many - 1),
        }
    }

    /// The sign-offs in a word or two: `forged sign-off`, `superseded`, `signed no-go`, `signed go`, `signed go 1/2`
    /// where not all wanted roles have signed; empty without sign-offs.
    pub fn signed_in_short(&self) -> String {
        let mut said = self.sign_offs.iter().filter_map(|it| it.says.as_ref());
        if self.sign_offs.iter().any(|it| it.says.is_none()) {
            return "forged sign-off".to_owned();
        }
        if self.sign_offs.iter().any(SignedOff::is_superseded_go) {
            return "superseded".to_owned();
        }
        let Some(worst) = said.by_ref().map(|said| said.decision).min() else {
            return String::new();
        };
        let of = if worst == Verdict::NoGo || self.signed_roles >= self.wanted_roles {
            String::new()
        } else {
            format!(" {}/{}", self.signed_roles, self.wanted_roles)
        };
        format!("signed {}{of}", worst.word())
    }

    /// Whether what [`Self::signed_in_short`] says is a warning.
    pub fn signed_warns(&self) -> bool {
        let warns = |it: &SignedOff| {
            let said = it.says.as_ref();
            it.is_superseded_go() || said.is_none_or(|said| said.decision == Verdict::NoGo)
        };
        self.sign_offs.iter().any(warns)
    }

    /// Sums an assessment up by the facts of a bench; `within` is how many days away a last day still is soon.
    pub fn of(assessment: &Assessment, bench: &Bench<'_>, within: u32) -> Self {
        let ledger = Ledger::of(assessment, bench);
        let (head, checklist) = (&assessment.head, assessment.checklist());
        let tally = ledger.tally();
        let judgement = ledger.judge_by(&tally, &checklist.scoring);
        let figures = ledger.figures_of(&tally, Scope::Needed);
        let wants_evidence = checklist.scoring.blockers == BlockersRule::Evidenced;
        let open = judgement.reasons.iter().filter(|reason| match reason.kind {
            ReasonKind::OpenBlocker => true,
            ReasonKind::UnevidencedBlocker => wants_evidence,
            ReasonKind::Conflict => !reason.conditional,
            _ => false,
        });
        // One in conflict is often not met as well.
        let open: HashSet<usize> = open
            .flat_map(|reason| reason.items.iter().copied())
            .collect();
        let open = open.len();
        let named = lapsing(assessment, &ledger, bench, within);
        let named = named.into_iter().map(|lapsing| Lapses {
            last: lapsing.last,
            days: lapsing.days,
            item: lapsing.of(assessment).clone(),
            condition: matches!(lapsing.what, Lapsing::Condition(_)),
            evidence: match lapsing.what {
                Lapsing::Waiver | Lapsing::Condition(_) => None,
                Lapsing::Evidence(id) => Some(id),
            },
        });
        let needed = (0..assessment.answers().len()).filter(|at| ledger.is_needed(*at));
        let needed = needed.map(|at| {
            let (item, answer) = (assessment.item(at), &assessment.answers()[at]);
            let is_met = answer.status.value() == 100;
            let lacks_evidence =
                item.tier == Tier::Blocker && wants_evidence && ledger.evidenced_value(at) < 100;
            Needed {
                item: item.id.clone(),
                title: item.title.clone(),
                tier: item.tier,
                fails: !is_met || lacks_evidence,
                waived: ledger.is_waived(at),
            }
        });
        let answers = assessment.answers().iter();
        let conflicts = answers.filter(|it| !it.conflict.is_empty()).count();
        let seen = bench.observations.sign_offs();
        let superseded = differences_of_all(seen, assessment);
        let all = signings(seen, &superseded);
        let wanted = wanted(assessment, &all);
        let has_go = |wanted: &&Wanted<'_>| {
            wanted.latest.is_some_and(|latest| {
                let statement = latest.statement();
                latest.is_current() && statement.is_some_and(|it| it.decision != Verdict::NoGo)
            })
        };
        Self {
            sign_offs: at_a_glance(&all).iter().map(SignedOff::of).collect(),
            wanted_roles: wanted.len(),
            signed_roles: wanted.iter().filter(has_go).count(),
            subject: head.subject.name.clone(),
            version: head.subject.version.clone(),
            system: head.subject.system.clone(),
            checklist: checklist.id.clone(),
            checklist_version: checklist.version.clone(),
            checklist_title: checklist.title.clone(),
            verdict: judgement.verdict,
            claimed: figures.claimed(),
            evidenced: figures.evidenced(),
            open_blockers: u32::try_from(open).unwrap_or(u32::MAX),
            conflicts: u32::try_from(conflicts).unwrap_or(u32::MAX),
            lapsing: named.collect(),
            needed: needed.collect(),
        }
    }

    /// The verdict, and how many items are in conflict where some are: `no-go, 2 in conflict`.
    pub fn verdict_words(&self) -> String {
        verdict_words(self.verdict, self.conflicts)
    }

    /// The subject with its version, as people say it.
    pub fn name(&self) -> String {
        let (name, version) = (self.subject.raw(), self.version.raw());
        format!("{name} {version}").trim_end().to_owned()
    }
}

/// A verdict, and how many items are in conflict where some are.
pub fn verdict_words(verdict: Verdict, conflicts: u32) -> String {
    match conflicts {
        0 => verdict.word().to_owned(),
        count => format!("{}, {count} in conflict", verdict.word()),
    }
}
