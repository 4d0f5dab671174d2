//! What the example assessments say, as compact tables: the documents' figures in our own words.

use super::example_tables_more::{CAROUSEL, PLATFORM_PLAN, POST_AUDIT};

/// One answer: the item, the status as one word, the comment, and what the document reports without showing it.
pub(super) type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

/// One declared figure: label, what of, value, table.
pub(super) type Announced = (&'static str, &'static str, &'static str, &'static str);

/// What else is said of an item: the item, of what kind, and the words.
pub(super) type More = (&'static str, &'static str, &'static str);

/// One example assessment.
pub(super) struct Example {
    pub(super) name: &'static str,
    pub(super) checklist: &'static str,
    pub(super) subject: &'static str,
    pub(super) version: &'static str,
    pub(super) system: &'static str,
    /// The stage that is aimed at; empty for none.
    pub(super) target: &'static str,
    /// The document's day.
    pub(super) day: &'static str,
    /// Who reviewed; an invented name.
    pub(super) reviewer: &'static str,
    /// Who announced the declared figures.
    pub(super) announcer: &'static str,
    pub(super) rows: &'static [Row],
    pub(super) declared: &'static [Announced],
    pub(super) more: &'static [More],
    /// A cost per month in USD: for what, its low and its high end.
    pub(super) costs: &'static [(&'static str, &'static str, &'static str)],
    /// A role and its effort.
    pub(super) resources: &'static [(&'static str, &'static str)],
    /// A label, the time of the document's day, and the total that was declared then; the figures are frozen where
    /// nothing was.
    pub(super) snapshots: &'static [(&'static str, &'static str, &'static str)],
    /// A decision, an action or a parked question about the whole.
    pub(super) notes: &'static [(&'static str, &'static str)],
}

impl Example {
    pub(super) const EMPTY: Self = Self {
        name: "",
        checklist: "",
        subject: "",
        version: "",
        system: "",
        target: "",
        day: "",
        reviewer: "",
        announcer: "",
        rows: &[],
        declared: &[],
        more: &[],
        costs: &[],
        resources: &[],
        snapshots: &[],
        notes: &[],
    };
}

pub(super) const EXAMPLES: [Example; 7] = [
    SPARK,
    SPARK_REQUIREMENTS,
    BUBBLE,
    BUBBLE_FRONTEND,
    CAROUSEL,
    PLATFORM_PLAN,
    POST_AUDIT,
];

const SPARK: Example = Example {
    name: "spark",
    checklist: "mvp-hardening",
    subject: "Spark",
    version: "MVP 1",
    system: "",
    day: "2024-12-07",
    reviewer: "Mira Lind",
    announcer: "the team's own review",
    rows: &[
        (
            "lint-clean",
            "met",
            "The linter has nothing to report.",
            &["Reported in the review; no linter output attached."],
        ),
        (
            "strict-types",
            "met",
            "The compiler's strict mode is switched on.",
            &["Reported in the review; the configuration was not attached."],
        ),
        (
            "error-boundaries",
            "met",
            "Boundaries are in place around the interface.",
            &["Reported in the review; not demonstrated."],
        ),
        (
            "test-suite",
            "met",
            "More than 655 tests.",
            &["The review counts 655+ tests; no run attached."],
        ),
        (
            "edge-case-tests",
            "met",
            "191 tests of hard edge cases.",
            &["The review counts 191 of them and finds that more than usual."],
        ),
        (
            "suite-green",
            "met",
            "The whole suite passes.",
            &["Reported as passing; no run attached."],
        ),
        (
            "main-function",
            "met",
            "Generating code works.",
            &["The reviewer says it was verified, without showing how."],
        ),
        (
            "result-export",
            "met",
            "Exporting works.",
            &["The reviewer says it was verified, without showing how."],
        ),
        (
            "result-preview",
            "met",
            "The preview works.",
            &["The reviewer says it was verified, without showing how."],
        ),
        (
            "handled-failures",
            "met",
            "A basic form is there; the review's own table gives it 6 of 10.",
            &["Listed among the strengths, called basic."],
        ),
        (
            "error-monitoring",
            "unmet",
            "The tracker was taken out because it broke the build; nothing replaced it. No gathered logs, no alerts.",
            &[],
        ),
        (
            "metrics-dashboards",
            "unmet",
            "No dashboards, for service level and cost neither.",
            &[],
        ),
        (
            "alert-rules",
            "unmet",
            "No rule exists and nobody would be called.",
            &[],
        ),
        (
            "service-level-tracking",
            "unmet",
            "No service level is defined, so none is measured.",
            &[],
        ),
        (
            "production-environment",
            "unmet",
            "Only a developer's local settings file exists: no production variables, database, endpoints or secrets.",
            &[],
        ),
        (
            "deployment-process",
            "unmet",
            "The production build was never verified; no scripts, no pipeline, no way back.",
            &[],
        ),
        (
            "health-checks",
            "unmet",
            "No health endpoint for production.",
            &[],
        ),
        (
            "database-setup",
            "unmet",
            "No migration scripts; connection pooling was not verified.",
            &[],
        ),
        (
            "security-hardening",
            "unmet",
            "Headers unverified, allowed origins and key rotation open, no audit. Rate limits exist but were not tried for production.",
            &[],
        ),
        (
            "load-tests",
            "unmet",
            "No load test, no benchmark, no capacity plan.",
            &[],
        ),
        ("auto-scaling", "unmet", "No scaling strategy yet.", &[]),
        (
            "project-guides",
            "met",
            "The guides cover a lot.",
            &["Listed among the strengths; not attached."],
        ),
        (
            "api-reference",
            "met",
            "The interface is documented.",
            &["Listed among the strengths; not attached."],
        ),
        (
            "user-help",
            "met",
            "There are guides for users.",
            &["Listed among the strengths; not attached."],
        ),
        (
            "backups",
            "unmet",
            "Neither a backup strategy nor a retention rule.",
            &[],
        ),
        (
            "runbooks",
            "unmet",
            "None written; no on-call or incident procedure.",
            &[],
        ),
        ("cost-control", "unmet", "Costs are not watched.", &[]),
        (
            "recovery-rehearsal",
            "unmet",
            "No recovery plan, so nothing was rehearsed.",
            &[],
        ),
    ],
    declared: &[
        ("Overall", "overall", "6.5/10", "category-scores"),
        (
            "Code quality",
            "category:code-quality",
            "9/10",
            "category-scores",
        ),
        (
            "Test coverage",
            "category:test-coverage",
            "10/10",
            "category-scores",
        ),
        (
            "Core features",
            "category:core-features",
            "8/10",
            "category-scores",
        ),
        (
            "Error handling",
            "category:error-handling",
            "6/10",
            "category-scores",
        ),
        (
            "Monitoring",
            "category:monitoring",
            "2/10",
            "category-scores",
        ),
        (
            "Deployment",
            "category:deployment",
            "3/10",
            "category-scores",
        ),
        ("Security", "category:security", "5/10", "category-scores"),
        (
            "Performance",
            "category:performance",
            "4/10",
            "category-scores",
        ),
        (
            "Documentation",
            "category:documentation",
            "8/10",
            "category-scores",
        ),
        (
            "Operations",
            "category:operations",
            "2/10",
            "category-scores",
        ),
        ("Development ready", "free", "9/10", ""),
        ("Demo ready", "free", "8/10", ""),
        ("Beta ready", "free", "7/10", ""),
        ("Production ready", "free", "3/10", ""),
        ("Risk level", "free", "HIGH", ""),
    ],
    ..Example::EMPTY
};

const SPARK_REQUIREMENTS: Example = Example {
    name: "spark-requirements",
    checklist: "production-requirements",
    subject: "Spark",
    version: "MVP 1",
    system: "",
    day: "2024-12-07",
    reviewer: "Mira Lind",
    announcer: "the team's own review",
    rows: &[
        (
            "working-code",
            "met",
            "The core features work.",
            &["Stated in the review, not shown."],
        ),
        (
            "passing-tests",
            "met",
            "More than 655 tests pass.",
            &["Stated in the review; no run attached."],
        ),
        ("target-environment", "unmet", "Not configured.", &[]),
        (
            "repeatable-deployment",
            "unmet",
            "There is no process.",
            &[],
        ),
        ("room-to-grow", "unmet", "Scaling was never tried.", &[]),
        ("hardened-security", "unmet", "Not hardened yet.", &[]),
        ("restorable-backup", "unmet", "No backup strategy.", &[]),
        (
            "live-monitoring",
            "unmet",
            "The error tracker is gone and nothing took its place.",
            &[],
        ),
        ("support-runbook", "unmet", "There is no runbook.", &[]),
        (
            "service-level",
            "unmet",
            "No service level is defined.",
            &[],
        ),
    ],
    declared: &[("Overall", "overall", "2/10", "")],
    ..Example::EMPTY
};

const BUBBLE: Example = Example {
    name: "bubble",
    checklist: "nine-attributes",
    subject: "Bubble",
    version: "",
    system: "bubble",
    day: "2025-01-15",
    reviewer: "Jonas Weir",
    announcer: "the team",
    rows: &[
        (
            "reliable",
            "met",
            "The core path from voice to clone works. The same document lists gaps in error handling, so the claim is generous.",
            &["Stated in the document, not shown."],
        ),
        (
            "tested",
            "unmet",
            "No comprehensive tests; the coverage is unclear.",
            &[],
        ),
        (
            "maintainable",
            "unmet",
            "Three unified systems doing the same, files of 136,000 lines, unclear structure.",
            &[],
        ),
        (
            "documented",
            "partial",
            "Documents exist, scattered over many places.",
            &["Stated in the document, not shown."],
        ),
        (
            "secure",
            "unknown",
            "No audit yet; it handles therapy, so health data may be involved.",
            &[],
        ),
        (
            "performant",
            "partial",
            "It works, but nobody has optimised it.",
            &["Stated in the document, not shown."],
        ),
        (
            "scalable",
            "unknown",
            "Not tested; the limits are not known.",
            &[],
        ),
        ("monitored", "unmet", "No monitoring at all.", &[]),
        (
            "supportable",
            "partial",
            "It functions, but its configuration and structure are complex.",
            &["Stated in the document, not shown."],
        ),
    ],
    declared: &[
        ("Announcement", "verdict", "production-ready", ""),
        (
            "After the review",
            "verdict",
            "functional, not production-ready",
            "",
        ),
    ],
    ..Example::EMPTY
};

const BUBBLE_FRONTEND: Example = Example {
    name: "bubble-frontend",
    checklist: "nine-attributes",
    subject: "Bubble frontend",
    version: "",
    system: "bubble",
    day: "2025-01-15",
    reviewer: "Jonas Weir",
    announcer: "the team",
    rows: &[
        (
            "reliable",
            "met",
            "Claimed on two grounds; nothing was tried out in the review.",
            &[
                "Error boundaries keep one failing component from taking the page down.",
                "Accessibility features are built in, so that it works for more people.",
            ],
        ),
        (
            "tested",
            "unknown",
            "The patterns are called tested; no test of these components is named.",
            &[],
        ),
        (
            "maintainable",
            "met",
            "Claimed: the components are typed throughout.",
            &["19 components, all with static types."],
        ),
        (
            "documented",
            "met",
            "Claimed.",
            &["Documentation comes with the components."],
        ),
        ("secure", "unknown", "Not mentioned for this part.", &[]),
        (
            "performant",
            "met",
            "Claimed for phones only.",
            &["Optimised for mobile devices."],
        ),
        ("scalable", "unknown", "Not mentioned for this part.", &[]),
        ("monitored", "unknown", "Not mentioned for this part.", &[]),
        (
            "supportable",
            "unknown",
            "Not mentioned for this part.",
            &[],
        ),
    ],
    declared: &[("Announcement", "verdict", "production-ready", "")],
    ..Example::EMPTY
};
