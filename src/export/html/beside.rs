//! What stands beside the figures: what lapses, waivers, dissent, what meetings left behind, snapshots.

use crate::domain::dissent::Facilitators;
use crate::domain::lapsing::Lapsing;
use crate::domain::minutes::Remark;
use crate::domain::percent::or_dash;
use crate::domain::snapshot::{Scores, Snapshot};
use crate::domain::waiver::Standing;
use crate::export::dossier::Dossier;
use crate::export::minutes::{
    About, actions, decisions, dissent_words, dissents, is_overdue, parked,
};
use crate::export::report::declared_overall;
use crate::export::words::days_left;

use super::markup::{Page, parts};

pub(super) fn lapsing(page: &mut Page, dossier: &Dossier<'_>) {
    let (report, assessment) = (dossier.report, dossier.assessment());
    if report.lapsing.is_empty() {
        return;
    }
    page.raw("<section id=\"lapsing\" aria-labelledby=\"lapsing-head\">\n<h2 id=\"lapsing-head\">Lapses soon</h2>\n");
    page.table("Lapses soon", &["item", "what", "last day", "left"]);
    for lapsing in &report.lapsing {
        page.raw("<tr><th scope=\"row\">");
        match lapsing.item {
            Some(at) => page.item_link(at, &assessment.item(at).title),
            None => page.text(lapsing.of(assessment)),
        };
        page.raw("</th>");
        page.words_cell(
            "what",
            match lapsing.what {
                Lapsing::Waiver => "the waiver",
                Lapsing::Evidence(_) => "evidence",
                Lapsing::Condition(_) => "a condition of a sign-off",
            },
        );
        page.words_cell("last day", &lapsing.last.to_string());
        page.words_cell("left", &days_left(lapsing)).raw("</tr>\n");
    }
    page.table_end();
    page.raw("</section>\n");
}

pub(super) fn waivers(page: &mut Page, dossier: &Dossier<'_>) {
    let (report, assessment) = (dossier.report, dossier.assessment());
    if report.waivers.is_empty() {
        return;
    }
    page.raw("<section id=\"waivers\" aria-labelledby=\"waivers-head\">\n<h2 id=\"waivers-head\">Waivers</h2>\n<p>A waiver excuses an item for a while; it meets nothing and changes no figure.</p>\n");
    page.table(
        "Waivers",
        &[
            "item",
            "until",
            "state",
            "reason",
            "asked for by",
            "approved by",
        ],
    );
    for waived in &report.waivers {
        let waiver = waived.waiver;
        page.raw("<tr><th scope=\"row\">");
        page.item_link(waived.item, &assessment.item(waived.item).title)
            .raw("</th>");
        page.words_cell("until", &waiver.expires.to_string());
        page.cell("state");
        page.sign(match waived.standing {
            Standing::Valid => "#s-met",
            Standing::Expired | Standing::Ignored(_) => "#s-unmet",
        });
        page.words(&waived.standing.words()).raw("</td>");
        page.text_cell("reason", &waiver.reason);
        page.text_cell("asked for by", &waiver.by);
        page.text_cell("approved by", &waiver.approved_by)
            .raw("</tr>\n");
    }
    page.table_end();
    page.raw("</section>\n");
}

pub(super) fn has_dissents(dossier: &Dossier<'_>) -> bool {
    !dissents(dossier.assessment()).is_empty()
}

pub(super) fn dissents_of(page: &mut Page, dossier: &Dossier<'_>) {
    let assessment = dossier.assessment();
    let found = dissents(assessment);
    if found.is_empty() {
        return;
    }
    let facilitators = Facilitators::of(assessment);
    page.raw("<section id=\"dissents\" aria-labelledby=\"dissents-head\">\n<h2 id=\"dissents-head\">Dissent</h2>\n");
    page.table("Dissent", &["who", "about", "why", "answer", "state"]);
    for about in &found {
        let dissent = about.it;
        page.raw("<tr><th scope=\"row\">").text(&dissent.name);
        page.raw(" <small>")
            .show(assessment.day(dissent.at))
            .raw("</small></th>");
        page.cell("about");
        item_or(page, dossier, about, "the verdict");
        if !dissent.on.is_blank() {
            page.raw(" <small>which was ")
                .text(&dissent.on)
                .raw("</small>");
        }
        page.raw("</td>");
        page.text_cell("why", &dissent.text);
        page.cell("answer");
        match &dissent.answered {
            Some(reply) => page
                .text(&reply.text)
                .raw(" <small>")
                .text(&reply.by)
                .raw("</small>"),
            None => page.raw("—"),
        };
        page.raw("</td>");
        page.words_cell("state", &dissent_words(&facilitators, dissent))
            .raw("</tr>\n");
    }
    page.table_end();
    page.raw("</section>\n");
}

pub(super) fn has_notes(dossier: &Dossier<'_>) -> bool {
    let assessment = dossier.assessment();
    !(decisions(assessment).is_empty()
        && actions(assessment).is_empty()
        && parked(assessment).is_empty())
}

pub(super) fn notes(page: &mut Page, dossier: &Dossier<'_>) {
    if !has_notes(dossier) {
        return;
    }
    let assessment = dossier.assessment();
    page.raw("<section id=\"notes\" aria-labelledby=\"notes-head\">\n<h2 id=\"notes-head\">Decisions, actions, parked questions</h2>\n");
    remarks(page, dossier, "Decisions", &decisions(assessment));
    actions_of(page, dossier);
    remarks(page, dossier, "Parked questions", &parked(assessment));
    page.raw("</section>\n");
}

fn remarks(
    page: &mut Page,
    dossier: &Dossier<'_>,
    title: &'static str,
    found: &[About<'_, Remark>],
) {
    if found.is_empty() {
        return;
    }
    page.titled_table(title, &["what", "about", "said by", "on", "settled"]);
    for about in found {
        let remark = about.it;
        page.raw("<tr><th scope=\"row\">")
            .text(&remark.text)
            .raw("</th>");
        page.cell("about");
        item_or(page, dossier, about, "the whole");
        page.raw("</td>");
        page.text_cell("said by", &remark.by);
        page.words_cell("on", &dossier.assessment().day(remark.at).to_string());
        page.cell("settled");
        match &remark.settled {
            Some(settled) => page.raw("by ").text(&settled.by),
            None => page.raw("—"),
        };
        page.raw("</td></tr>\n");
    }
    page.table_end();
}

fn actions_of(page: &mut Page, dossier: &Dossier<'_>) {
    let assessment = dossier.assessment();
    let found = actions(assessment);
    if found.is_empty() {
        return;
    }
    let today = assessment.day(dossier.report.as_of);
    page.titled_table("Actions", &["what", "about", "owner", "due", "state"]);
    for about in &found {
        let action = about.it;
        page.raw("<tr><th scope=\"row\">")
            .text(&action.text)
            .raw("</th>");
        page.cell("about");
        item_or(page, dossier, about, "the whole");
        page.raw("</td>");
        page.text_cell("owner", &action.owner);
        page.cell("due");
        match action.due {
            Some(due) => page.show(due),
            None => page.raw("—"),
        };
        page.raw("</td>").cell("state");
        match &action.done {
            Some(done) => page.sign("#s-met").raw("done by ").text(&done.by),
            None if is_overdue(action, today) => page.raw("<b class=\"late\">overdue</b>"),
            None => page.raw("to do"),
        };
        page.raw("</td></tr>\n");
    }
    page.table_end();
}

pub(super) fn has_people(dossier: &Dossier<'_>) -> bool {
    let head = &dossier.assessment().head;
    !(head.participants.is_empty() && head.meetings.is_empty() && head.subject.traits.is_empty())
}

/// Who took part, when they met, and what was said of the subject.
pub(super) fn people(page: &mut Page, dossier: &Dossier<'_>) {
    if !has_people(dossier) {
        return;
    }
    let head = &dossier.assessment().head;
    page.raw("<section id=\"people\" aria-labelledby=\"people-head\">\n<h2 id=\"people-head\">Who took part</h2>\n");
    if !head.participants.is_empty() {
        page.raw("<ul class=\"people\">\n");
        for participant in &head.participants {
            page.raw("<li><b>").text(&participant.name).raw("</b>");
            if !participant.role.is_blank() {
                page.raw(" ").text(&participant.role);
            }
            page.raw("</li>\n");
        }
        page.raw("</ul>\n");
    }
    if !head.meetings.is_empty() {
        page.titled_table("Meetings", &["began", "ended", "facilitator", "present"]);
        for meeting in &head.meetings {
            page.raw("<tr><th scope=\"row\">")
                .show(meeting.start)
                .raw("</th>");
            let end = meeting.end.map(|end| end.to_string());
            page.words_cell("ended", end.as_deref().unwrap_or("—"));
            page.text_cell("facilitator", &meeting.facilitator)
                .cell("present");
            for (count, name) in meeting.present.iter().enumerate() {
                page.raw(if count == 0 { "" } else { ", " }).text(name);
            }
            page.raw("</td></tr>\n");
        }
        page.table_end();
    }
    traits(page, dossier);
    page.raw("</section>\n");
}

/// What was answered of the subject; it decides which items are in play.
fn traits(page: &mut Page, dossier: &Dossier<'_>) {
    let (head, checklist) = (&dossier.assessment().head, dossier.assessment().checklist());
    if head.subject.traits.is_empty() {
        return;
    }
    page.titled_table("Of the subject", &["question", "answer", "said by"]);
    for answer in &head.subject.traits {
        let asked = checklist.traits.iter().find(|asked| asked.id == answer.id);
        page.raw("<tr><th scope=\"row\">")
            .text(asked.map_or(&answer.id, |asked| &asked.ask));
        page.raw("</th>")
            .words_cell("answer", if answer.holds { "yes" } else { "no" });
        page.text_cell("said by", &answer.by).raw("</tr>\n");
    }
    page.table_end();
}

pub(super) fn snapshots(page: &mut Page, dossier: &Dossier<'_>) {
    let assessment = dossier.assessment();
    let mut snapshots: Vec<&Snapshot> = assessment.head.snapshots.iter().collect();
    if snapshots.is_empty() {
        return;
    }
    snapshots.sort_by_key(|snapshot| snapshot.at);
    page.raw("<section id=\"snapshots\" aria-labelledby=\"snapshots-head\">\n<h2 id=\"snapshots-head\">Snapshots: how it came here</h2>\n");
    page.table(
        "Snapshots, the oldest first",
        &[
            "snapshot",
            "on",
            "verdict",
            "share",
            "#claimed",
            "#evidenced",
            "declared",
        ],
    );
    for snapshot in snapshots {
        let scores = snapshot.scores.as_ref();
        let claimed = scores.and_then(|scores: &Scores| scores.claimed.as_ref());
        let evidenced = scores.and_then(|scores: &Scores| scores.evidenced.as_ref());
        page.raw("<tr><th scope=\"row\">")
            .text(&snapshot.label)
            .raw("</th>");
        page.words_cell("on", &assessment.day(snapshot.at).to_string());
        page.cell("verdict")
            .raw(scores.map_or("—", |scores| scores.verdict.word()));
        page.raw("</td><td class=\"bars\">");
        let (c, e) = (or_dash(claimed), or_dash(evidenced));
        let says = format!("{}: claimed {c}, evidenced {e}", snapshot.label.raw());
        page.bar(&says, &parts(claimed, evidenced), None);
        page.raw("</td>");
        page.number("claimed", c);
        page.number("evidenced", e);
        page.cell("declared");
        match declared_overall(snapshot) {
            Some(value) => page.text(value),
            None => page.raw("—"),
        };
        page.raw("</td></tr>\n");
    }
    page.table_end();
    page.raw("</section>\n");
}

fn item_or<T>(page: &mut Page, dossier: &Dossier<'_>, about: &About<'_, T>, whole: &'static str) {
    match about.item {
        Some(at) => page.item_link(at, &dossier.assessment().item(at).title),
        None => page.raw(whole),
    };
}
