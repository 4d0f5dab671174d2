//! Who signed: as signed, and as it stands now; and how anybody can verify it.

use crate::domain::sign_off::{Condition, Seal, SignOff, Statement, standing_conditions};
use crate::domain::supersede::Difference;
use crate::domain::text::Text;
use crate::domain::time::Moment;
use crate::export::dossier::Dossier;
use crate::export::sentences::standing_of;

use super::markup::{Page, counted};

/// So many sign-offs stand on the first screen.
const NAMED: usize = 4;

/// The card of the first screen.
pub(super) fn in_short(page: &mut Page, dossier: &Dossier<'_>) {
    page.raw("<section class=\"card signers\" aria-labelledby=\"signed-head\">\n<h2 id=\"signed-head\">Who signed</h2>\n");
    let signings: Vec<_> = dossier.report.signings().collect();
    if signings.is_empty() {
        page.raw("<p>Nobody has signed this yet.</p>\n");
    } else {
        page.raw("<ul class=\"signings\">\n");
        // The latest are what counts; they stand first.
        for (sign_off, superseded) in signings.iter().rev().take(NAMED) {
            line(page, sign_off, superseded);
        }
        page.raw("</ul>\n");
        page.raw("<p class=\"note\"><a href=\"#signoffs\">");
        match signings.len().saturating_sub(NAMED) {
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

fn line(page: &mut Page, sign_off: &SignOff, superseded: &[Difference]) {
    page.raw("<li>");
    page.sign(standing_sign(sign_off, superseded));
    page.raw("<div>");
    let forged = matches!(sign_off.seal, Seal::Forged(_));
    match &sign_off.statement {
        Some(statement) => {
            page.raw("<b>").raw(statement.decision.word()).raw("</b> ");
            page.text(&statement.name).raw(", ").text(&statement.role);
            page.raw(" <small>").raw(standing_of(sign_off, superseded));
            if forged {
                page.raw(": ").raw(sign_off.seal.words());
            } else {
                by_what(page, superseded);
                page.raw("; ").raw(sign_off.seal.words()).raw("; ");
                page.show(statement.at.time().date_naive());
            }
            page.raw("</small>");
        }
        None => {
            page.raw("<b>forged</b> <small>")
                .raw(sign_off.seal.words())
                .raw("</small>");
        }
    }
    page.raw("</div></li>\n");
}

/// By how many changes, where it is superseded.
fn by_what(page: &mut Page, superseded: &[Difference]) {
    if !superseded.is_empty() {
        page.raw(" by ")
            .words(&counted(superseded.len(), "change", "changes"));
    }
}

fn standing_sign(sign_off: &SignOff, superseded: &[Difference]) -> &'static str {
    match (&sign_off.seal, superseded) {
        (Seal::Forged(_), _) => "#s-unmet",
        (_, []) => "#s-met",
        _ => "#s-unknown",
    }
}

/// The roles whose go the checklist asks for and that have not signed.
fn missing(page: &mut Page, dossier: &Dossier<'_>) {
    let missing = dossier.roles_missing();
    if missing.is_empty() {
        return;
    }
    page.raw("<p class=\"note\">Still wanted: ");
    for (count, role) in missing.iter().enumerate() {
        page.raw(if count == 0 { "" } else { ", " }).text(role);
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
    for (sign_off, superseded) in dossier.report.signings() {
        signing(page, dossier, sign_off, superseded);
    }
    verifying(page, dossier);
    page.raw("</section>\n");
}

fn signing(page: &mut Page, dossier: &Dossier<'_>, sign_off: &SignOff, superseded: &[Difference]) {
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
    as_of_now(page, dossier, sign_off, superseded);
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

fn as_of_now(
    page: &mut Page,
    dossier: &Dossier<'_>,
    sign_off: &SignOff,
    superseded: &[Difference],
) {
    page.raw("<p>");
    page.sign(standing_sign(sign_off, superseded));
    page.raw("<b>")
        .raw(standing_of(sign_off, superseded))
        .raw("</b>");
    if let Seal::Forged(forgery) = &sign_off.seal {
        page.raw(": ")
            .raw(forgery.words())
            .raw(". It counts for nothing.</p>\n");
        return;
    }
    let now = dossier.report.judgement.verdict;
    by_what(page, superseded);
    page.raw(". The verdict ");
    let then = sign_off
        .statement
        .as_ref()
        .map(|statement| statement.verdict);
    page.raw(if then == Some(now) {
        "still is <b>"
    } else {
        "now is <b>"
    });
    page.raw(now.word()).raw("</b>.</p>\n");
    if superseded.is_empty() {
        if then.is_some_and(|then| then != now) {
            page.raw("<p>Nothing that was signed has changed; time has passed, or somebody signed.</p>\n");
        }
    } else {
        page.raw("<ul>\n");
        for difference in superseded {
            page.raw("<li>");
            differs(page, dossier, difference);
            page.raw("</li>\n");
        }
        page.raw("</ul>\n");
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
    page.raw("<pre><code>candor verify FILE --allowed-signers SIGNERS --evidence</code></pre>\n<p>Or without candor, in the folder that <code>candor export FILE --format bundle</code> makes:</p>\n<pre><code>");
    let keyed = |sign_off: &&SignOff| !matches!(sign_off.seal, Seal::NoKey | Seal::Forged(_));
    let signed: Vec<&SignOff> = dossier.report.sign_offs.iter().filter(keyed).collect();
    for sign_off in &signed {
        let principal = sign_off
            .statement
            .as_ref()
            .map(|statement| statement.principal.raw());
        commands(page, &sign_off.file, principal.unwrap_or_default());
    }
    if signed.is_empty() {
        commands(page, "", "");
    }
    page.raw("</code></pre>\n<p>SIGNERS is your own list of allowed signers: whom you trust is not for this page to say. The first command shows whose key signed the statement; the second, that the files it names are what was signed.</p>\n");
}

/// What to type for one statement. What is not plainly a name is not put into a command.
fn commands(page: &mut Page, file: &str, principal: &str) {
    let is_plain = |text: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '@' | '+' | '-');
        !text.is_empty() && !text.starts_with('-') && text.chars().all(plain)
    };
    let file = if is_plain(file) {
        file
    } else {
        "STATEMENT.txt"
    };
    let principal = if is_plain(principal) {
        principal
    } else {
        "NAME"
    };
    page.words(&format!(
        "ssh-keygen -Y verify -f SIGNERS -I {principal} -n candor -s {file}.sig < {file}"
    ));
    page.raw("\n")
        .words(&format!("sha256sum -c {file}"))
        .raw("\n");
}
