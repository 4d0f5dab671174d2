//! `candor list`.

use serde_json::{Value, json};

use super::builder::{CHECKLIST, CliTest};

fn checklists(test: &CliTest) -> Vec<Value> {
    let list = test.run(["list", "checklists", "--json"]).exit(0).json();
    assert_eq!(list["assessments"], Value::Null);
    list["checklists"].as_array().unwrap().clone()
}

fn of_id<'a>(checklists: &'a [Value], id: &str) -> &'a Value {
    checklists
        .iter()
        .find(|list| list["id"] == json!(id))
        .unwrap()
}

#[test]
fn built_in_checklists_are_listed_with_what_they_hold() {
    let test = CliTest::new();
    let lists = checklists(&test);
    assert_eq!(
        of_id(&lists, "nine-attributes"),
        &json!({
            "id": "nine-attributes", "version": "2026.1",
            "title": "Nine attributes of a production-ready system", "items": 9, "blockers": 9,
            "source": "built-in", "path": null, "shadows": [], "shadowed_by": null, "problem": null,
        })
    );
    test.run(["list"])
        .exit(0)
        .quiet()
        .stdout_contains("none yet; begin one with: candor new FILE --checklist ID --subject NAME");
}

#[test]
fn a_nearer_checklist_shadows_a_farther_one_and_says_so() {
    let test = CliTest::new();
    std::fs::create_dir(test.path(".git")).unwrap();
    let mine = CHECKLIST.replace("id: \"small\"", "id: \"nine-attributes\"");
    let own = test.home().join("data/checklists");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("mine.ron"), &mine).unwrap();
    std::fs::write(own.join("broken.ron"), "Checklist(").unwrap();
    let yours = of_id(&checklists(&test), "nine-attributes").clone();
    assert_eq!(yours["source"], json!("yours"));
    assert_eq!(yours["shadows"], json!(["built-in"]));
    let test = test.file("readiness/checklists/ours.ron", &mine);
    let lists = checklists(&test);
    let ours = of_id(&lists, "nine-attributes");
    assert_eq!(ours["source"], json!("repository's"));
    assert_eq!(ours["shadows"], json!(["yours", "built-in"]));
    assert_eq!((&ours["items"], &ours["blockers"]), (&json!(5), &json!(2)));
    // What is hidden is listed as well, below what hides it.
    let same = lists.iter().filter(|list| list["id"] == ours["id"]);
    let hidden_by: Vec<(&Value, &Value, &Value)> = same
        .map(|list| (&list["source"], &list["shadowed_by"], &list["shadows"]))
        .collect();
    let by_ours = json!("repository's");
    assert_eq!(
        hidden_by,
        [
            (&by_ours, &Value::Null, &json!(["yours", "built-in"])),
            (&json!("yours"), &by_ours, &json!(["built-in"])),
            (&json!("built-in"), &by_ours, &json!([])),
        ]
    );
    let broken = lists.last().unwrap();
    assert_eq!(broken["id"], Value::Null);
    assert!(
        broken["problem"]
            .as_str()
            .unwrap()
            .contains("broken.ron:1:11: the text ends too early"),
        "{broken}"
    );
    test.run(["list", "checklists"])
        .exit(0)
        .stdout_contains("repository's, shadows yours and the built-in one")
        .stdout_contains("yours, shadowed by the repository's")
        .stdout_contains("built-in, shadowed by the repository's")
        .stdout_contains("broken.ron:1:11: the text ends too early");
    // What is listed is what is used.
    test.run([
        "new",
        "y.ron",
        "--checklist",
        "nine-attributes",
        "--subject",
        "Y",
    ])
    .exit(0)
    .stdout_contains("against Small, 5 items");
}

#[test]
fn recent_assessments_and_the_repositorys_are_listed_once_with_their_figures() {
    let test = CliTest::with_review().git_user("Ana");
    std::fs::create_dir(test.path(".git")).unwrap();
    test.run([
        "new",
        "readiness/api.ron",
        "--checklist",
        "list.ron",
        "--subject",
        "Pay",
    ])
    .exit(0);
    test.run([
        "answer",
        "readiness/api.ron",
        "backups",
        "met",
        "--evidence",
        "link:https://b",
        "--observed",
        "2024-01-01",
    ])
    .exit(0);
    let test = test
        .file("readiness/found.ron", test_file())
        .file("readiness/bad.ron", "Assessment(")
        .file("readiness/list.ron", CHECKLIST)
        .file("readiness/other.ron", "(settings: true)");
    let json = |as_of: &str| {
        let list = test
            .run(["list", "assessments", "--json", "--as-of", as_of])
            .exit(0)
            .json();
        list["assessments"].as_array().unwrap().clone()
    };
    let all = json("2024-01-02");
    let mut paths: Vec<&str> = all
        .iter()
        .map(|found| found["path"].as_str().unwrap())
        .collect();
    paths.sort_unstable();
    assert_eq!(
        paths,
        [
            "readiness/api.ron",
            "readiness/bad.ron",
            "readiness/found.ron",
            "x.ron"
        ]
    );
    let of = |all: &[Value], path: &str| {
        all.iter()
            .find(|found| found["path"] == json!(path))
            .unwrap()
            .clone()
    };
    assert_eq!(
        of(&all, "readiness/api.ron"),
        json!({
            "path": "readiness/api.ron", "subject": "Pay", "version": null, "system": null,
            "checklist": "small", "checklist_version": "3",
            "verdict": "no-go", "open_blockers": 1, "conflicts": 0, "claimed": 27.3, "evidenced": 27.3,
            "lapsing": [], "sign_offs": [], "problem": null,
        })
    );
    assert!(
        of(&all, "readiness/bad.ron")["problem"]
            .as_str()
            .unwrap()
            .contains("ends too early")
    );
    assert_eq!(
        of(&json("2025-01-01"), "readiness/api.ron")["evidenced"],
        json!(0.0)
    );
    // Thirty days from the first of January: the last day is the thirty-first, fourteen days after the seventeenth.
    assert_eq!(
        of(&json("2024-01-16"), "readiness/api.ron")["lapsing"],
        json!([])
    );
    let lapsing = of(&json("2024-01-17"), "readiness/api.ron")["lapsing"].clone();
    assert_eq!(
        (
            &lapsing[0]["item"],
            &lapsing[0]["last_day"],
            &lapsing[0]["days"]
        ),
        (&json!("backups"), &json!("2024-01-31"), &json!(14))
    );
    test.run(["list", "assessments", "--as-of", "2024-01-31"])
        .exit(0)
        .stdout_contains("readiness/api.ron  evidence of backups after today");
    test.run(["list"])
        .exit(0)
        .stdout_contains("readiness/api.ron")
        .stdout_contains("Checklists");
    test.refused(["list", "--as-of", "x"], 2, "`x` is not a time");
    std::fs::remove_file(test.path("x.ron")).unwrap();
    assert!(!test.run(["list"]).stdout.contains("x.ron"));
}

fn test_file() -> Vec<u8> {
    std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/examples/bubble.ron"
    ))
    .unwrap()
}
