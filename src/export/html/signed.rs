//! Who signed: as signed, and as it stands now; and how anybody can verify it.

use crate::domain::sign_off::{Condition, Seal, Statement, standing_conditions};
use crate::domain::signing::{Signing, at_a_glance};
use crate::domain::supersede::Difference;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::export::dossier::Dossier;
use crate::export::sentences::standing_of;
use crate::export::verifying::{Commands, commands};

use super::markup::{Page, counted};

/// So many sign-offs stand on the first screen.
const NAMED: usize = 4;

/// The card of the first screen.
pub(super) fn in_short(page: &mut Page, dossier: &Dossier<'_>) {
    page.raw("<section class=\"card signers\" aria-labelledby=\"signed-head\">\n<h2 id=\"signed-head\">Who signed</h2>\n");
    let signings = dossier.signings();
    if signings.is_empty() {
        page.raw("<p>Nobody has signed this yet.</p>\n");
    } else {
        let shown = at_a_glance(&signings);
        page.raw("<ul class=\"signings\">\n");
        for signing in shown.iter().take(NAMED) {
            line(page, dossier, signing);
        }
        page.raw("</ul>\n<p class=\"note\"><a href=\"#signoffs\">");
        match signings.len().saturating_sub(NAMED.min(shown.len())) {
            0 => page.raw("as signed and as of now"),
            more => page
                .raw("and ")
                .show(more)
                .raw(" more, as signed and as of now"),
        };
        page.raw("</a></p>\n");
    }
    missing(page, dossier);
    page.raw("</section>\n");
}

fn line(page: &mut Page, dossier: &Dossier<'_>, signing: &Signing<'_>) {
    page.raw("<li>").sign(standing_sign(signing)).raw("<div>");
    let seal = signing.sign_off.seal.words();
    match &signing.sign_off.statement {
        Some(statement) => {
            page.raw("<b>").raw(statement.decision.word()).raw("</b> ");
            page.text(&statement.name).raw(", ").text(&statement.role);
            page.raw(" <small>");
            match signing.superseded_phrase() {
                Some(phrase) => page.words(&phrase),
                None => page.raw(standing_of(signing)),
            };
            page.raw("; ").raw(seal).raw("; ");
            page.show(dossier.assessment().day(statement.at))
                .raw("</small>");
        }
        None => {
            page.raw("<b>forged</b> <small>").raw(seal).raw("</small>");
        }
    }
    page.raw("</div></li>\n");
}

/// By how many changes, where it is superseded.
fn by_what(page: &mut Page, signing: &Signing<'_>) {
    if signing.is_superseded() {
        let changes = signing.superseded_by.len();
        page.raw(" by ")
            .words(&counted(changes, "change", "changes"));
    }
}

fn standing_sign(signing: &Signing<'_>) -> &'static str {
    if signing.is_forged() {
        "#s-unmet"
    } else if signing.is_superseded() {
        "#s-superseded"
    } else {
        "#s-met"
    }
}

/// The roles whose go the checklist asks for and that have not given one that holds.
fn missing(page: &mut Page, dossier: &Dossier<'_>) {
    let missing = dossier.goes_missing();
    if missing.is_empty() {
        return;
    }
    page.raw("<p class=\"note\">Still wanted: ");
    for (count, (role, why)) in missing.iter().enumerate() {
        page.raw(if count == 0 { "" } else { "; " });
        page.text(role).raw(" (").raw(why).raw(")");
    }
    page.raw("</p>\n");
}

/// What conditions of these ids ask for.
pub(super) fn conditions_named(page: &mut Page, dossier: &Dossier<'_>, ids: &[Text]) {
    let standing = standing_conditions(dossier.assessment(), &dossier.report.sign_offs);
    let of_these = standing.iter().filter(|it| ids.contains(&it.condition.id));
    for (count, it) in of_these.enumerate() {
        page.raw(if count == 0 { "" } else { " · " });
        page.text(&it.condition.text)
            .raw(" (")
            .text(&it.condition.owner);
        page.raw(", until ").show(it.condition.due).raw(")");
    }
}

/// Every sign-off, and the commands by which it is verified.
pub(super) fn sign_offs(page: &mut Page, dossier: &Dossier<'_>) {
    page.raw("<section id=\"signoffs\" aria-labelledby=\"signoffs-head\">\n<h2 id=\"signoffs-head\">Sign-offs: as signed, and as of now</h2>\n");
    if dossier.report.sign_offs.is_empty() {
        page.raw("<p>Nobody has signed this yet.</p>\n");
    }
    missing(page, dossier);
    for it in &dossier.signings() {
        signing(page, dossier, it);
    }
    verifying(page, dossier);
    page.raw("</section>\n");
}

fn signing(page: &mut Page, dossier: &Dossier<'_>, it: &Signing<'_>) {
    let sign_off = it.sign_off;
    page.raw("<article class=\"signing\">\n<h3>");
    match &sign_off.statement {
        Some(statement) => page
            .text(&statement.name)
            .raw(", ")
            .text(&statement.role)
            .raw(": ")
            .raw(statement.decision.word()),
        None => page.raw("A sign-off that is none"),
    };
    page.raw("</h3>\n<div class=\"both\">\n<div>\n<h4>As signed</h4>\n");
    if let Some(statement) = &sign_off.statement {
        as_signed(page, dossier, statement);
    }
    page.raw("<p class=\"note\">").raw(sign_off.seal.words());
    if let Seal::Valid { key } | Seal::UnknownSigner { key } = &sign_off.seal {
        page.raw(", <code>").words(key).raw("</code>");
    }
    page.raw("; the statement is <code>")
        .words(&sign_off.file)
        .raw("</code></p>\n");
    page.raw("</div>\n<div>\n<h4>As of now</h4>\n");
    as_of_now(page, dossier, it);
    page.raw("</div>\n</div>\n</article>\n");
}

fn as_signed(page: &mut Page, dossier: &Dossier<'_>, statement: &Statement) {
    page.raw("<p>Decision <b>").raw(statement.decision.word());
    page.raw("</b>, on the verdict <b>")
        .raw(statement.verdict.word());
    page.raw("</b>, ");
    when(page, statement.at);
    page.raw(" <small>the time is the signer’s word</small></p>\n");
    if !statement.despite.is_blank() {
        page.raw("<p>Go in spite of the verdict, because: ")
            .text(&statement.despite)
            .raw("</p>\n");
    }
    if !statement.words.is_blank() {
        page.raw("<blockquote dir=\"auto\">")
            .block(&statement.words)
            .raw("</blockquote>\n");
    }
    if !statement.conditions.is_empty() {
        page.raw("<p><span class=\"label\">Conditions</span></p>\n<ul>\n");
        for condition in &statement.conditions {
            page.raw("<li>")
                .text(&condition.text)
                .raw(" <small>")
                .text(&condition.owner);
            page.raw(", until ").show(condition.due).raw("; ");
            condition_state(page, dossier, condition);
            page.raw("</small></li>\n");
        }
        page.raw("</ul>\n");
    }
    listed(
        page,
        "<p><span class=\"label\">Reasons then</span></p>\n<ul>\n",
        &statement.reasons,
    );
    listed(
        page,
        "<p><span class=\"label\">Figures then</span></p>\n<ul>\n",
        &statement.scores,
    );
    listed(
        page,
        "<p><span class=\"label\">Waivers then</span></p>\n<ul>\n",
        &statement.waivers,
    );
}

fn listed(page: &mut Page, open: &'static str, lines: &[Text]) {
    if lines.is_empty() {
        return;
    }
    page.raw(open);
    for line in lines {
        page.raw("<li>").text(line).raw("</li>\n");
    }
    page.raw("</ul>\n");
}

fn condition_state(page: &mut Page, dossier: &Dossier<'_>, condition: &Condition) {
    match dossier.fulfilled(condition) {
        Some(fulfilled) => page.raw("done, says ").text(&fulfilled.by),
        None if condition.due < dossier.today() => page.raw("<b class=\"late\">overdue</b>"),
        None => page.raw("to do"),
    };
}

fn as_of_now(page: &mut Page, dossier: &Dossier<'_>, it: &Signing<'_>) {
    let sign_off = it.sign_off;
    page.raw("<p>").sign(standing_sign(it));
    page.raw("<b>").raw(standing_of(it)).raw("</b>");
    if let Seal::Forged(forgery) = &sign_off.seal {
        page.raw(": ").raw(forgery.words());
        page.raw(". It counts for nothing.</p>\n");
        return;
    }
    by_what(page, it);
    let now = dossier.report.judgement.verdict;
    let then = sign_off
        .statement
        .as_ref()
        .map(|statement| statement.verdict);
    let is_same = then == Some(now);
    page.raw(if is_same {
        ". The verdict still is <b>"
    } else {
        ". The verdict now is <b>"
    });
    page.raw(now.word()).raw("</b>.</p>\n");
    if !it.is_latest {
        page.raw("<p>The same role has signed again since.</p>\n");
    }
    if !it.superseded_by.is_empty() {
        page.raw("<p>Changed since:</p>\n<ul>\n");
        for difference in it.superseded_by {
            page.raw("<li>");
            differs(page, dossier, difference);
            page.raw("</li>\n");
        }
        page.raw("</ul>\n");
    } else if !is_same {
        page.raw("<p>Nothing that was signed has changed; time has passed, or somebody signed no-go.</p>\n");
    }
    if !sign_off.lost.is_empty() {
        page.raw("<p class=\"late\">").words(&counted(
            sign_off.lost.len(),
            "earlier sign-off",
            "earlier sign-offs",
        ));
        page.raw(" that it found is gone or was altered since.</p>\n");
    }
}

fn differs(page: &mut Page, dossier: &Dossier<'_>, difference: &Difference) {
    let assessment = dossier.assessment();
    match difference {
        Difference::Item(id, of) => {
            match assessment.position(id) {
                Some(at) => page.item_link(at, &assessment.item(at).title),
                None => page.text(id),
            };
            page.raw(": ").raw(of.words());
        }
        other => {
            page.words(&other.words());
        }
    }
}

fn when(page: &mut Page, at: Moment) {
    page.raw("<time datetime=\"").show(at).raw("\">");
    page.words(&at.time().format("%-d %B %Y, %H:%M UTC").to_string());
    page.raw("</time>");
}

fn verifying(page: &mut Page, dossier: &Dossier<'_>) {
    page.raw("<h3>How to verify</h3>\n<p>This page is a copy for reading; it proves nothing by itself. The assessment, the statements beside it and their signatures do:</p>\n");
    page.raw(
        "<pre><code>candor verify FILE --allowed-signers allowed_signers --evidence</code></pre>\n",
    );
    let offs = dossier.report.sign_offs.iter();
    let typed: Vec<Commands> = offs.filter_map(commands).collect();
    if !typed.is_empty() {
        page.raw("<p>Or without candor, in the directory of the assessment or in the folder that <code>candor export FILE --format bundle</code> makes:</p>\n<pre><code>");
        for Commands {
            files,
            signature,
            signer,
        } in &typed
        {
            let all = [Some(files), signature.as_ref(), signer.as_ref()];
            for command in all.into_iter().flatten() {
                page.words(command).raw("\n");
            }
        }
        page.raw("</code></pre>\n");
    }
    page.raw("<p>The file allowed_signers is your own: whom you trust is not for this page to say.</p>\n");
}
