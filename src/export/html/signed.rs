//! Who signed: as signed, and as it stands now; and how anybody can verify it.

use crate::export::dossier::Dossier;

use super::markup::Page;

/// The card of the first screen.
pub(super) fn in_short(page: &mut Page, dossier: &Dossier<'_>) {
    page.raw("<section class=\"card signers\" aria-labelledby=\"signed-head\">\n<h2 id=\"signed-head\">Who signed</h2>\n");
    page.raw("<p>Nobody has signed this yet.</p>\n");
    wanted(page, dossier);
    page.raw("</section>\n");
}

fn wanted(page: &mut Page, dossier: &Dossier<'_>) {
    let roles = &dossier.assessment().checklist().signoff;
    if roles.is_empty() {
        return;
    }
    page.raw("<p class=\"note\">The checklist asks for the go of ");
    for (count, role) in roles.iter().enumerate() {
        page.raw(if count == 0 { "" } else { ", " }).text(role);
    }
    page.raw(".</p>\n");
}

/// Every sign-off, and the commands by which it is verified.
pub(super) fn sign_offs(page: &mut Page, dossier: &Dossier<'_>) {
    page.raw("<section id=\"signoffs\" aria-labelledby=\"signoffs-head\">\n<h2 id=\"signoffs-head\">Sign-offs</h2>\n");
    page.raw("<p>Nobody has signed this yet.</p>\n");
    wanted(page, dossier);
    page.raw("<h3>How to verify</h3>\n<p>This page is a copy for reading; it proves nothing by itself. The assessment, the signed statements and their signatures do:</p>\n");
    page.raw("<pre><code>candor verify FILE --allowed-signers SIGNERS --evidence</code></pre>\n<p>Without candor, with what every Linux machine has, in the folder that <code>candor export FILE --format bundle</code> makes:</p>\n");
    page.raw("<pre><code>ssh-keygen -Y verify -f SIGNERS -I NAME -n candor -s STATEMENT.txt.sig &lt; STATEMENT.txt\nsha256sum -c CHECKSUMS</code></pre>\n<p>The list of allowed signers is yours: whom you trust is not for this page to say.</p>\n</section>\n");
}
