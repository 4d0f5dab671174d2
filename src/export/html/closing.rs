//! What the words mean, and what the page was made of.

use crate::export::dossier::Dossier;

use super::markup::Page;

pub(super) fn words(page: &mut Page) {
    page.raw(
        "<section id=\"words\" aria-labelledby=\"words-head\">\n<h2 id=\"words-head\">The words</h2>\n<dl class=\"words\">\n\
<div><dt>claimed</dt><dd>What people said in the review, weighed by how much each item matters.</dd></div>\n\
<div><dt>evidenced</dt><dd>The part of it that evidence shows which is accepted, fresh and unchanged. It is never more than claimed.</dd></div>\n\
<div><dt>declared</dt><dd>What somebody announced outside this review.</dd></div>\n\
<div><dt>Blocker, Should, Nice</dt><dd>How much an item matters for shipping: every Blocker must be met and shown; of the Should items a share must be met; Nice is never a condition.</dd></div>\n\
<div><dt>no-go, conditional-go, go</dt><dd>The verdict follows from the answers, the evidence and the checklist’s rules. Nobody sets it by hand.</dd></div>\n\
<div><dt>unknown, unanswered</dt><dd>Somebody looked and can’t tell; nobody has looked. Neither counts as met.</dd></div>\n\
<div><dt>waiver</dt><dd>An item excused until a date by two named people. It excuses; it never passes.</dd></div>\n\
</dl>\n</section>\n",
    );
}

pub(super) fn footer(page: &mut Page, dossier: &Dossier<'_>) {
    page.raw("<footer>\n<p>Written by candor ")
        .raw(env!("CARGO_PKG_VERSION"));
    page.raw(", judged as of <time>")
        .show(dossier.report.as_of)
        .raw("</time>.</p>\n<dl>\n<div><dt>Assessment, SHA-256</dt><dd><code>");
    page.words(&dossier.assessment_digest());
    page.raw("</code></dd></div>\n<div><dt>Checklist, SHA-256</dt><dd><code>");
    page.words(&dossier.checklist_digest());
    page.raw("</code></dd></div>\n</dl>\n</footer>\n");
}
