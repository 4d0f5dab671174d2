//! How far, in full: by category, by stage, and beside what was declared.

use crate::domain::assessment::DeclaredOf;
use crate::domain::percent::{Percent, or_dash};
use crate::export::dossier::Dossier;
use crate::export::report::distance_words;
use crate::export::words::stage_words;

use super::markup::{Page, counted, parts, tenths};

/// The columns of a figure beside its bar.
const CLAIMED: &str = "claimed";
const EVIDENCED: &str = "evidenced";
const DECLARED: &str = "declared";

pub(super) fn categories(page: &mut Page, dossier: &Dossier<'_>) {
    let (report, checklist) = (dossier.report, dossier.assessment().checklist());
    page.raw("<section id=\"categories\" aria-labelledby=\"categories-head\">\n<h2 id=\"categories-head\">Claimed and evidenced, by category</h2>\n");
    legend(page);
    page.table(
        "By category",
        &[
            "category",
            "share",
            "#claimed",
            "#evidenced",
            "#declared",
            "#met",
        ],
    );
    for (category, sums) in checklist.categories.iter().zip(&report.figures.categories) {
        let (claimed, evidenced) = (sums.claimed(), sums.evidenced());
        let declared = report.declared_of_category(&category.id);
        page.raw("<tr><th scope=\"row\">")
            .text(&category.title)
            .raw("</th>");
        page.raw("<td class=\"bars\">");
        figure_bar(
            page,
            category.title.raw(),
            claimed.as_ref(),
            evidenced.as_ref(),
            declared,
        );
        page.raw("</td>");
        page.number(CLAIMED, or_dash(claimed.as_ref()));
        page.number(EVIDENCED, or_dash(evidenced.as_ref()));
        page.number(DECLARED, or_dash(declared));
        page.number("met", format!("{} of {}", sums.met, sums.counted));
        page.raw("</tr>\n");
    }
    page.table_end();
    counts(page, dossier);
    page.raw("</section>\n");
}

fn legend(page: &mut Page) {
    page.raw(
        "<ul class=\"legend\">\n\
<li><svg class=\"key\" aria-hidden=\"true\"><rect class=\"evidenced\" width=\"100%\" height=\"100%\"/></svg> evidenced</li>\n\
<li><svg class=\"key\" aria-hidden=\"true\"><rect class=\"track\" width=\"100%\" height=\"100%\"/><rect class=\"claimed\" width=\"100%\" height=\"100%\"/></svg> claimed without evidence</li>\n\
<li><svg class=\"key\" aria-hidden=\"true\"><rect class=\"track\" width=\"100%\" height=\"100%\"/><rect class=\"partial\" width=\"100%\" height=\"100%\"/></svg> partly met</li>\n\
<li><svg class=\"key thin\" aria-hidden=\"true\"><rect class=\"mark\" width=\"100%\" height=\"100%\"/></svg> declared elsewhere</li>\n\
</ul>\n",
    );
}

fn figure_bar(
    page: &mut Page,
    name: &str,
    claimed: Option<&Percent>,
    evidenced: Option<&Percent>,
    declared: Option<&Percent>,
) {
    let (c, e) = (or_dash(claimed), or_dash(evidenced));
    let mut says = format!("{name}: claimed {c}, evidenced {e}");
    if let Some(declared) = declared {
        says = format!("{says}, declared {declared}");
    }
    let mark = declared.map(|percent| tenths(Some(percent)));
    page.bar(&says, &parts(claimed, evidenced), mark);
}

/// Every item by status, and the two figures that stand beside claimed and evidenced.
fn counts(page: &mut Page, dossier: &Dossier<'_>) {
    let figures = &dossier.report.figures;
    let counts = figures.counts;
    page.raw("<ul class=\"counts\">\n");
    for (name, count, always) in [
        ("met", counts.met, true),
        ("partly met", counts.partial, true),
        ("not met", counts.unmet, true),
        ("unknown", counts.unknown, true),
        ("unanswered", counts.unanswered, true),
        ("not applicable", counts.not_applicable, true),
        ("out of play", counts.out_of_play, false),
        ("waived", counts.waived, false),
    ] {
        if always || count > 0 {
            page.raw("<li><b>")
                .show(count)
                .raw("</b> ")
                .raw(name)
                .raw("</li>\n");
        }
    }
    page.raw("</ul>\n<p>Over-claim, which is claimed less evidenced: <b>");
    page.words(&or_dash(figures.over_claim().as_ref()));
    page.raw("</b>. Answered, of the Blocker and Should items: <b>");
    page.words(&or_dash(figures.answered().as_ref()))
        .raw("</b> %.");
    if counts.waived > 0 {
        page.raw(" Claimed with waived items left out: <b>");
        page.words(&or_dash(figures.excluding_waived().as_ref()))
            .raw("</b>.");
    }
    page.raw("</p>\n");
}

pub(super) fn stages(page: &mut Page, dossier: &Dossier<'_>) {
    let (report, assessment) = (dossier.report, dossier.assessment());
    if report.stages.is_empty() {
        return;
    }
    page.raw("<section id=\"stages\" aria-labelledby=\"stages-head\">\n<h2 id=\"stages-head\">Ready for which stage</h2>\n");
    page.table(
        "Stages, lowest first",
        &[
            "stage",
            "state",
            "share",
            "#claimed",
            "#evidenced",
            "#declared",
            "#blocking",
        ],
    );
    let target = assessment.head.target.as_ref();
    for (stage, figures) in assessment.checklist().stages.iter().zip(&report.stages) {
        let (claimed, evidenced) = (figures.claimed(), figures.evidenced());
        let declared = dossier.declared_of_stage(&stage.id);
        page.raw("<tr><th scope=\"row\">").text(&stage.title);
        if target == Some(&stage.id) {
            page.raw(" <small>the target</small>");
        }
        page.raw("</th>");
        page.cell("state");
        match figures.ready {
            Some(true) => page.sign("#s-met").raw("ready"),
            Some(false) => page.sign("#s-unmet").raw("not ready"),
            None => page.sign("#s-na").raw("needs nothing"),
        };
        page.raw("</td><td class=\"bars\">");
        let says = format!("{}: {}", stage.title.raw(), stage_words(figures));
        let mark = declared.map(|percent| tenths(Some(percent)));
        page.bar(&says, &parts(claimed.as_ref(), evidenced.as_ref()), mark);
        page.raw("</td>");
        page.number(CLAIMED, or_dash(claimed.as_ref()));
        page.number(EVIDENCED, or_dash(evidenced.as_ref()));
        page.number(DECLARED, or_dash(declared));
        page.number("blocking", figures.open_blockers);
        page.raw("</tr>\n");
    }
    page.table_end();
    page.raw("</section>\n");
}

pub(super) fn declared(page: &mut Page, dossier: &Dossier<'_>) {
    let report = dossier.report;
    if report.declared.is_empty() {
        return;
    }
    page.raw("<section id=\"declared\" aria-labelledby=\"declared-head\">\n<h2 id=\"declared-head\">Declared elsewhere, beside what was found</h2>\n");
    page.table(
        "Declared elsewhere",
        &[
            "what",
            "of",
            DECLARED,
            "#percent",
            "beside this review",
            "said by",
        ],
    );
    for figure in &report.declared {
        let declared = figure.declared;
        page.raw("<tr><th scope=\"row\">")
            .text(&declared.label)
            .raw("</th>");
        page.cell("of");
        of_what(page, dossier, &declared.of);
        page.raw("</td>");
        page.text_cell(DECLARED, &declared.value);
        page.number("percent", or_dash(figure.percent.as_ref()));
        let distances = [
            (&figure.above_claimed, CLAIMED),
            (&figure.above_evidenced, EVIDENCED),
        ];
        let distances: Vec<String> = distances
            .iter()
            .filter_map(|(above, what)| Some(distance_words(above.as_ref()?, what)))
            .collect();
        page.words_cell("beside this review", &or_a_dash(&distances.join(", ")));
        page.cell("said by");
        let mut between = "";
        for text in [&declared.by, &declared.source] {
            if !text.is_blank() {
                page.raw(between).text(text);
                between = ", ";
            }
        }
        if let Some(on) = declared.on {
            page.raw(between).show(on);
            between = ", ";
        }
        page.raw(if between.is_empty() { "—" } else { "" })
            .raw("</td></tr>\n");
    }
    page.table_end();
    if !report.table_checks.is_empty() {
        page.raw("<ul>\n");
        for check in &report.table_checks {
            page.raw("<li>").text(&check.label).raw(": the declared ");
            page.show(&check.total).raw(" ").words(&check.phrase());
            page.raw(".</li>\n");
        }
        page.raw("</ul>\n");
    }
    page.raw("<p class=\"note\">").words(&counted(
        report.declared.len(),
        "figure was",
        "figures were",
    ));
    page.raw(" announced outside this review; none of them counts in it.</p>\n</section>\n");
}

fn of_what(page: &mut Page, dossier: &Dossier<'_>, of: &DeclaredOf) {
    let checklist = dossier.assessment().checklist();
    match of {
        DeclaredOf::Overall => page.raw("the whole"),
        DeclaredOf::Verdict => page.raw("the verdict"),
        DeclaredOf::Free => page.raw("—"),
        DeclaredOf::Category(id) => {
            let found = checklist.categories.iter().find(|it| it.id == *id);
            page.raw("category ").text(found.map_or(id, |it| &it.title))
        }
        DeclaredOf::Stage(id) => {
            let found = checklist.stages.iter().find(|it| it.id == *id);
            page.raw("stage ").text(found.map_or(id, |it| &it.title))
        }
    };
}

fn or_a_dash(words: &str) -> String {
    if words.is_empty() { "—" } else { words }.to_owned()
}
