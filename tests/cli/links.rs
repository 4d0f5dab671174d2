//! An assessment by way of links: what belongs to it stands beside the file, and links that lead nowhere are named.

use std::fs;
use std::os::unix::fs::symlink;

use super::builder::CliTest;

/// `l0.ron -> d1/l1.ron -> d2/x.ron`.
fn linked() -> CliTest {
    let test = CliTest::with_review().git_user("Ana");
    for directory in ["d1", "d2"] {
        fs::create_dir(test.path(directory)).unwrap();
    }
    fs::rename(test.path("x.ron"), test.path("d2/x.ron")).unwrap();
    symlink("../d2/x.ron", test.path("d1/l1.ron")).unwrap();
    symlink("d1/l1.ron", test.path("l0.ron")).unwrap();
    test
}

#[test]
fn sign_offs_and_evidence_belong_to_the_file_whichever_link_leads_there() {
    let test = linked();
    let test = test.file("d2/report.txt", "fine");
    test.run(["sign", "l0.ron", "--role", "sre", "--decision", "no-go"])
        .exit(0);
    test.run(["evidence", "l0.ron", "backups", "add", "file:d2/report.txt"])
        .exit(0);
    for folder in [
        "l0.signoffs",
        "l0.evidence",
        "d1/l1.signoffs",
        "d1/l1.evidence",
    ] {
        assert!(!test.path(folder).exists(), "{folder}");
    }
    assert_eq!(fs::read_dir(test.path("d2/x.evidence")).unwrap().count(), 2);
    // It is recorded as seen from the file.
    assert!(test.read("d2/x.ron").contains("path: \"report.txt\""));
    for file in ["l0.ron", "d1/l1.ron", "d2/x.ron"] {
        test.run(["score", file])
            .exit(0)
            .stdout_contains("signed-no-go");
        let verified = test.run(["verify", file]);
        assert!(!verified.stdout.contains("nobody has signed"), "{file}");
        test.run(["list", "assessments", "--json"]).exit(0);
    }
    // What an earlier version has put beside a link is not passed over in silence.
    fs::create_dir(test.path("l0.signoffs")).unwrap();
    test.run(["score", "l0.ron"])
        .exit(0)
        .stderr_contains("what is in l0.signoffs is not read; move it to d2/x.signoffs");
    test.run(["score", "d2/x.ron"]).exit(0).quiet();
}

#[test]
fn links_that_lead_nowhere_or_in_a_circle_are_called_so() {
    let test = CliTest::with_review();
    symlink("nowhere.ron", test.path("lost.ron")).unwrap();
    symlink("b.ron", test.path("a.ron")).unwrap();
    symlink("a.ron", test.path("b.ron")).unwrap();
    for (file, part) in [
        ("lost.ron", "it is a link to a file that is not there"),
        ("a.ron", "the symbolic links there lead in a circle"),
    ] {
        let new = ["new", file, "--checklist", "list.ron", "--subject", "S"];
        for refused in [test.run(["score", file]), test.run(new)] {
            refused.exit(3).stderr_contains(part);
            assert!(!refused.stderr.contains("os error"), "{}", refused.stderr);
        }
    }
}
