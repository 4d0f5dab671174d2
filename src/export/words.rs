//! What is reported of an assessment, in words for people that screens share. Texts are safe to show.

use crate::domain::assessment::{Assessment, DeclaredOf};
use crate::domain::dissent::{Dissent, Facilitators};
use crate::domain::gate::{Judgement, Reason};
use crate::domain::lapsing::{Lapsing, LapsingSoon};
use crate::domain::percent::or_dash;
use crate::domain::stage::StageFigures;
use crate::domain::steps::Step;
use crate::domain::text::Shown;
use crate::domain::waiver::Standing;

use super::minutes::{About, dissents};
use super::report::{DeclaredFigure, Waived, distance_words};

/// `error-tracking: Unhandled errors reach a tracker`.
pub fn named(assessment: &Assessment, item: usize) -> String {
    let item = assessment.item(item);
    format!("{}: {}", item.id.shown(), item.title.shown())
}

/// `2 open blockers`, `no-go signed by sre`.
pub fn reason_phrase(reason: &Reason) -> String {
    Shown::line(&reason.phrase()).into_string()
}

/// What a step is about that is about no item: the verdict, the roles that signed no-go, overdue conditions.
pub fn whole_of_step(step: Step, judgement: &Judgement) -> String {
    Shown::line(&step.about_whole(judgement)).into_string()
}

/// `not ready; claimed 68.0, evidenced 44.1, 2 open blockers`.
pub fn stage_words(figures: &StageFigures) -> String {
    let ready = match figures.ready {
        None => return "needs nothing".to_owned(),
        Some(true) => "ready",
        Some(false) => "not ready",
    };
    let blockers = match figures.open_blockers {
        0 => String::new(),
        1 => ", 1 open blocker".to_owned(),
        many => format!(", {many} open blockers"),
    };
    let (claimed, evidenced) = (figures.claimed(), figures.evidenced());
    let (claimed, evidenced) = (or_dash(claimed.as_ref()), or_dash(evidenced.as_ref()));
    format!("{ready}; claimed {claimed}, evidenced {evidenced}{blockers}")
}

/// `As told to the board (overall): 85 % (Noor, 2026-11-02)`.
pub fn declared_words(assessment: &Assessment, figure: &DeclaredFigure<'_>) -> String {
    let declared = figure.declared;
    let label = declared.label.raw().to_lowercase();
    let of = match &declared.of {
        DeclaredOf::Overall if label == "overall" => String::new(),
        DeclaredOf::Verdict if label == "verdict" => String::new(),
        of => of_words(assessment, of),
    };
    let text = format!("{}{of}: {}", declared.label.shown(), declared.value.shown());
    let (by, on) = (declared.by.shown(), declared.on.map(|day| day.to_string()));
    let told = [by.as_str(), on.as_deref().unwrap_or_default()];
    let told: Vec<&str> = told.into_iter().filter(|part| !part.is_empty()).collect();
    if told.is_empty() {
        text
    } else {
        format!("{text} ({})", told.join(", "))
    }
}

/// `68.6 above claimed, 75.0 above evidenced`; absent where there is nothing to compare.
pub fn beside_words(figure: &DeclaredFigure<'_>) -> Option<String> {
    let distances = [
        (&figure.above_claimed, "claimed"),
        (&figure.above_evidenced, "evidenced"),
    ];
    let words: Vec<String> = distances
        .into_iter()
        .filter_map(|(above, what)| Some(distance_words(above.as_ref()?, what)))
        .collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// What a declared figure is of, where its label alone does not say so.
fn of_words(assessment: &Assessment, of: &DeclaredOf) -> String {
    let checklist = assessment.checklist();
    match of {
        DeclaredOf::Overall => " (overall)".to_owned(),
        DeclaredOf::Verdict => " (the verdict)".to_owned(),
        DeclaredOf::Category(id) => {
            let found = checklist.categories.iter().find(|it| it.id == *id);
            found.map_or_else(String::new, |it| format!(" (of {})", it.title.shown()))
        }
        DeclaredOf::Stage(id) => {
            let found = checklist.stages.iter().find(|it| it.id == *id);
            found.map_or_else(String::new, |it| format!(" (for {})", it.title.shown()))
        }
        DeclaredOf::Free => String::new(),
    }
}

/// `3 d left`, `after today`.
pub fn days_left(lapsing: &LapsingSoon) -> String {
    match lapsing.days {
        0 => "after today".to_owned(),
        days => format!("{days} d left"),
    }
}

/// `the waiver until 2026-12-01, of error-tracking: Unhandled errors reach a tracker`.
pub fn lapsing_words(assessment: &Assessment, lapsing: &LapsingSoon) -> String {
    let what = match lapsing.what {
        Lapsing::Waiver => "the waiver",
        Lapsing::Evidence(_) => "evidence",
        Lapsing::Condition(_) => "the condition",
    };
    let last = lapsing.last;
    match lapsing.item {
        Some(item) => format!("{what} until {last}, of {}", named(assessment, item)),
        None => format!("{what} until {last}: {}", lapsing.of(assessment).shown()),
    }
}

/// `valid`, `expired` or `ignored`.
pub fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => "valid",
        Standing::Expired => "expired",
        Standing::Ignored(_) => "ignored",
    }
}

/// `error-tracking until 2026-12-01: five friendly customers (asked for by Bo, approved by Noor)`, and why it is
/// ignored where it is.
pub fn waiver_words(assessment: &Assessment, about: &Waived<'_>) -> String {
    let waiver = about.waiver;
    let why = match about.standing {
        Standing::Ignored(fault) => format!("; {}", fault.words()),
        _ => String::new(),
    };
    format!(
        "{} until {}: {} (asked for by {}, approved by {}){why}",
        assessment.item(about.item).id.shown(),
        waiver.expires,
        waiver.reason.shown(),
        waiver.by.shown(),
        waiver.approved_by.shown(),
    )
}

/// Dissents that stand: those from the verdict first, then by item.
pub fn open_dissents(assessment: &Assessment) -> Vec<About<'_, Dissent>> {
    let facilitators = Facilitators::of(assessment);
    let mut open = dissents(assessment);
    open.retain(|about| facilitators.leave_open(about.it));
    open
}

/// `on the verdict: we are not ready (answered)`.
pub fn dissent_words(assessment: &Assessment, about: &About<'_, Dissent>) -> String {
    let on = about.item.map_or_else(
        || "the verdict".to_owned(),
        |item| assessment.item(item).id.shown().into_string(),
    );
    let answered = if about.it.answered.is_some() {
        " (answered)"
    } else {
        ""
    };
    format!("on {on}: {}{answered}", about.it.text.shown())
}
