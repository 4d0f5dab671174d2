//! Sign-offs where people see them: what became of them on every screen, and signing itself.

use std::sync::Arc;

use candor::domain::assessment::{Assessment, Head, Participant, Status, Subject};
use candor::domain::change::{Change, Stamp};
use candor::domain::evidence::Observations;
use candor::domain::gate::Verdict;
use candor::domain::intention::Intention;
use candor::domain::sign_off::{Condition, Forgery, Seal, SignOff, Statement};
use candor::domain::text::Text;
use candor::domain::time::{UtcOffset, parse_day};
use candor::format::read::read_checklist;
use candor::problem::{Problem, ProblemKind};
use candor::tui::effect::Effect;
use candor::tui::message::Message;

use super::harness::{Ui, checklist, moment};
use super::screens::picture_everywhere;

const SIZE: (u16, u16) = (120, 32);

/// The small checklist, which wants a go of two roles.
pub(crate) fn assessment() -> Assessment {
    let wanting = checklist().replace(
        "    version: \"3\",\n",
        "    version: \"3\",\n    signoff: [\"sre\", \"product\"],\n",
    );
    let (checklist, faults) = read_checklist(wanting.as_bytes());
    let checklist = checklist.unwrap_or_else(|| panic!("{faults:?}"));
    let subject = Subject {
        name: "Payments API".into(),
        version: "2.4.1".into(),
        ..Subject::default()
    };
    let participant = |name: &str, role: &str| Participant {
        name: name.into(),
        role: role.into(),
    };
    let head = Head {
        subject,
        participants: vec![participant("Ana", "sre"), participant("Bo", "tech lead")],
        ..Head::default()
    };
    let created = moment("2026-11-20T09:00:00Z");
    let mut assessment = Assessment::new(Arc::new(checklist), head, created, UtcOffset::default());
    for item in ["tests", "error-tracking"] {
        let change = Change::Answer {
            item: item.into(),
            status: Status::Met,
            stamp: Stamp {
                id: format!("of-{item}").into(),
                at: created,
                by: "Bo".into(),
                recorded_by: Text::default(),
            },
        };
        assessment.apply(&change).unwrap();
    }
    assessment
}

/// A sign-off of an assessment as it stands.
pub(crate) fn sign_off(
    kept: &Assessment,
    (role, name): (&str, &str),
    decision: Verdict,
    at: &str,
) -> SignOff {
    let statement = Statement {
        copy: format!("payments-api.signoffs/{}.ron", "0a".repeat(32)),
        assessment: "0a".repeat(32),
        checklist_digest: "0b".repeat(32),
        checklist: kept.checklist().id.clone(),
        checklist_version: kept.checklist().version.clone(),
        subject: kept.head.subject.name.clone(),
        version: kept.head.subject.version.clone(),
        target: kept.head.target.clone(),
        verdict: Verdict::NoGo,
        reasons: vec!["open-blocker: backups".into()],
        scores: vec!["claimed 40.0".into()],
        waivers: Vec::new(),
        decision,
        conditions: Vec::new(),
        despite: "the beta has five friendly customers".into(),
        words: "we watch it by hand until December".into(),
        role: role.into(),
        name: name.into(),
        principal: name.into(),
        at: moment(at),
        with_key: false,
        found: Vec::new(),
        evidence: Vec::new(),
    };
    SignOff {
        file: format!("{}-{name}.txt", at.replace([':', '-'], "")),
        digest: "0c".repeat(32),
        statement: Some(statement),
        seal: Seal::NoKey,
        kept: Some(Arc::new(kept.clone())),
        lost: Vec::new(),
    }
}

/// A condition of a sign-off.
pub(crate) fn condition(id: &str, text: &str, due: &str) -> Condition {
    Condition {
        id: id.into(),
        text: text.into(),
        owner: "Bo".into(),
        due: parse_day(due).unwrap(),
    }
}

/// Lets the review see these sign-offs.
pub(crate) fn seen(ui: &mut Ui, sign_offs: Vec<SignOff>) {
    let mut observations = Observations::new();
    observations.set_sign_offs(sign_offs.into());
    ui.send(Message::Observed(observations));
}

/// A review with a go of one role, a conditional go of another, of which one condition is overdue, and a forged one.
pub(crate) fn signed(size: (u16, u16)) -> Ui {
    let assessment = assessment();
    let mut ui = Ui::review_of(assessment.clone(), size);
    let mut go = sign_off(
        &assessment,
        ("sre", "Ana"),
        Verdict::Go,
        "2026-11-20T10:00:00Z",
    );
    go.seal = Seal::Valid {
        key: "SHA256:abc".to_owned(),
    };
    let mut conditional = sign_off(
        &assessment,
        ("tech lead", "Bo"),
        Verdict::ConditionalGo,
        "2026-11-20T11:00:00Z",
    );
    if let Some(statement) = &mut conditional.statement {
        statement.conditions = vec![
            condition("c1", "a load test at twice the traffic", "2026-11-19"),
            condition("c2", "the runbook names who is called", "2026-12-01"),
        ];
    }
    let mut forged = sign_off(
        &assessment,
        ("product", "Noor"),
        Verdict::Go,
        "2026-11-20T12:00:00Z",
    );
    forged.seal = Seal::Forged(Forgery::Copy);
    seen(&mut ui, vec![go, conditional, forged]);
    ui
}

#[test]
fn the_review_says_what_became_of_sign_offs() {
    picture_everywhere("sign-off-review-current", signed);
    picture_everywhere("sign-off-review-superseded", |size| {
        signed(size).keys(UNMET)
    });
}

/// A review without open Blockers for which both roles have signed go; `x` on its first item supersedes both.
fn signed_go(size: (u16, u16)) -> Ui {
    let assessment = assessment();
    let mut ui = Ui::review_of(assessment.clone(), size);
    let go = |role: (&str, &str), at: &str| sign_off(&assessment, role, Verdict::Go, at);
    let sre = go(("sre", "Ana"), "2026-11-20T10:00:00Z");
    let product = go(("product", "Noor"), "2025-11-20T11:00:00Z");
    seen(&mut ui, vec![sre, product]);
    ui
}

/// To the item `tests`, and that it is not met.
const UNMET: &str = "<tab><tab>g<tab>gx";

/// The form filled with a conditional go, up to the key.
const CONDITIONAL: &str =
    "Xs<tab>c<tab>five friendly customers<tab>a load test<tab>Bo<tab>2026-12-01";

fn intention(ui: &Ui) -> Option<&Intention> {
    ui.effects.iter().find_map(|effect| match effect {
        Effect::Sign(intention) => Some(intention),
        _ => None,
    })
}

#[test]
fn the_page_and_its_dialogs() {
    picture_everywhere("sign-off-page", |size| signed(size).keys("X"));
    picture_everywhere("sign-off-page-superseded", |size| {
        signed(size).keys(UNMET).keys("X")
    });
    picture_everywhere("sign-off-page-nobody", |size| {
        Ui::review_of(assessment(), size).keys("X")
    });
    picture_everywhere("sign-off-form", |size| signed(size).keys(CONDITIONAL));
    picture_everywhere("sign-off-word", |size| {
        signed(size).keys(CONDITIONAL).keys("<enter>go<enter>")
    });
    picture_everywhere("sign-off-reasons", |size| signed(size).keys("vG"));
    picture_everywhere("sign-off-summary", |size| {
        signed(size).keys("S<tab><tab><tab>")
    });
}

#[test]
fn a_go_is_superseded_with_the_key_that_changes_an_answer_and_current_again_with_undo() {
    for size in [(160, 45), (120, 32), (80, 24), (60, 18), (60, 15), (40, 8)] {
        let mut ui = signed_go(size);
        assert!(!ui.text().contains("superseded"), "{}", ui.text());
        ui.press(UNMET);
        // Where there is hardly a line for it, it is counted.
        let words = match size {
            (60, 15) => "! 2 sign-offs superseded",
            _ => "superseded: tests",
        };
        assert!(ui.text().contains(words), "{}", ui.text());
        ui.press("u");
        assert!(!ui.text().contains("superseded"), "{}", ui.text());
        // A comment supersedes nothing.
        ui.press("cseen<enter>");
        assert!(!ui.text().contains("superseded"), "{}", ui.text());
    }
}

#[test]
fn each_role_says_by_a_sign_and_a_word_what_became_of_its_go() {
    let mut ui = signed_go(SIZE);
    assert!(
        ui.text().contains("✓ go signed by sre 11-20 (no key)"),
        "{}",
        ui.text()
    );
    assert!(ui.text().contains("✓ go signed by product 2025-11-20"));
    ui.press(UNMET);
    assert!(
        ui.text()
            .contains("! go signed by sre 11-20 (no key) · superseded: tests")
    );
    ui.press("X");
    let text = ui.text();
    assert!(text.contains("superseded: tests: status"), "{text}");
    assert!(text.contains("its go is superseded"), "{text}");
}

#[test]
fn enter_alone_signs_nothing_and_the_wrong_word_says_so() {
    let mut ui = signed_go(SIZE).keys("Xs<enter><enter><enter><enter>");
    assert!(intention(&ui).is_none());
    assert!(
        ui.text()
            .contains("nothing is signed yet: type no-go to sign"),
        "{}",
        ui.text()
    );
    ui.press("go<enter>");
    assert!(intention(&ui).is_none());
    assert!(
        ui.text().contains("nothing is signed: go is not no-go"),
        "{}",
        ui.text()
    );
    ui.press("<ctrl-u>NO-GO<enter>");
    assert!(intention(&ui).is_none());
    // The control: the right word does sign.
    ui.press("<ctrl-u>no-go<enter>");
    let signed = intention(&ui).unwrap();
    assert_eq!((signed.role.raw(), signed.decision), ("sre", Verdict::NoGo));
    assert_eq!((signed.by.raw(), signed.key.as_str()), ("Ana", ""));
}

#[test]
fn a_go_on_a_no_go_takes_a_reason() {
    let mut ui = signed_go(SIZE).keys("Xs<tab>g<enter>");
    assert!(ui.text().contains("takes a reason"), "{}", ui.text());
    ui.press("five friendly customers<enter>go<enter>");
    let signed = intention(&ui).unwrap();
    assert_eq!(signed.despite.raw(), "five friendly customers");
    assert_eq!(signed.seen, Verdict::NoGo);
}

#[test]
fn a_conditional_go_takes_conditions_with_owner_and_date() {
    let mut ui = signed_go(SIZE).keys("Xs<tab>c<tab>friendly customers<enter>");
    assert!(
        ui.text().contains("says on which condition"),
        "{}",
        ui.text()
    );
    ui.press("a load test<enter>");
    assert!(ui.text().contains("somebody has to do it"), "{}", ui.text());
    ui.press("Bo<enter>");
    assert!(ui.text().contains("a day is wanted"), "{}", ui.text());
    ui.press("2026-11-01<enter>");
    assert!(
        ui.text().contains("that day is over already"),
        "{}",
        ui.text()
    );
    ui.press(
        "<ctrl-u>2026-12-01<tab>the runbook<tab>Noor<tab>2026-11-21<tab><tab>as agreed<enter>",
    );
    assert!(
        ui.text()
            .contains("On condition: a load test (Bo, until 2026-12-01)"),
        "{}",
        ui.text()
    );
    ui.press("conditional-go<enter>");
    let signed = intention(&ui).unwrap();
    let conditions: Vec<(&str, &str, String)> = signed
        .conditions
        .iter()
        .map(|it| (it.text.raw(), it.owner.raw(), it.due.to_string()))
        .collect();
    assert_eq!(
        conditions,
        [
            ("a load test", "Bo", "2026-12-01".to_owned()),
            ("the runbook", "Noor", "2026-11-21".to_owned()),
        ]
    );
    assert_eq!(signed.words.raw(), "as agreed");
    assert_ne!(signed.conditions[0].id, signed.conditions[1].id);
}

#[test]
fn roles_and_keys_can_be_chosen_and_a_path_completed() {
    let mut ui = signed_go(SIZE).keys("Xs");
    ui.send(Message::KeysFound(vec!["~/.ssh/id_ed25519".to_owned()]));
    ui.press("<right>");
    assert!(ui.text().contains("Role        product"), "{}", ui.text());
    ui.press("<right><right><tab><tab><tab><right>");
    assert!(
        ui.text().contains("Key         ~/.ssh/id_ed25519"),
        "{}",
        ui.text()
    );
    ui.press("<right>ke");
    let asked = ui
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::Complete { text, measure: false } if text == "ke"));
    assert!(asked);
    ui.send(Message::Completed(candor::tui::message::Completed {
        text: "ke".to_owned(),
        found: vec![candor::tui::message::Suggestion {
            path: "keys/ana".to_owned(),
            is_directory: false,
        }],
        more: false,
    }));
    ui.press("<right><enter>no-go<enter>");
    let signed = intention(&ui).unwrap();
    assert_eq!(
        (signed.role.raw(), signed.key.as_str()),
        ("sre", "keys/ana")
    );
}

#[test]
fn what_was_typed_comes_back_after_escape_and_after_a_failure() {
    let mut ui = signed_go(SIZE).keys("Xs<tab>g<tab>five friendly customers<esc>");
    assert!(ui.text().contains("s brings it back"), "{}", ui.text());
    ui.press("s");
    assert!(
        ui.text().contains("five friendly customers"),
        "{}",
        ui.text()
    );
    ui.press("<enter>go<esc>s");
    assert!(
        ui.text().contains("five friendly customers"),
        "{}",
        ui.text()
    );
    ui.press("<enter>go<enter>");
    assert!(intention(&ui).is_some());
    let problem = Problem::new(ProblemKind::File, "ssh-keygen did not sign with this key");
    ui.send(Message::Signed(Err(problem)));
    assert!(
        ui.text().contains("not signed: ssh-keygen did not sign"),
        "{}",
        ui.text()
    );
    ui.press("s");
    assert!(
        ui.text().contains("five friendly customers"),
        "{}",
        ui.text()
    );
}

#[test]
fn what_is_signed_shows_at_once() {
    let mut ui = Ui::review_of(assessment(), SIZE).keys("Xs<enter>no-go<enter>");
    ui.effects.clear();
    ui.send(Message::Signed(Ok("a.signoffs/one.txt".to_owned())));
    assert!(
        ui.effects
            .iter()
            .any(|effect| matches!(effect, Effect::Look))
    );
    let made = sign_off(
        &assessment(),
        ("sre", "Ana"),
        Verdict::NoGo,
        "2026-11-21T09:00:00Z",
    );
    seen(&mut ui, vec![made]);
    let text = ui.text();
    assert!(
        text.contains("✗ sre") && text.contains("no-go signed by sre"),
        "{text}"
    );
    // Nothing of the form is left for the next.
    ui.press("s");
    assert!(!ui.text().contains("brings"), "{}", ui.text());
}

#[test]
fn nothing_is_signed_that_is_not_saved() {
    let mut ui = signed_go(SIZE).keys("Xs");
    ui.saves = false;
    ui.press("<esc><esc>");
    ui.press(UNMET);
    ui.press("Xs<enter>no-go<enter>");
    assert!(intention(&ui).is_none(), "it waits for the disk");
    let problem = Problem::new(ProblemKind::File, "not saved: the disk is full");
    ui.send(Message::NotSaved(problem));
    assert!(
        ui.text().contains("so not signed: the disk is full"),
        "{}",
        ui.text()
    );
    ui.press("s");
    assert!(
        ui.text().contains("NOT SAVED, so not signed"),
        "{}",
        ui.text()
    );
    ui.send(Message::Saved(u64::MAX));
    assert!(
        intention(&ui).is_none(),
        "what was refused is not signed later"
    );
    ui.press("s<enter>no-go<enter>");
    assert!(intention(&ui).is_some());
}

#[test]
fn signing_waits_for_the_save_that_is_under_way() {
    let mut ui = signed_go(SIZE);
    ui.saves = false;
    ui.press(UNMET);
    ui.press("Xs<enter>no-go<enter>");
    assert!(intention(&ui).is_none());
    ui.send(Message::Saved(u64::MAX));
    assert!(intention(&ui).is_some());
}

#[test]
fn read_only_and_locked_reviews_are_not_signed() {
    let mut ui = signed_go(SIZE);
    ui.model.review.as_mut().unwrap().read_only = true;
    ui.press("Xs");
    assert!(ui.model.dialog.is_none());
    assert!(
        ui.text()
            .contains("nothing is signed: the review is open read-only"),
        "{}",
        ui.text()
    );
    let mut ui = signed_go(SIZE).keys("LXs");
    assert!(ui.model.dialog.is_none());
    assert!(ui.text().contains("locked: L unlocks"), "{}", ui.text());
    ui.press("d");
    assert!(ui.text().contains("locked: L unlocks"), "{}", ui.text());
}

#[test]
fn a_condition_is_marked_done_with_a_key() {
    let mut ui = signed(SIZE);
    let overdue = "1 condition overdue: a load test at twice the traffic";
    ui.press("v");
    assert!(ui.text().contains(overdue), "{}", ui.text());
    ui.press("<esc>Xd");
    assert!(ui.text().contains("select a condition"), "{}", ui.text());
    // The last sections are the conditions and what supersedes.
    ui.press("G<backtab>d");
    let done = &ui.assessment().head.fulfilled;
    assert_eq!(
        (done.len(), done[0].condition.raw(), done[0].by.raw()),
        (1, "c1", "Ana")
    );
    assert!(!ui.text().contains(overdue), "{}", ui.text());
    assert!(ui.text().contains("done: a load test"), "{}", ui.text());
    ui.press("<esc>u");
    assert!(ui.assessment().head.fulfilled.is_empty());
}

/// Sign-offs of an assessment with a text wherever somebody else writes one.
pub(crate) fn hostile(of: &Assessment, text: &str) -> Vec<SignOff> {
    let mut made = sign_off(
        of,
        (text, text),
        Verdict::ConditionalGo,
        "2026-11-20T10:00:00Z",
    );
    if let Some(statement) = &mut made.statement {
        (statement.despite, statement.words) = (text.into(), text.into());
        let mut asked = condition("c1", text, "2026-11-01");
        asked.owner = text.into();
        statement.conditions = vec![asked];
    }
    made.seal = Seal::UnknownSigner {
        key: text.to_owned(),
    };
    let mut no = sign_off(of, (text, text), Verdict::NoGo, "2026-11-20T11:00:00Z");
    if let Some(statement) = &mut no.statement {
        statement.role = Text::new(format!("other {text}"));
    }
    let mut forged = sign_off(of, ("x", text), Verdict::Go, "2026-11-20T12:00:00Z");
    forged.seal = Seal::Forged(Forgery::Copy);
    text.clone_into(&mut forged.file);
    vec![made, no, forged]
}
