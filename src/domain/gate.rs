//! The verdict, with its reasons and the steps to the next one.

use serde::{Deserialize, Serialize};

use super::assessment::Assessment;
use super::checklist::{BlockersRule, ConfirmRule, Scoring, Tier};
use super::ledger::{Class, Ledger, Tally, Weighed};
use super::plan::PlanOrder;
use super::shares::{Also, Shares};
use super::text::Text;

/// Whether it may ship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Verdict {
    /// It may not.
    NoGo,
    /// It may, on what the reasons say.
    ConditionalGo,
    /// It may.
    Go,
}

impl Verdict {
    /// The one spelling.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoGo => "no-go",
            Self::ConditionalGo => "conditional-go",
            Self::Go => "go",
        }
    }
}

/// A kind of reason, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// A needed Blocker is not met.
    OpenBlocker,
    /// A needed Blocker is met without evidence that backs it (under `blockers: Claimed` a reason for a
    /// conditional go only).
    UnevidencedBlocker,
    /// Versions of the answer to a needed Blocker are in conflict; of another item, a reason for a conditional go only.
    Conflict,
    /// Too few Should items are met, at the target or at a stage below.
    ShouldBelowFloor,
    /// Nothing that matters is needed, or none of it is answered.
    NothingAssessed,
    /// The latest sign-off of a role says no-go.
    SignedNoGo,
    /// A condition of a signed conditional go is past its date and not marked done.
    ConditionOverdue,
    /// A waiver excuses a Blocker that would be open without it, or Should items that would be missed.
    Waiver,
    /// Nobody else has agreed that an item does not apply.
    NotApplicable,
    /// A Blocker is backed only by links or notes that nobody else has confirmed.
    UnconfirmedEvidence,
    /// Not enough Should items are met for an unconditional go.
    ShouldBelowThreshold,
    /// Blocker or Should items have no answer.
    Unanswered,
    /// Somebody looked at Blocker or Should items and can't tell.
    Unknown,
    /// Somebody's dissent from the verdict or from a Blocker is open.
    Dissent,
}

impl ReasonKind {
    /// The word in JSON, on the command line and on screen.
    pub fn key(self) -> &'static str {
        match self {
            Self::OpenBlocker => "open-blocker",
            Self::UnevidencedBlocker => "unevidenced-blocker",
            Self::Conflict => "conflict",
            Self::ShouldBelowFloor => "should-below-floor",
            Self::NothingAssessed => "nothing-assessed",
            Self::SignedNoGo => "signed-no-go",
            Self::ConditionOverdue => "condition-overdue",
            Self::Waiver => "waiver",
            Self::NotApplicable => "not-applicable",
            Self::UnconfirmedEvidence => "unconfirmed-evidence",
            Self::ShouldBelowThreshold => "should-below-threshold",
            Self::Unanswered => "unanswered",
            Self::Unknown => "unknown",
            Self::Dissent => "dissent",
        }
    }

    /// Whether it can be a reason of a conditional go; the others only ever mean no-go.
    pub fn may_be_conditional(self) -> bool {
        match self {
            Self::OpenBlocker
            | Self::ShouldBelowFloor
            | Self::NothingAssessed
            | Self::SignedNoGo
            | Self::ConditionOverdue => false,
            // Under `blockers: Claimed` it is a condition.
            Self::UnevidencedBlocker
            | Self::Conflict
            | Self::Waiver
            | Self::NotApplicable
            | Self::UnconfirmedEvidence
            | Self::ShouldBelowThreshold
            | Self::Unanswered
            | Self::Unknown
            | Self::Dissent => true,
        }
    }

    /// Every kind, worst first.
    pub const ALL: [Self; 14] = [
        Self::OpenBlocker,
        Self::UnevidencedBlocker,
        Self::Conflict,
        Self::ShouldBelowFloor,
        Self::NothingAssessed,
        Self::SignedNoGo,
        Self::ConditionOverdue,
        Self::Waiver,
        Self::NotApplicable,
        Self::UnconfirmedEvidence,
        Self::ShouldBelowThreshold,
        Self::Unanswered,
        Self::Unknown,
        Self::Dissent,
    ];
}

/// One reason of a verdict, with the items it names by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What kind.
    pub kind: ReasonKind,
    /// The items' positions.
    pub items: Vec<usize>,
    /// It alone allows a go on conditions; else it means no-go.
    pub conditional: bool,
    /// It is about the verdict itself, beside its items: somebody dissents from it.
    pub of_verdict: bool,
    /// What it names besides items: the roles that signed no-go, or the ids of the conditions that are overdue.
    pub named: Vec<Text>,
    /// What these conditions ask for, in the same order; nothing of other kinds.
    pub asked: Vec<Text>,
}

impl Reason {
    fn new(kind: ReasonKind, items: Vec<usize>) -> Self {
        Self {
            kind,
            items,
            conditional: false,
            of_verdict: false,
            named: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// A reason that names something else than items.
    fn naming(kind: ReasonKind, named: Vec<Text>, asked: Vec<Text>) -> Self {
        Self {
            named,
            asked,
            ..Self::new(kind, Vec::new())
        }
    }

    /// The reason in words for people: `2 open blockers`. What it names of the file is as it may be shown.
    pub fn phrase(&self) -> String {
        let items = self.items.len();
        let s = if items == 1 { "" } else { "s" };
        match self.kind {
            ReasonKind::OpenBlocker => format!("{items} open blocker{s}"),
            ReasonKind::UnevidencedBlocker => format!("{items} blocker{s} without evidence"),
            ReasonKind::Conflict => format!("{items} in conflict after a merge"),
            ReasonKind::ShouldBelowFloor => "too few should items met".to_owned(),
            ReasonKind::NothingAssessed => "nothing assessed".to_owned(),
            ReasonKind::SignedNoGo => {
                format!("no-go signed by {}", shown(&self.named).join(", "))
            }
            ReasonKind::ConditionOverdue => {
                let s = if self.named.len() == 1 { "" } else { "s" };
                let asked = shown(&self.asked);
                format!("{} condition{s} overdue: {}", asked.len(), asked.join("; "))
            }
            ReasonKind::Waiver => format!("{items} waived"),
            ReasonKind::NotApplicable => format!("{items} n/a nobody else agreed to"),
            ReasonKind::UnconfirmedEvidence => {
                format!("{items} blocker{s} with unconfirmed evidence")
            }
            ReasonKind::ShouldBelowThreshold => "not enough should items met".to_owned(),
            ReasonKind::Unanswered => format!("{items} unanswered"),
            ReasonKind::Unknown => format!("{items} unknown"),
            ReasonKind::Dissent => match (items, self.of_verdict) {
                (0, _) => "dissent from the verdict".to_owned(),
                (_, false) => format!("dissent on {items} blocker{s}"),
                (_, true) => format!("dissent from the verdict and on {items} blocker{s}"),
            },
        }
    }
}

/// Texts as they may be shown, each on one line.
fn shown(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.shown().to_string()).collect()
}

/// A verdict with everything that holds for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it may ship.
    pub verdict: Verdict,
    /// Why, worst first. Empty for an unconditional go only.
    pub reasons: Vec<Reason>,
}

impl Judgement {
    /// The same with every reason's items in plan order.
    #[must_use]
    pub fn in_plan_order(mut self, order: &PlanOrder) -> Self {
        for reason in &mut self.reasons {
            order.sort(&mut reason.items);
        }
        self
    }
}

/// Whether Blockers of a class that nobody waived are open: not met, or, where evidence is wanted, without it.
pub(super) fn blocks(class: Class, evidence_is_wanted: bool) -> bool {
    match class {
        Class::EVIDENCED => false,
        Class::UNEVIDENCED => evidence_is_wanted,
        _ => true,
    }
}

/// Up to which rung Should items are named, for each sort of reason.
struct Named {
    unmet: Option<usize>,
    unagreed: Option<usize>,
    excused: Option<usize>,
}

/// What the gate has to name, by position.
#[derive(Default)]
struct Found {
    /// Blockers that are not met.
    open: Vec<usize>,
    /// Blockers that are met without evidence of it.
    unevidenced: Vec<usize>,
    /// Blockers whose evidence nobody else confirmed.
    unconfirmed: Vec<usize>,
    /// Blockers from whose answer somebody dissents.
    dissented: Vec<usize>,
    /// Should items that are not met.
    unmet: Vec<usize>,
    waived: ByTier,
    unagreed: ByTier,
    unanswered: ByTier,
    unknown: ByTier,
    /// Some item that matters has an answer.
    any_answered: bool,
}

/// Blocker and Should items, each in checklist order.
#[derive(Default)]
struct ByTier {
    blockers: Vec<usize>,
    should: Vec<usize>,
}

impl ByTier {
    fn push(&mut self, is_blocker: bool, at: usize) {
        if is_blocker {
            &mut self.blockers
        } else {
            &mut self.should
        }
        .push(at);
    }

    fn in_order(mut self) -> Vec<usize> {
        self.blockers.append(&mut self.should);
        self.blockers
    }
}

impl Ledger {
    /// The verdict with all reasons that hold, their items by tier and checklist order.
    pub fn judge(&self, scoring: &Scoring) -> Judgement {
        self.judge_by(&self.tally(), scoring)
    }

    /// The same from sums that have been made already.
    pub fn judge_by(&self, tally: &Tally, scoring: &Scoring) -> Judgement {
        let shares = Shares::of(self, tally);
        let claimed_is_enough = scoring.blockers == BlockersRule::Claimed;
        let floor = shares.highest_below(scoring.should_floor, Also::Nothing);
        let threshold = shares
            .highest_below(scoring.should_threshold, Also::Nothing)
            .filter(|_| floor.is_none());
        let named = Named {
            unmet: floor.or(threshold),
            unagreed: shares.highest_below(scoring.should_threshold, Also::Unagreed),
            excused: shares.highest_below(scoring.should_threshold, Also::Excused),
        };
        let mut found = self.find(tally, &shares, &named, !claimed_is_enough);

        let mut reasons = Vec::new();
        let mut add = |kind, items: Vec<usize>| {
            if !items.is_empty() {
                reasons.push(Reason::new(kind, items));
            }
        };
        let unanswered = std::mem::take(&mut found.unanswered).in_order();
        let unmet = std::mem::take(&mut found.unmet);
        let unevidenced = std::mem::take(&mut found.unevidenced);
        add(ReasonKind::OpenBlocker, found.open);
        let (blocking, excused) = if claimed_is_enough {
            (Vec::new(), unevidenced)
        } else {
            (unevidenced, Vec::new())
        };
        add(ReasonKind::UnevidencedBlocker, blocking);
        let (conflicted, others_conflicted) = self.needed_in_conflict();
        add(ReasonKind::Conflict, conflicted);
        let (below_floor, below_threshold) = match floor {
            Some(_) => (unmet, Vec::new()),
            None => (Vec::new(), unmet),
        };
        add(ReasonKind::ShouldBelowFloor, below_floor);
        if !found.any_answered {
            // None that matters is answered: all of them are unanswered, or there are none.
            reasons.push(Reason::new(ReasonKind::NothingAssessed, unanswered.clone()));
        }
        if !self.no_go_roles.is_empty() {
            let roles = self.no_go_roles.clone();
            reasons.push(Reason::naming(ReasonKind::SignedNoGo, roles, Vec::new()));
        }
        if !self.overdue_conditions.is_empty() {
            let (ids, asked) = self
                .overdue_conditions
                .iter()
                .map(|it| (it.id.clone(), it.text.clone()))
                .unzip();
            reasons.push(Reason::naming(ReasonKind::ConditionOverdue, ids, asked));
        }
        let no_go = reasons.len();

        let mut add = |kind, items: Vec<usize>| {
            if !items.is_empty() {
                reasons.push(Reason::new(kind, items));
            }
        };
        add(ReasonKind::Waiver, found.waived.in_order());
        add(ReasonKind::NotApplicable, found.unagreed.in_order());
        if scoring.confirm == ConfirmRule::Blockers {
            add(ReasonKind::UnconfirmedEvidence, found.unconfirmed);
        }
        add(ReasonKind::ShouldBelowThreshold, below_threshold);
        add(ReasonKind::Unanswered, unanswered);
        add(ReasonKind::Unknown, found.unknown.in_order());
        if self.verdict_dissent || !found.dissented.is_empty() {
            reasons.push(Reason {
                of_verdict: self.verdict_dissent,
                ..Reason::new(ReasonKind::Dissent, found.dissented)
            });
        }
        if !others_conflicted.is_empty() {
            reasons.push(Reason::new(ReasonKind::Conflict, others_conflicted));
        }
        if !excused.is_empty() {
            reasons.push(Reason::new(ReasonKind::UnevidencedBlocker, excused));
        }
        for reason in &mut reasons[no_go..] {
            reason.conditional = true;
        }
        let verdict = match (no_go > 0, reasons.is_empty()) {
            (true, _) => Verdict::NoGo,
            (false, false) => Verdict::ConditionalGo,
            (false, true) => Verdict::Go,
        };
        Judgement { verdict, reasons }
    }

    /// Everything that the gate has to name, in one pass.
    fn find(
        &self,
        tally: &Tally,
        shares: &Shares,
        named: &Named,
        evidence_is_wanted: bool,
    ) -> Found {
        let mut found = Found::default();
        // Lists that get long are as long as they will get from the start.
        let (mut blockers, mut should) = (0, 0);
        for (cell, sums) in self.cells.iter().zip(&tally.sums) {
            let unanswered = sums.all(Class::UNANSWERED) as usize;
            match cell.tier {
                Tier::Blocker if cell.rung <= self.reach => blockers += unanswered,
                Tier::Should if cell.rung <= self.reach => should += unanswered,
                _ => {}
            }
        }
        found.open.reserve(blockers);
        found.unmet.reserve(should);
        // The Should items come after the Blockers in the end.
        found.unanswered.blockers.reserve(blockers + should);
        found.unanswered.should.reserve(should);
        let is_named =
            |item: Weighed, top: Option<usize>| top.is_some_and(|top| shares.rung_of(item) <= top);
        for (at, item) in self.items.iter().enumerate() {
            if item.tier == Tier::Nice || item.rung > self.reach {
                continue;
            }
            let is_blocker = item.tier == Tier::Blocker;
            if !item.is_applicable() {
                let unagreed = item.is(Weighed::IN_PLAY) && item.is(Weighed::UNAGREED);
                if unagreed && (is_blocker || is_named(*item, named.unagreed)) {
                    found.unagreed.push(is_blocker, at);
                }
                continue;
            }
            if is_blocker {
                found.blocker(at, *item, evidence_is_wanted);
            } else if !item.is(Weighed::MET) {
                if item.is(Weighed::WAIVED) {
                    if is_named(*item, named.excused) {
                        found.waived.should.push(at);
                    }
                } else if is_named(*item, named.unmet) {
                    found.unmet.push(at);
                }
            }
            if !item.is(Weighed::ANSWERED) {
                found.unanswered.push(is_blocker, at);
                continue;
            }
            found.any_answered = true;
            if item.is(Weighed::UNKNOWN) {
                found.unknown.push(is_blocker, at);
            }
        }
        found
    }
}

impl Found {
    fn blocker(&mut self, at: usize, item: Weighed, evidence_is_wanted: bool) {
        let (met, waived) = (item.is(Weighed::MET), item.is(Weighed::WAIVED));
        if item.is(Weighed::DISSENT) {
            self.dissented.push(at);
        }
        if !met || (evidence_is_wanted && !item.is_evidenced()) {
            match (waived, met) {
                (true, _) => self.waived.blockers.push(at),
                (false, false) => self.open.push(at),
                (false, true) => self.unevidenced.push(at),
            }
        } else if !item.is_evidenced() {
            self.unevidenced.push(at);
        } else if item.is(Weighed::UNCONFIRMED) {
            self.unconfirmed.push(at);
        }
    }
}

/// The highest severity among the needed items that are open, in conflict, not met or met without evidence: the risk
/// of shipping now. Absent where none is open. A claim alone takes no risk away, and neither does a waiver.
pub fn risk_level(assessment: &Assessment, ledger: &Ledger) -> Option<super::checklist::Severity> {
    let open = |at: &usize| ledger.is_open(*at);
    (0..ledger.items.len())
        .filter(open)
        .map(|at| assessment.item(at).severity())
        .max()
}
