//! The first screen: what somebody who was not there understands in ten seconds. Verdict, why, how far, what next, who
//! signed.

use crate::domain::assessment::DeclaredOf;
use crate::domain::checklist::Tier;
use crate::domain::estimate::Effort;
use crate::domain::gate::{Reason, ReasonKind, Verdict};
use crate::domain::percent::or_dash;
use crate::domain::score::TierFigures;
use crate::export::dossier::Dossier;
use crate::export::sentences::{
    next_verdict, reason_sentence, step_without_item, verdict_sentence,
};
use crate::export::words::stage_words;

use super::markup::{Fill, Page, Tenths, counted, parts, tenths};
use super::signed;

/// So many reasons are told with their items on the first screen, the worst; the others follow in a line.
const TOLD_REASONS: usize = 3;

/// So many steps are named on the first screen.
const NAMED_STEPS: usize = 4;

pub(super) fn header(page: &mut Page, dossier: &Dossier<'_>) {
    let assessment = dossier.assessment();
    let (subject, checklist) = (&assessment.head.subject, assessment.checklist());
    page.raw("<header>\n<p class=\"kind\">Readiness review</p>\n<h1>");
    page.text(&subject.name);
    if !subject.version.is_blank() {
        page.raw(" <span class=\"version\">").text(&subject.version);
        page.raw("</span>");
    }
    page.raw("</h1>\n<ul class=\"facts\">\n<li>by the checklist ");
    page.text(&checklist.title);
    if !checklist.version.is_blank() {
        page.raw(" ").text(&checklist.version);
    }
    page.raw("</li>\n");
    if let Some(target) = dossier.target_title() {
        page.raw("<li>aimed at <b>").text(target).raw("</b></li>\n");
    }
    if !subject.system.is_blank() {
        page.raw("<li>part of ")
            .text(&subject.system)
            .raw("</li>\n");
    }
    let as_of = dossier.report.as_of;
    page.raw("<li>as of <time datetime=\"")
        .show(as_of)
        .raw("\">");
    page.words(&as_of.time().format("%-d %B %Y, %H:%M UTC").to_string());
    page.raw("</time></li>\n</ul>\n</header>\n");
}

pub(super) fn verdict(page: &mut Page, dossier: &Dossier<'_>) {
    page.raw("<div class=\"first\">\n");
    why(page, dossier);
    how_far(page, dossier);
    next(page, dossier);
    signed::in_short(page, dossier);
    page.raw("</div>\n");
}

fn why(page: &mut Page, dossier: &Dossier<'_>) {
    let judgement = &dossier.report.judgement;
    let (class, sign) = match judgement.verdict {
        Verdict::NoGo => ("<section class=\"card verdict no-go\" ", "#s-no-go"),
        Verdict::ConditionalGo => (
            "<section class=\"card verdict conditional-go\" ",
            "#s-conditional-go",
        ),
        Verdict::Go => ("<section class=\"card verdict go\" ", "#s-go"),
    };
    page.raw(class)
        .raw("id=\"verdict\" tabindex=\"-1\" aria-labelledby=\"verdict-head\">\n");
    page.raw("<h2 id=\"verdict-head\"><span class=\"label\">Verdict</span> <span class=\"word\">");
    page.sign(sign).raw(judgement.verdict.word());
    page.raw("</span></h2>\n<p class=\"says\">")
        .raw(verdict_sentence(judgement.verdict))
        .raw("</p>\n");
    if judgement.reasons.is_empty() {
        page.raw("<p>Every Blocker is met and shown by evidence that holds.</p>\n</section>\n");
        return;
    }
    page.raw("<h3>Why</h3>\n<ul class=\"reasons\">\n");
    let (told, rest) = judgement
        .reasons
        .split_at(judgement.reasons.len().min(TOLD_REASONS));
    let named = named_items(told);
    for reason in told {
        page.raw("<li>");
        because(page, dossier, reason, named);
        page.raw("</li>\n");
    }
    if !rest.is_empty() {
        page.raw("<li class=\"besides\">and besides: ");
        for (count, reason) in rest.iter().enumerate() {
            page.raw(if count == 0 { "" } else { "; " });
            let scoring = &dossier.assessment().checklist().scoring;
            page.words(&lower_first(&reason_sentence(reason, scoring)));
        }
        page.raw(" · <a href=\"#reasons\">in full</a></li>\n");
    }
    page.raw("</ul>\n</section>\n");
}

/// A sentence as it goes on after a colon.
fn lower_first(sentence: &str) -> String {
    let mut rest = sentence.chars();
    let first = rest.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(rest).collect()
}

/// So many items of each reason are named on the first screen, so that it stays one screen.
fn named_items(reasons: &[Reason]) -> usize {
    match reasons.len() {
        0 | 1 => 4,
        2 => 3,
        _ => 1,
    }
}

/// Every reason with every item, where the first screen named some only.
pub(super) fn reasons(page: &mut Page, dossier: &Dossier<'_>) {
    if !has_more_reasons(dossier) {
        return;
    }
    page.raw("<section id=\"reasons\" aria-labelledby=\"reasons-head\">\n<h2 id=\"reasons-head\">Why, in full</h2>\n<ul class=\"in-full\">\n");
    for reason in &dossier.report.judgement.reasons {
        page.raw("<li>");
        because(page, dossier, reason, usize::MAX);
        page.raw("</li>\n");
    }
    page.raw("</ul>\n</section>\n");
}

pub(super) fn has_more_reasons(dossier: &Dossier<'_>) -> bool {
    let reasons = &dossier.report.judgement.reasons;
    let named = named_items(reasons);
    reasons.len() > TOLD_REASONS || reasons.iter().any(|reason| reason.items.len() > named)
}

fn because(page: &mut Page, dossier: &Dossier<'_>, reason: &Reason, named: usize) {
    let assessment = dossier.assessment();
    let sentence = reason_sentence(reason, &assessment.checklist().scoring);
    page.raw("<b>").words(&sentence).raw("</b>");
    if reason.kind == ReasonKind::ConditionOverdue {
        page.raw(" <span class=\"named\">");
        signed::conditions_named(page, dossier, &reason.named);
        page.raw("</span>");
    }
    if reason.items.is_empty() {
        return;
    }
    page.raw(" <span class=\"named\">");
    for (count, at) in reason.items.iter().take(named).enumerate() {
        page.raw(if count == 0 { "" } else { " · " });
        page.item_link(*at, &assessment.item(*at).title);
    }
    match reason.items.len().saturating_sub(named) {
        0 => {}
        more => {
            page.raw(" · <a href=\"#reasons\">and ")
                .show(more)
                .raw(" more</a>");
        }
    }
    page.raw("</span>");
}

fn how_far(page: &mut Page, dossier: &Dossier<'_>) {
    let (report, figures) = (dossier.report, &dossier.report.figures);
    let (claimed, evidenced) = (figures.claimed(), figures.evidenced());
    page.raw("<section class=\"card far\" aria-labelledby=\"far-head\">\n<h2 id=\"far-head\">How far</h2>\n");
    page.raw("<dl class=\"two\">\n<div><dt><svg class=\"key\" aria-hidden=\"true\"><rect class=\"track\" width=\"100%\" height=\"100%\"/><rect class=\"claimed\" width=\"100%\" height=\"100%\"/></svg> Claimed</dt><dd>");
    percent(page, claimed.as_ref());
    page.raw("<small>what people said</small></dd></div>\n<div><dt><svg class=\"key\" aria-hidden=\"true\"><rect class=\"evidenced\" width=\"100%\" height=\"100%\"/></svg> Evidenced</dt><dd>");
    percent(page, evidenced.as_ref());
    page.raw("<small>what evidence that holds shows</small></dd></div>\n</dl>\n");
    let declared = dossier.declared_of(&DeclaredOf::Overall);
    let mark = declared.and_then(|figure| figure.percent.as_ref());
    let (claimed_words, evidenced_words) = (or_dash(claimed.as_ref()), or_dash(evidenced.as_ref()));
    let mut says = format!("Claimed {claimed_words} percent, evidenced {evidenced_words} percent");
    if let Some(mark) = mark {
        says = format!("{says}, declared elsewhere {mark} percent");
    }
    let parts_of = parts(claimed.as_ref(), evidenced.as_ref());
    page.raw("<p class=\"wide\">");
    page.bar(&says, &parts_of, mark.map(|percent| tenths(Some(percent))));
    page.raw("</p>\n");
    if let (Some(figure), Some(_)) = (declared, mark) {
        page.raw("<p class=\"note\"><svg class=\"key thin\" aria-hidden=\"true\"><rect class=\"mark\" width=\"100%\" height=\"100%\"/></svg> Declared elsewhere: ");
        page.text(&figure.declared.value);
        if let Some(above) = &figure.above_evidenced {
            page.raw(", ")
                .words(&crate::export::report::distance_words(above, "evidenced"));
        }
        page.raw("</p>\n");
    }
    page.raw("<h3>Items met, by tier</h3>\n<ul class=\"gauges\">\n");
    for tier in Tier::ALL {
        gauge(page, tier, figures.tier(tier));
    }
    page.raw("</ul>\n");
    if !report.stages.is_empty() {
        page.raw("<h3>Ready for</h3>\n<ul class=\"gauges\">\n");
        let stages = dossier.assessment().checklist().stages.iter();
        for (stage, figures) in stages.zip(&report.stages) {
            let (claimed, evidenced) = (figures.claimed(), figures.evidenced());
            page.raw("<li><span class=\"name\">");
            page.sign(match figures.ready {
                Some(true) => "#s-met",
                Some(false) => "#s-unmet",
                None => "#s-na",
            });
            page.text(&stage.title).raw("</span>");
            let says = format!("{}: {}", stage.title.raw(), stage_words(figures));
            page.bar(&says, &parts(claimed.as_ref(), evidenced.as_ref()), None);
            page.raw("<span class=\"count\">");
            page.words(&match (figures.ready, figures.open_blockers) {
                (None, _) => "needs nothing".to_owned(),
                (Some(true), _) => "ready".to_owned(),
                (Some(false), 0) => "not ready".to_owned(),
                (Some(false), open) => format!("not ready, {open} blocking"),
            });
            page.raw("</span></li>\n");
        }
        page.raw("</ul>\n");
    }
    page.raw("</section>\n");
}

fn percent(page: &mut Page, percent: Option<&crate::domain::percent::Percent>) {
    page.raw("<strong>").words(&or_dash(percent));
    if percent.is_some() {
        page.raw("<span class=\"unit\">%</span>");
    }
    page.raw("</strong> ");
}

fn gauge(page: &mut Page, tier: Tier, gauge: &TierFigures) {
    let TierFigures {
        met,
        evidenced,
        partial,
        counted,
    } = *gauge;
    let share = |part: u32| -> Tenths {
        let whole = i64::from(counted.max(1));
        i64::from(part) * 1000 / whole
    };
    let shown = share(evidenced);
    let claimed = share(met) - shown;
    let half = share(met + partial) - share(met);
    let mut words = match counted {
        0 => "none needed".to_owned(),
        _ => format!("{met} of {counted} met"),
    };
    if counted > 0 {
        words = format!("{words}, {evidenced} evidenced");
    }
    page.raw("<li><span class=\"name\">")
        .raw(tier.word())
        .raw("</span>");
    let partly = if partial > 0 {
        format!(", {partial} partly")
    } else {
        String::new()
    };
    page.bar(
        &format!("{}: {words}{partly}", tier.word()),
        &[
            (Fill::Evidenced, shown),
            (Fill::Claimed, claimed),
            (Fill::Partial, half),
        ],
        None,
    );
    page.raw("<span class=\"count\">")
        .words(&words)
        .raw("</span></li>\n");
}

fn next(page: &mut Page, dossier: &Dossier<'_>) {
    let (report, assessment) = (dossier.report, dossier.assessment());
    page.raw("<section class=\"card next\" aria-labelledby=\"next-head\">\n<h2 id=\"next-head\">What next</h2>\n");
    let verdict = report.judgement.verdict;
    if report.next.is_empty() {
        page.raw(if verdict == Verdict::Go {
            "<p>Nothing is left to do for the verdict. Keep the evidence fresh.</p>\n"
        } else {
            "<p>No step on an item lifts the verdict.</p>\n"
        });
    } else {
        page.raw("<p>")
            .words(&counted(report.next.len(), "step", "steps"));
        page.raw(" to <b>")
            .raw(next_verdict(verdict).word())
            .raw("</b>");
        if report.next.len() > NAMED_STEPS {
            page.raw(" · <a href=\"#steps\">all steps</a>");
        }
        page.raw("</p>\n<ol>\n");
        for step in report.next.iter().take(NAMED_STEPS) {
            page.raw("<li><b>").raw(step.act.words()).raw("</b> ");
            match step.item {
                Some(at) => page.item_link(at, &assessment.item(at).title),
                None => page.raw(step_without_item(step)),
            };
            page.raw("</li>\n");
        }
        page.raw("</ol>\n");
        // Where nothing but confirming and agreeing is left, no work is.
        let work = dossier
            .way
            .to_go
            .filter(|effort| *effort != Effort::default());
        if let Some(effort) = work {
            page.raw("<p class=\"note\">All the way to go: ")
                .show(effort)
                .raw("</p>\n");
        }
    }
    page.raw("</section>\n");
}
