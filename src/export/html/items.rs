//! Every item: its status, who said so, and what backs it.

use crate::domain::assessment::{Answer, Status};
use crate::domain::both_sides::resolution_words;
use crate::domain::checklist::{EvidenceRule, Item};
use crate::domain::evidence::{Content, Evidence, Observation, Shows};
use crate::domain::history::{Entry, What};
use crate::domain::measured::{Measured, Outcome};
use crate::export::dossier::{Answered, Counting, Dossier, matters};
use crate::export::sentences::status_sentence;

use super::conflict::versions;
use super::markup::{Page, counted};

pub(super) fn items(page: &mut Page, dossier: &Dossier<'_>) {
    let assessment = dossier.assessment();
    page.raw("<section id=\"items\" aria-labelledby=\"items-head\">\n<h2 id=\"items-head\">Every item</h2>\n");
    let mut position = 0;
    for category in &assessment.checklist().categories {
        page.raw("<h3>")
            .text(&category.title)
            .raw("</h3>\n<ul class=\"items\">\n");
        for _ in &category.items {
            item(page, dossier, &dossier.answered(position));
            position += 1;
        }
        page.raw("</ul>\n");
    }
    page.raw("</section>\n");
}

fn item(page: &mut Page, dossier: &Dossier<'_>, it: &Answered<'_>) {
    let Answered { item, answer, .. } = *it;
    page.raw("<li id=\"i").show(it.at).raw("\"");
    page.raw(match it.counting {
        Counting::Needed => ">\n",
        _ => " class=\"aside\">\n",
    });
    status(page, it);
    page.raw("<div class=\"about\">\n<h4>")
        .text(&item.title)
        .raw("</h4>\n");
    facts(page, dossier, it);
    if answer.conflict.is_empty() {
        said(page, it);
    } else {
        versions(page, dossier, it);
    }
    evidence(page, dossier, item, answer);
    history(page, dossier, answer);
    page.raw("</div>\n");
    who(page, dossier, answer);
    page.raw("</li>\n");
}

/// What was said of an item beside its status.
fn said(page: &mut Page, it: &Answered<'_>) {
    let Answered { item, answer, .. } = *it;
    if let Status::NotApplicable(reason) = &answer.status {
        page.raw("<p>Not applicable: ").text(reason);
        match &answer.agreed_by {
            Some(agreed) => page.raw(" (agreed to by ").text(&agreed.by).raw(")"),
            None => page.raw(" (nobody else has agreed to that)"),
        };
        page.raw("</p>\n");
    }
    if !answer.comment.is_blank() {
        page.raw("<blockquote dir=\"auto\">")
            .block(&answer.comment)
            .raw("</blockquote>\n");
    }
    if !answer.current.is_blank() {
        page.raw("<p><span class=\"label\">Stands now</span> ")
            .text(&answer.current)
            .raw("</p>\n");
    }
    metric(page, item, answer);
    ahead(page, it);
}

fn status(page: &mut Page, it: &Answered<'_>) {
    let (open, sign) = match &it.answer.status {
        _ if it.counting == Counting::OutOfPlay => ("<p class=\"status\">", "#s-na"),
        Status::Met => ("<p class=\"status met\">", "#s-met"),
        Status::Partial(_) => ("<p class=\"status partly\">", "#s-partial"),
        Status::Unmet => ("<p class=\"status unmet\">", "#s-unmet"),
        Status::Unknown => ("<p class=\"status unknown\">", "#s-unknown"),
        Status::Unanswered => ("<p class=\"status\">", "#s-unanswered"),
        Status::NotApplicable(_) => ("<p class=\"status\">", "#s-na"),
    };
    page.raw(open).sign(sign).raw("<span>");
    if it.counting == Counting::OutOfPlay {
        page.raw("out of play");
    } else {
        page.words(&status_sentence(&it.answer.status));
    }
    let value = it.answer.status.value();
    let counts = matches!(it.counting, Counting::Needed | Counting::Later);
    if counts && value > 0 && it.item.evidence == EvidenceRule::Needed {
        match it.evidenced {
            0 => page.raw("<small>no evidence that holds</small>"),
            shown if shown >= value => page.raw("<small>evidenced</small>"),
            shown => page
                .raw("<small>evidenced to ")
                .show(shown)
                .raw(" %</small>"),
        };
    }
    if !it.answer.conflict.is_empty() {
        page.raw("<small>in conflict</small>");
    } else if it.waived {
        page.raw("<small>waived</small>");
    }
    page.raw("</span></p>\n");
}

fn facts(page: &mut Page, dossier: &Dossier<'_>, it: &Answered<'_>) {
    page.raw("<p class=\"facts\"><b>")
        .raw(it.item.tier.word())
        .raw("</b> · <code>");
    page.text(&it.item.id).raw("</code>");
    let stages = &dossier.assessment().checklist().stages;
    if let Some(stage) = stages
        .iter()
        .find(|stage| it.item.stage.as_ref() == Some(&stage.id))
    {
        page.raw(" · ").text(&stage.title);
    }
    page.raw(match it.counting {
        Counting::Later => " · not needed for the target",
        Counting::OutOfPlay => " · out of play by the subject’s traits",
        Counting::Needed | Counting::NotApplicable => "",
    });
    if it.item.evidence == EvidenceRule::NotNeeded {
        page.raw(" · wants no evidence");
    }
    page.raw("</p>\n");
}

/// What was measured of an item's metric, beside its target.
fn metric(page: &mut Page, item: &Item, answer: &Answer) {
    let Some(metric) = &item.metric else { return };
    page.raw("<p><span class=\"label\">Measured</span> ")
        .text(&metric.name)
        .raw(": ");
    let target = metric.target.words();
    let outcome = match (
        &answer.measured,
        metric.target.judge(answer.measured.as_ref()),
    ) {
        (None, _) => "nothing yet; the target is ",
        (_, Outcome::Meets) => ", which meets the target: ",
        (_, Outcome::Misses) => ", which misses the target: ",
        (_, Outcome::Unmeasured) => ", which says nothing of the target: ",
    };
    for (words, comes_after) in [
        (answer.measured.as_ref().map(Measured::words), ""),
        (Some(target), outcome),
    ] {
        page.raw(comes_after);
        if let Some(words) = words {
            page.raw("<b>").bdi(&words).raw("</b>");
            if !metric.unit.is_blank() {
                page.raw(" ").text(&metric.unit);
            }
        }
    }
    page.raw("</p>\n");
}

/// Who looks after an item, until when, with how much effort, and how sure they are.
fn ahead(page: &mut Page, it: &Answered<'_>) {
    let answer = it.answer;
    let texts = [
        ("Owner", &answer.owner),
        ("Estimate", &answer.estimate),
        ("Confidence", &answer.confidence),
    ];
    if answer.due.is_none() && texts.iter().all(|(_, text)| text.is_blank()) {
        return;
    }
    page.raw("<p class=\"ahead\">");
    for (name, text) in texts {
        if !text.is_blank() {
            page.raw("<span><span class=\"label\">")
                .raw(name)
                .raw("</span> ");
            page.text(text).raw("</span> ");
        }
    }
    if let Some(due) = answer.due {
        page.raw("<span><span class=\"label\">Due</span> ")
            .show(due);
        page.raw(if it.overdue {
            " <b class=\"late\">overdue</b></span>"
        } else {
            "</span>"
        });
    }
    page.raw("</p>\n");
}

fn evidence(page: &mut Page, dossier: &Dossier<'_>, item: &Item, answer: &Answer) {
    if answer.evidence.is_empty() {
        return;
    }
    page.raw("<ul class=\"evidence\">\n");
    for piece in &answer.evidence {
        let (counts, state) = dossier.state_of(item, piece);
        page.raw(if counts {
            "<li>"
        } else {
            "<li class=\"idle\">"
        });
        page.sign(match (counts, piece.shows) {
            (true, _) => "#s-met",
            (false, Shows::Against) if piece.withdrawn.is_none() => "#s-unmet",
            (false, _) => "#s-na",
        });
        page.raw("<div>");
        content(page, piece);
        if !piece.caption.is_blank() {
            page.raw(" <span class=\"caption\">")
                .text(&piece.caption)
                .raw("</span>");
        }
        page.raw("<small>").words(&state);
        if matches!(piece.content, Content::File { .. })
            && dossier.bench.observation(piece) == Observation::Unchecked
        {
            page.raw(", not looked at");
        }
        page.raw(match piece.shows {
            Shows::Met => "; shows met",
            Shows::Partial(_) => "; shows partial, ",
            Shows::Against => "; shows the opposite",
            Shows::Context => "; background",
        });
        if let Shows::Partial(share) = piece.shows {
            page.show(share.percent()).raw(" %");
        }
        page.raw("; observed ").show(piece.observed);
        if !piece.version.is_blank() {
            page.raw(" at version ").text(&piece.version);
        }
        page.raw("; by ").text(&piece.by);
        for confirmation in &piece.confirmed {
            page.raw("; confirmed by ").text(&confirmation.by);
        }
        if let Some(withdrawn) = &piece.withdrawn {
            page.raw("; withdrawn by ").text(&withdrawn.by);
        }
        if let Some(redacted) = &piece.redacted {
            page.raw("; its text was taken out by ")
                .text(&redacted.by)
                .raw(": ")
                .text(&redacted.why);
        }
        page.raw("</small></div></li>\n");
    }
    page.raw("</ul>\n");
}

fn content(page: &mut Page, piece: &Evidence) {
    page.raw("<span class=\"label\">")
        .raw(piece.content.kind().word())
        .raw("</span> ");
    if let Some(redacted) = &piece.redacted {
        page.raw("redacted; it was <code>")
            .words(&redacted.sha256)
            .raw("</code>");
        return;
    }
    match &piece.content {
        Content::Link(link) => page.link(link),
        Content::Note(note) => page.raw("<q dir=\"auto\">").block(note).raw("</q>"),
        Content::File {
            path,
            sha256,
            bytes,
        } => page
            .bdi(path)
            .raw(" <span class=\"pin\">")
            .show(bytes)
            .raw(" bytes, SHA-256 <code>")
            .words(sha256)
            .raw("</code></span>"),
    };
}

/// What the answer was before, where it was another.
fn history(page: &mut Page, dossier: &Dossier<'_>, answer: &Answer) {
    let told: Vec<&Entry> = answer
        .history
        .iter()
        .filter(|entry| matters(entry))
        .collect();
    if told.is_empty() {
        return;
    }
    page.raw("<p class=\"history\"><span class=\"label\">Before</span> ");
    for (count, entry) in told.iter().enumerate() {
        page.raw(if count == 0 { "" } else { "; " });
        page.show(dossier.assessment().day(entry.at)).raw(" ");
        page.text(&entry.by).raw(": ");
        match &entry.what {
            What::Answered(status) => {
                let was = entry.was.as_ref().map(status_sentence).unwrap_or_default();
                page.words(&was)
                    .raw(" became ")
                    .words(&status_sentence(status))
            }
            What::Withdrawn(_) => page.raw("withdrew evidence"),
            What::Redacted(_) => page.raw("took the text of evidence out"),
            What::Revoked(_) => page.raw("took a waiver back"),
            What::Resolved(resolution) => {
                let offset = dossier.assessment().utc_offset;
                page.raw("settled a conflict, ")
                    .bdi(&resolution_words(resolution, offset))
            }
            What::Reopened { .. } => page.raw("asked anew, the checklist gave it another meaning"),
            _ => page.raw("changed it"),
        };
    }
    page.raw("</p>\n");
}

fn who(page: &mut Page, dossier: &Dossier<'_>, answer: &Answer) {
    page.raw("<p class=\"who\">");
    if !answer.conflict.is_empty() {
        page.raw("in conflict</p>\n");
        return;
    }
    if answer.by.is_blank() {
        page.raw("—</p>\n");
        return;
    }
    page.text(&answer.by);
    if !answer.recorded_by.is_blank() {
        page.raw("<small>recorded by ")
            .text(&answer.recorded_by)
            .raw("</small>");
    }
    if let Some(at) = answer.at {
        page.raw("<small>")
            .show(dossier.assessment().day(at))
            .raw("</small>");
    }
    page.raw("</p>\n");
}

/// Answers whose items the checklist has no more.
pub(super) fn retired(page: &mut Page, dossier: &Dossier<'_>) {
    let retired = &dossier.assessment().head.retired;
    if retired.is_empty() {
        return;
    }
    page.raw("<section id=\"retired\" aria-labelledby=\"retired-head\">\n<h2 id=\"retired-head\">No longer asked</h2>\n<p>");
    page.words(&counted(retired.len(), "answer", "answers"));
    page.raw(" to items that this version of the checklist has no more; kept, counted nowhere.</p>\n<ul>\n");
    for it in retired {
        page.raw("<li>")
            .text(&it.title)
            .raw(" <small><code>")
            .text(&it.answer.item);
        page.raw("</code>, ")
            .words(&status_sentence(&it.answer.status))
            .raw("</small></li>\n");
    }
    page.raw("</ul>\n</section>\n");
}
