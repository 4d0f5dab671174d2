//! What is said of a point, of the agenda and of the rest.

use crate::domain::agenda::{Agenda, Concern};
use crate::domain::meeting::Meeting;
use crate::domain::time::Moment;

use super::super::conversation::Conversation;
use super::super::open::OpenReview;
use super::{Gathering, Stage};

impl Conversation {
    /// Says the point: what it is, why it is here, how long it may take, and what is known of it.
    pub(in super::super) fn say_point(&mut self, now: Moment) {
        let Some(open) = self.review.take() else {
            return;
        };
        if let Some((gathering, meeting)) = open.held() {
            match gathering.item() {
                None => {
                    self.review = Some(open);
                    self.say_rest();
                    return;
                }
                Some(at) => self.say_point_of(&open, (gathering, meeting), at, now),
            }
        }
        self.review = Some(open);
    }

    fn say_point_of(
        &mut self,
        open: &OpenReview,
        (gathering, meeting): (&Gathering, &Meeting),
        at: usize,
        now: Moment,
    ) {
        let assessment = open.assessment();
        let (item, answer) = (assessment.item(at), &assessment.answers()[at]);
        let title = item.title.shown();
        let (place, why) = match (gathering.stage, gathering.stops.get(gathering.at)) {
            (Stage::Point, Some(stop)) => (
                format!(
                    "Point {} of {}: {title}.",
                    gathering.at + 1,
                    gathering.stops.len()
                ),
                match stop.concern {
                    Some(concern) => format!("Why it is here: {}.", concern.words()),
                    None => "It was parked, and is back.".to_owned(),
                },
            ),
            _ => (format!("Item {}: {title}.", at + 1), String::new()),
        };
        self.say(place);
        let time = time_words(gathering, meeting, now);
        self.say(format!("{why} {time}").trim());
        self.say_facts_here(open, item, answer);
        self.say_text("Why", &item.why);
        self.say_text("Comment", &answer.comment);
        self.say_text("Owner", answer.owner_of(item));
        self.say_standing(open, item, answer);
        let parked = answer.parked.iter().filter(|it| it.settled.is_none());
        for remark in parked {
            self.say_text("Parked", &remark.text);
        }
        self.say(format!("{} speaks.", gathering.speaker.shown()));
    }

    /// Says what a meeting would talk about.
    pub(in super::super) fn preview_agenda(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let (ledger, order) = (open.session.ledger(), open.session.plan_order());
        let agenda = Agenda::of(open.assessment(), ledger, order);
        let points = agenda.points.iter();
        let mut lines: Vec<String> = points
            .map(|point| format!("{}: {}", open.row(point.item), point.concern.words()))
            .collect();
        lines.insert(
            0,
            format!("{} points. meeting goes through them.", lines.len()),
        );
        lines.push(format!(
            "And {} items that are settled.",
            agenda.settled.len()
        ));
        self.say_long(lines);
    }

    pub(super) fn say_agenda(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let Some((gathering, _)) = open.held() else {
            return;
        };
        let assessment = open.assessment();
        let mut lines = Vec::new();
        for stop in &gathering.stops {
            let why = stop.concern.map_or("parked, and back", Concern::words);
            let done = if stop.is_done { ", done" } else { "" };
            lines.push(format!("{}: {why}{done}", open.row(stop.item)));
        }
        let count = lines.len();
        lines.insert(0, format!("{count} points. A number goes to its item."));
        lines.push(format!(
            "And the rest: {}. rest lists them.",
            gathering.rest_words(assessment)
        ));
        self.say_long(lines);
    }

    pub(super) fn say_rest(&mut self) {
        let Some(open) = &self.review else {
            return;
        };
        let Some((gathering, meeting)) = open.held() else {
            return;
        };
        let assessment = open.assessment();
        let agreed = |at: usize| meeting.agreed.contains(&assessment.item(at).id);
        let left = gathering.stops.iter().filter(|stop| !stop.is_done).count();
        let mut lines = match left {
            0 => vec!["Every point is done.".to_owned()],
            1 => vec!["1 point is left open.".to_owned()],
            many => vec![format!("{many} points are left open.")],
        };
        if gathering.settled.is_empty() {
            lines.push("There is no rest. end meeting says what it comes to.".to_owned());
        } else {
            lines.push(format!("The rest, {}:", gathering.rest_words(assessment)));
            for at in &gathering.settled {
                let agreed = if agreed(*at) { ", agreed" } else { "" };
                lines.push(format!("{}{agreed}", open.row(*at)));
            }
            lines.push("agree: all agree with these. A number opens one. end meeting says what it comes to.".to_owned());
        }
        self.say_long(lines);
    }
}

/// `2 minutes for this, 34 of 60 gone.`
fn time_words(gathering: &Gathering, meeting: &Meeting, now: Moment) -> String {
    let gone = meeting.minutes_gone(now);
    let (Some(planned), Some(seconds)) = (meeting.planned, gathering.seconds) else {
        return match gone {
            1 => "1 minute gone.".to_owned(),
            gone => format!("{gone} minutes gone."),
        };
    };
    let used = (now.time() - gathering.entered.time()).num_seconds();
    let left = i64::from(seconds) - used;
    let words = match left {
        ..=0 => "No time left for this".to_owned(),
        1..=119 => format!("{left} seconds for this"),
        _ => format!("{} minutes for this", left / 60),
    };
    format!("{words}, {gone} of {planned} gone.")
}
