//! The points of the agenda as the meeting goes through them: what became of each, and what comes back.

use crate::domain::agenda::{Agenda, Concern};
use crate::domain::assessment::Assessment;
use crate::domain::meeting::Meeting;
use crate::domain::minutes::Remark;
use crate::session::Session;

/// What became of a point in this meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Its question was parked.
    Parked,
    /// Somebody dissents.
    Dissent,
    /// All agreed.
    Agreed,
    /// It was answered.
    Answered,
}

impl Mark {
    /// The word for people.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Parked => "parked",
            Self::Dissent => "dissent",
            Self::Agreed => "agreed",
            Self::Answered => "answered",
        }
    }
}

/// A point of the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    /// The item's position.
    pub(super) item: usize,
    /// Why it is talked about; absent where nothing calls for it any more.
    pub(super) concern: Option<Concern>,
    /// It was parked and has come back.
    pub(super) is_parked: bool,
    /// What became of it.
    pub(super) mark: Option<Mark>,
}

impl Point {
    /// Why it is talked about, in words.
    pub(super) fn words(&self) -> &'static str {
        match self.concern {
            _ if self.is_parked => "parked",
            Some(concern) => concern.words(),
            None => "settled in this meeting",
        }
    }
}

/// The points and the settled rest as they stand; what the meeting has touched already comes first.
pub(super) fn points_of(session: &Session, meeting: &Meeting) -> (Vec<Point>, Vec<usize>) {
    let assessment = session.assessment();
    let agenda = Agenda::of(assessment, session.ledger(), session.plan_order());
    let point = |item, concern| Point {
        item,
        concern,
        is_parked: false,
        mark: mark_of(assessment, meeting, item, false),
    };
    let touched = |item: &usize| point(*item, None).mark.is_some_and(|it| it != Mark::Agreed);
    let (earlier, settled): (Vec<usize>, Vec<usize>) =
        agenda.settled.into_iter().partition(touched);
    let mut points: Vec<Point> = earlier.into_iter().map(|item| point(item, None)).collect();
    let open = agenda.points.into_iter();
    points.extend(open.map(|it| point(it.item, Some(it.concern))));
    // What was gone through comes first, in its order.
    points.sort_by_key(|point| point.mark.is_none());
    let parked = returning(assessment, meeting, &points);
    points.extend(parked.into_iter().map(|item| Point {
        item,
        concern: None,
        is_parked: true,
        mark: None,
    }));
    (points, settled)
}

/// What became of an item in a meeting; of one that comes back, since it was parked.
pub(super) fn mark_of(
    assessment: &Assessment,
    meeting: &Meeting,
    position: usize,
    comes_back: bool,
) -> Option<Mark> {
    let answer = &assessment.answers()[position];
    let is_parked = answer.parked.iter().any(|it| is_open(it, meeting));
    if is_parked {
        return (!comes_back).then_some(Mark::Parked);
    }
    let mut dissents = answer.dissents.iter();
    let dissents = dissents.any(|it| it.at >= meeting.start && it.closed.is_none());
    if dissents {
        return Some(Mark::Dissent);
    }
    if meeting.agreed.contains(&answer.item) {
        return Some(Mark::Agreed);
    }
    let by = [&answer.by, &answer.recorded_by];
    let theirs = by
        .into_iter()
        .any(|name| !name.is_empty() && meeting.has(name));
    let answered = answer.at.is_some_and(|at| at >= meeting.start) && theirs;
    answered.then_some(Mark::Answered)
}

/// Whether a question of an item was parked in a meeting, settled since or not.
pub(super) fn parked_in(assessment: &Assessment, meeting: &Meeting, position: usize) -> bool {
    let mut parked = assessment.answers()[position].parked.iter();
    parked.any(|remark| remark.at >= meeting.start && meeting.has(&remark.by))
}

/// The items with a question that is parked in a meeting and comes back to none of the points yet.
pub(super) fn returning(
    assessment: &Assessment,
    meeting: &Meeting,
    points: &[Point],
) -> Vec<usize> {
    let answers = assessment.answers().iter().enumerate();
    let parked = answers.filter(|(_, answer)| answer.parked.iter().any(|it| is_open(it, meeting)));
    let mut items: Vec<usize> = parked
        .map(|(item, _)| item)
        .filter(|item| {
            let back = |point: &Point| point.item == *item && point.is_parked;
            !points.iter().any(back)
        })
        .collect();
    let since = |item: &usize| {
        let parked = assessment.answers()[*item].parked.iter();
        parked.map(|remark| remark.at).max()
    };
    items.sort_by_key(since);
    items
}

/// Whether a question was parked in a meeting and waits.
fn is_open(remark: &Remark, meeting: &Meeting) -> bool {
    remark.settled.is_none() && remark.at >= meeting.start && meeting.has(&remark.by)
}
