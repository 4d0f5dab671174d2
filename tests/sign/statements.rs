//! Statements: what is written is read back, byte for byte and for nothing else.

use candor::domain::gate::Verdict;
use candor::domain::sign_off::{Condition, PinnedFile, Statement};
use candor::domain::text::Text;
use candor::domain::time::{Moment, parse_day};
use candor::format::statement::{read_statement, write_statement};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof, proptest,
};

/// Texts that try to break out of their line, or to be read as something else.
fn texts() -> impl Strategy<Value = Text> {
    prop_oneof![
        "[a-z ]{0,12}",
        any::<String>(),
        "(.|\n|\r\n|[\\\\]|: |u[{]a[}]|\u{202e}|\u{0}|\u{1b}|\u{200d}|e\u{301}){0,8}",
        Just("x\nrole: admin\ndecision: go".to_owned()),
        Just(format!("\n{}  api.signoffs/x.ron", "a".repeat(64))),
        Just("\\n\\u{a}\\\\".to_owned()),
        Just(" leading and trailing ".to_owned()),
    ]
    .prop_map(Text::from)
}

fn digests() -> impl Strategy<Value = String> {
    "[0-9a-f]{64}"
}

fn verdicts() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        Just(Verdict::NoGo),
        Just(Verdict::ConditionalGo),
        Just(Verdict::Go)
    ]
}

fn moments() -> impl Strategy<Value = Moment> {
    (-62_167_219_200_i64..253_402_300_800)
        .prop_map(|second| Moment::new(chrono::DateTime::from_timestamp(second, 0).unwrap()))
}

fn conditions() -> impl Strategy<Value = Condition> {
    (texts(), texts(), texts(), 0..9999_u32, 1..13_u32, 1..29_u32).prop_map(
        |(id, text, owner, year, month, day)| Condition {
            id,
            text,
            owner,
            due: parse_day(&format!("{year:04}-{month:02}-{day:02}")).unwrap(),
        },
    )
}

/// Files with copies under odd names, files without, and files that only look as if they had one.
fn files() -> impl Strategy<Value = PinnedFile> {
    let names = prop_oneof![
        "[a-z]{1,8}",
        any::<String>(),
        "[a-z\\\\\n\r\u{202e} *]{1,8}"
    ];
    (digests(), names.clone(), names, 0..4_u8).prop_map(|(sha256, folder, name, sort)| {
        let path = match sort {
            0 => format!("{folder}.evidence/{sha256}-{name}"),
            1 => format!("{folder}.evidence/{name}"),
            2 => format!("/{folder}/{name}"),
            _ => format!("{folder}.evidence/{sha256}-/../{name}"),
        };
        PinnedFile { sha256, path }
    })
}

fn statements() -> impl Strategy<Value = Statement> {
    let subject = (texts(), texts(), option::of(texts()), texts(), texts());
    let digests3 = (digests(), digests(), vec(digests(), 0..3));
    let lists = (vec(texts(), 0..3), vec(texts(), 0..3), vec(texts(), 0..3));
    let signer = (texts(), texts(), texts(), texts(), texts());
    let rest = (verdicts(), verdicts(), moments(), any::<bool>());
    let more = (
        vec(conditions(), 0..3),
        vec(files(), 0..4),
        "[a-z\\\\\n\r]{0,6}",
    );
    (subject, digests3, lists, signer, rest, more).prop_map(
        |(subject, digests, lists, signer, rest, more)| Statement {
            copy: format!("{}.signoffs/{}.ron", more.2, digests.0),
            assessment: digests.0,
            checklist_digest: digests.1,
            checklist: subject.3,
            checklist_version: subject.4,
            subject: subject.0,
            version: subject.1,
            target: subject.2,
            verdict: rest.0,
            reasons: lists.0,
            scores: lists.1,
            waivers: lists.2,
            decision: rest.1,
            conditions: more.0,
            despite: signer.3,
            words: signer.4,
            role: signer.0,
            name: signer.1,
            principal: signer.2,
            at: rest.2,
            with_key: rest.3,
            found: digests.2,
            evidence: more.1,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back_whatever_the_text(statement in statements()) {
        let text = write_statement(&statement);
        prop_assert_eq!(read_statement(text.as_bytes()), Some(statement));
    }

    #[test]
    fn no_value_makes_a_line_and_nothing_unseen_stands_in_it(statement in statements()) {
        let text = write_statement(&statement);
        let plain = Statement {
            reasons: vec!["x".into(); statement.reasons.len()],
            words: Text::from(if statement.words.is_empty() { "" } else { "x" }),
            role: "x".into(),
            name: "x".into(),
            ..statement
        };
        prop_assert_eq!(text.lines().count(), write_statement(&plain).lines().count());
        assert!(text.chars().all(|c| c == '\n' || !candor::domain::text::must_escape(c)), "{text:?}");
    }

    #[test]
    fn any_bytes_are_a_statement_or_none_and_what_is_read_is_written_so(bytes in vec(any::<u8>(), 0..400)) {
        if let Some(statement) = read_statement(&bytes) {
            prop_assert_eq!(write_statement(&statement).into_bytes(), bytes);
        }
    }
}

fn sample() -> Statement {
    Statement {
        assessment: "a".repeat(64),
        copy: format!("api.signoffs/{}.ron", "a".repeat(64)),
        checklist_digest: "b".repeat(64),
        checklist: "web-service".into(),
        checklist_version: "3".into(),
        subject: "Payment API".into(),
        version: "2.0".into(),
        target: Some("staging".into()),
        verdict: Verdict::NoGo,
        reasons: vec!["open-blocker: backups".into()],
        scores: vec!["claimed 27.8".into()],
        waivers: vec!["alerts: soon (by Bo, approved by Cy, until 2026-12-01)".into()],
        decision: Verdict::ConditionalGo,
        conditions: vec![super::place::condition("c1", "2026-12-01")],
        despite: "it is\nurgent".into(),
        words: "we \\ looked".into(),
        role: "sre".into(),
        name: "Ana".into(),
        principal: "ana@example.org".into(),
        at: super::place::noon(),
        with_key: true,
        found: vec!["c".repeat(64)],
        evidence: vec![
            PinnedFile {
                sha256: "d".repeat(64),
                path: format!("api.evidence/{}-restore.log", "d".repeat(64)),
            },
            PinnedFile {
                sha256: "e".repeat(64),
                path: "big.tar".into(),
            },
        ],
    }
}

#[test]
fn a_statement_reads_like_this() {
    let a64 = "a".repeat(64);
    let expected = format!(
        "\
candor sign-off 1
subject: Payment API
version: 2.0
target: staging
decision: conditional-go
role: sre
name: Ana
principal: ana@example.org
time, by the signer's word: 2026-11-21T12:00:00Z
key: signed with an SSH key; the signature is the file of this name with .sig at its end
condition: time a restore
condition-owner: Bo
condition-due: 2026-12-01
condition-id: c1
despite: it is\\nurgent
words: we \\\\ looked
verdict: no-go
reason: open-blocker: backups
score: claimed 27.8
waiver: alerts: soon (by Bo, approved by Cy, until 2026-12-01)
checklist: web-service
checklist-version: 3
checklist-sha256: {b64}
found: {c64}
{a64}  api.signoffs/{a64}.ron
{d64}  api.evidence/{d64}-restore.log
pinned: {e64}  big.tar
",
        b64 = "b".repeat(64),
        c64 = "c".repeat(64),
        d64 = "d".repeat(64),
        e64 = "e".repeat(64),
    );
    assert_eq!(write_statement(&sample()), expected);
}

#[test]
fn what_is_not_written_so_is_no_statement() {
    let text = write_statement(&sample());
    assert!(read_statement(text.as_bytes()).is_some());
    let line = |of: &str| text.lines().find(|line| line.starts_with(of)).unwrap();
    let mut wrong = vec![
        String::new(),
        text.replace("candor sign-off 1", "candor sign-off 2"),
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        format!("{text}\n"),
        text.trim_end().to_owned(),
        text.replace("role: sre", "role:  sre")
            .replace("role:  sre", "role:sre"),
        text.replace("version: 2.0\n", "version: \n"),
        text.replace("words: we \\\\ looked", "words: we \\ looked"),
        text.replace("words: we \\\\ looked", "words: we \\u{20}looked"),
        text.replace("words: we \\\\ looked", "words: e\u{301}"),
        text.replace("Z\nkey", "+00:00\nkey"),
        text.replace("decision: conditional-go", "decision: maybe"),
        text.replace(&"d".repeat(64), &"D".repeat(64)),
        text.replace("  api.evidence", " api.evidence"),
        text.replace("  api.evidence", "  ./api.evidence"),
        text.replace("pinned: ", ""),
        text.replace(".signoffs/", "/"),
    ];
    for key in [
        "subject",
        "role",
        "decision",
        "key",
        "verdict",
        "checklist",
        "checklist-sha256",
    ] {
        let line = format!("{}\n", line(&format!("{key}: ")));
        wrong.push(text.replacen(&line, "", 1));
        wrong.push(text.replacen(&line, &line.repeat(2), 1));
    }
    // The order is one.
    let (role, name) = (line("role: "), line("name: "));
    wrong.push(text.replace(&format!("{role}\n{name}\n"), &format!("{name}\n{role}\n")));
    for wrong in wrong {
        assert_ne!(wrong, text);
        assert_eq!(read_statement(wrong.as_bytes()), None, "{wrong}");
    }
    let long = Statement {
        words: "x".repeat(1 << 20).into(),
        ..sample()
    };
    assert_eq!(read_statement(write_statement(&long).as_bytes()), None);
}
