//! git with candor as merge driver, as people use it.

use candor::domain::merge::merge;
use candor::format::write::write_assessment;

use super::clone::{Clone, FILE, World};

/// A repository that is set up, with the work of one person on `main` and that of another on `other`.
fn apart(world: &World, ours: impl Fn(&Clone<'_>), theirs: impl Fn(&Clone<'_>)) -> Clone<'_> {
    let ana = world.begun();
    ana.candor(["git", "install"]).exit(0);
    ana.commit("merge with candor");
    let ben = world.cloned(&ana, "ben", "Ben");
    theirs(&ben);
    ben.commit("what Ben did");
    ours(&ana);
    ana.commit("what Ana did");
    ana.git(["fetch", "-q", "../ben", "main:other"]).exit(0);
    ana
}

/// What the engine makes of two branches, as it is written.
fn merged(clone: &Clone<'_>, base: &str, ours: &str, theirs: &str) -> String {
    let base = clone.version(base);
    let merged = merge(Some(&base), &clone.version(ours), &clone.version(theirs));
    write_assessment(&merged.assessment)
}

fn in_the_same_lists(of: &Clone<'_>, who: &str) {
    of.candor(["set", FILE, "participant", who]).exit(0);
    of.candor([
        "note",
        FILE,
        "decision",
        &format!("{who} decides"),
        "--by",
        who,
    ])
    .exit(0);
    of.candor(["snapshot", FILE, &format!("as {who} saw it"), "--by", who])
        .exit(0);
}

#[test]
fn work_on_different_items_and_in_the_same_lists_merges() {
    let world = World::new();
    let ana = apart(
        &world,
        |ana| {
            ana.answer("backups", "met");
            in_the_same_lists(ana, "Ana");
        },
        |ben| {
            ben.answer("alerts", "met");
            in_the_same_lists(ben, "Ben");
        },
    );
    let wanted = merged(&ana, "main~1", "main", "other");
    ana.git(["merge", "--no-edit", "other"])
        .exit(0)
        .silent_of("candor");
    assert_eq!(ana.read(FILE), wanted);
    assert_eq!(ana.statuses(), ["met", "met", "unanswered", "unanswered"]);
    let review = ana.review();
    assert_eq!(review.head.participants.len(), 2);
    assert_eq!(review.head.decisions.len(), 2);
    assert_eq!(review.head.snapshots.len(), 2);
    assert_eq!(ana.git(["status", "--porcelain"]).stdout, "");
}

#[test]
fn two_answers_to_one_item_are_a_conflict_that_git_names_and_the_file_holds() {
    let world = World::new();
    let ana = apart(
        &world,
        |ana| ana.answer("backups", "met"),
        |ben| ben.answer("backups", "unmet"),
    );
    let wanted = merged(&ana, "main~1", "main", "other");
    ana.git(["merge", "--no-edit", "other"])
        .exit(1)
        .says(&format!("CONFLICT (content): Merge conflict in {FILE}"))
        .says("1 item in conflict: backups (")
        .says("met by Ana")
        .says("not met by Ben")
        .says(&format!(
            "candor answer {FILE} backups --resolve 1|2|by:NAME, then: git add {FILE}"
        ));
    assert_eq!(ana.read(FILE), wanted);
    assert!(!wanted.contains("<<<<<<<"));
    assert_eq!(ana.conflicts(), ["backups"]);
    ana.candor(["gate", FILE]).exit(1);
    // Whoever merges first makes no difference.
    let ben = world.cloned(&ana, "ben-again", "Ben");
    ben.candor(["git", "install"]).exit(0);
    ben.git(["checkout", "-q", "-b", "mine", "origin/other"])
        .exit(0);
    ben.git(["merge", "--no-edit", "origin/main"]).exit(1);
    assert_eq!(ben.read(FILE), wanted);
    // Settled by one of the two, it can be committed.
    resolve(&ana, "by:Ben");
    assert_eq!(ana.conflicts(), [""; 0]);
    assert_eq!(ana.statuses()[0], "not met");
    ana.git(["add", FILE]).exit(0);
    ana.git(["commit", "-q", "--no-edit"]).exit(0);
    assert_eq!(ana.git(["status", "--porcelain"]).stdout, "");
}

fn resolve(who: &Clone<'_>, version: &str) {
    who.candor([
        "answer",
        FILE,
        "backups",
        "--resolve",
        version,
        "--by",
        "Ana",
    ])
    .exit(0);
}

#[test]
fn a_rebase_stops_at_the_conflict_and_goes_on() {
    let world = World::new();
    let ana = apart(
        &world,
        |ana| {
            ana.answer_and_commit("tests", "met");
            ana.answer_and_commit("backups", "met");
            ana.answer("docs", "met");
        },
        |ben| ben.answer("backups", "unmet"),
    );
    ana.git(["rebase", "other"])
        .exit(1)
        .says("CONFLICT")
        .says("backups");
    assert_eq!(ana.conflicts(), ["backups"]);
    resolve(&ana, "by:Ana");
    ana.git(["add", FILE]).exit(0);
    ana.git(["rebase", "--continue"]).exit(0);
    assert_eq!(ana.statuses(), ["met", "unanswered", "met", "met"]);
    assert_eq!(ana.conflicts(), [""; 0]);
    let commits = ana.git(["rev-list", "--count", "other..main"]).stdout;
    assert_eq!(commits.trim(), "3");
}

#[test]
fn a_picked_commit_brings_its_own_change_alone() {
    let world = World::new();
    let ana = apart(
        &world,
        |ana| ana.answer("backups", "met"),
        |ben| {
            ben.answer_and_commit("alerts", "unmet");
            ben.answer_and_commit("tests", "met");
            ben.answer("backups", "unmet");
        },
    );
    ana.git(["cherry-pick", "other~1"]).exit(0);
    assert_eq!(ana.statuses(), ["met", "unanswered", "met", "unanswered"]);
    let wanted = merged(&ana, "other~1", "main", "other");
    ana.git(["cherry-pick", "other"]).exit(1).says("CONFLICT");
    assert_eq!(ana.read(FILE), wanted);
    resolve(&ana, "by:Ana");
    ana.git(["add", FILE]).exit(0);
    // Nothing but the way to it is new: the answer is the one that stood.
    ana.git(["-c", "core.editor=true", "cherry-pick", "--continue"])
        .exit(0);
    ana.git(["revert", "--no-edit", "HEAD~1"]).exit(0);
    assert_eq!(
        ana.statuses(),
        ["met", "unanswered", "unanswered", "unanswered"]
    );
}

#[test]
fn a_stash_comes_back_and_a_merge_can_wait_for_its_commit() {
    let world = World::new();
    let ana = apart(
        &world,
        |ana| ana.answer("backups", "met"),
        |ben| ben.answer("alerts", "met"),
    );
    ana.answer("tests", "met");
    ana.candor(["set", FILE, "participant", "Ana"]).exit(0);
    ana.git(["stash", "-q"]).exit(0);
    ana.git(["merge", "-q", "--no-commit", "--no-ff", "other"])
        .exit(0);
    assert_eq!(ana.statuses(), ["met", "met", "unanswered", "unanswered"]);
    ana.candor(["set", FILE, "participant", "Ben"]).exit(0);
    ana.commit("both");
    ana.git(["stash", "pop", "-q"]).exit(0);
    assert_eq!(ana.statuses(), ["met", "met", "met", "unanswered"]);
    assert_eq!(ana.review().head.participants.len(), 2);
}

#[test]
fn three_people_merge_one_after_another_and_at_once() {
    let world = World::new();
    let ana = apart(
        &world,
        |ana| ana.answer("backups", "met"),
        |ben| ben.answer("alerts", "met"),
    );
    ana.git(["checkout", "-q", "-b", "third", "main~1"]).exit(0);
    ana.answer_and_commit("docs", "met");
    ana.git(["checkout", "-q", "-b", "at-once", "main"]).exit(0);
    // git merges three at once by lines, and different items are different lines.
    ana.git(["merge", "-q", "--no-edit", "other", "third"])
        .exit(0);
    assert_eq!(ana.statuses(), ["met", "met", "unanswered", "met"]);
    let at_once = ana.read(FILE);
    ana.git(["checkout", "-q", "main"]).exit(0);
    ana.git(["merge", "-q", "--no-edit", "other"]).exit(0);
    ana.git(["merge", "-q", "--no-edit", "third"]).exit(0);
    assert_eq!(ana.read(FILE), at_once);
    // Three answers to one item: all three are kept.
    for (branch, status) in [("one", "met"), ("two", "unmet"), ("three", "partial:30")] {
        ana.git(["checkout", "-q", "-b", branch, "at-once"]).exit(0);
        ana.answer_and_commit("tests", status);
    }
    ana.git(["merge", "-q", "--no-edit", "one"]).exit(1);
    ana.commit("still in conflict");
    ana.git(["merge", "-q", "--no-edit", "two"]).exit(1);
    let review = ana.review();
    let tests = review.answer(&"tests".into()).unwrap();
    assert_eq!(tests.conflict.len(), 3, "{tests:#?}");
}

/// Two merges of the same two branches that answered apart: what both began from has to be merged itself.
#[test]
fn branches_that_were_merged_crosswise_merge_again() {
    let world = World::new();
    let ana = apart(
        &world,
        |ana| ana.answer("backups", "met"),
        |ben| ben.answer("alerts", "met"),
    );
    ana.git(["checkout", "-q", "-b", "left", "main"]).exit(0);
    ana.git(["merge", "-q", "--no-edit", "other"]).exit(0);
    ana.answer_and_commit("tests", "met");
    ana.git(["checkout", "-q", "-b", "right", "other"]).exit(0);
    ana.git(["merge", "-q", "--no-edit", "main"]).exit(0);
    ana.answer_and_commit("docs", "met");
    ana.git(["merge", "-q", "--no-edit", "left"])
        .exit(0)
        .silent_of("candor");
    assert_eq!(ana.statuses(), ["met"; 4]);
}

#[test]
fn line_ends_stay_what_they_are_and_what_was_signed_stays_valid() {
    let world = World::new();
    let ana = world.begun();
    ana.candor(["git", "install"]).exit(0);
    ana.answer("backups", "met");
    let sign = ["sign", FILE, "--role", "sre", "--decision", "no-go"];
    ana.candor(sign.iter().copied().chain(["--by", "Ana"]))
        .exit(0);
    ana.commit("signed");
    let ben = world.cloned(&ana, "ben", "Ben");
    ben.git(["config", "core.autocrlf", "true"]).exit(0);
    ben.git(["rm", "-q", "-r", "--cached", "."]).exit(0);
    ben.git(["reset", "-q", "--hard"]).exit(0);
    assert_eq!(ben.read(FILE), ana.read(FILE));
    ben.candor(["git", "install"]).exit(0);
    ben.candor(sign.iter().copied().chain(["--by", "Ben"]))
        .exit(0);
    ben.commit("Ben signed");
    ana.candor(sign.iter().copied().chain(["--by", "Chidi"]))
        .exit(0);
    ana.commit("Chidi signed");
    ben.git(["pull", "-q", "--no-rebase", "--no-edit"]).exit(0);
    let verified = ben.candor(["verify", FILE, "--json"]).stdout;
    let verified: serde_json::Value = serde_json::from_str(&verified).unwrap();
    let sign_offs = verified["sign_offs"].as_array().unwrap();
    assert_eq!(sign_offs.len(), 3, "{verified:#}");
    assert!(!verified.to_string().contains("forged"), "{verified:#}");
    assert_eq!(ben.git(["status", "--porcelain"]).stdout, "");
}

/// What is no review merges as if there were no driver, and stops no merge.
#[test]
fn other_files_merge_as_git_does_it() {
    let newer = World::new().begun().read(FILE);
    let newer = newer.replace("format: 1", "format: 9");
    let files = |side: &str| {
        [
            (
                "list.ron",
                format!("Checklist(\n    id: \"{side}\",\n    title: \"x\",\n)\n").into_bytes(),
            ),
            ("clean.ron", lines(side).into_bytes()),
            ("newer.ron", newer.replace("API", side).into_bytes()),
            ("binary.ron", [b"\0\xff", side.as_bytes(), b"\n"].concat()),
            (
                "empty.ron",
                if side == "base" {
                    Vec::new()
                } else {
                    side.into()
                },
            ),
        ]
    };
    let world = World::new();
    let merge = |place: &'static str, with_driver: bool| {
        let clone = world.somebody(place, "Ana");
        std::fs::create_dir(&clone.path).unwrap();
        clone.git(["init", "-q", "-b", "main"]).exit(0);
        if with_driver {
            clone.candor(["git", "install"]).exit(0);
        }
        for (branch, from) in [("main", ""), ("other", "main"), ("mine", "main")] {
            if !from.is_empty() {
                clone.git(["checkout", "-q", "-b", branch, from]).exit(0);
            }
            for (name, content) in files(if from.is_empty() { "base" } else { branch }) {
                clone.write(name, content);
            }
            clone.commit(branch);
        }
        let ran = clone.git(["merge", "--no-edit", "other"]).exit(1);
        let unmerged = clone.git(["diff", "--name-only", "--diff-filter=U"]).stdout;
        let contents =
            files("").map(|(name, _)| (name, std::fs::read(clone.path.join(name)).unwrap()));
        (unmerged, contents, ran)
    };
    let (unmerged, contents, ran) = merge("with", true);
    let (without_unmerged, without_contents, _) = merge("without", false);
    assert_eq!(unmerged, without_unmerged, "{ran:#?}");
    for ((name, with), (_, without)) in contents.iter().zip(&without_contents) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(with), text(without), "{name}");
    }
    assert!(!unmerged.contains("clean.ron"));
}

fn lines(side: &str) -> String {
    let line = |at: usize| match (at, side) {
        (2, "mine") | (17, "other") => format!("{side}\n"),
        _ => format!("line {at}\n"),
    };
    (0..20).map(line).collect()
}

/// `candor merge %O %A %B`, without a word more, is a driver as well.
#[test]
fn a_driver_line_that_somebody_wrote_by_hand_works() {
    let world = World::new();
    let ana = apart(
        &world,
        |ana| {
            ana.answer("backups", "met");
            ana.write("list.ron", "ours\n");
        },
        |ben| {
            ben.answer("backups", "unmet");
            ben.write("list.ron", "theirs\n");
        },
    );
    let line = format!("'{}' merge %O %A %B", env!("CARGO_BIN_EXE_candor"));
    ana.git(["config", "merge.candor.driver", &line]).exit(0);
    ana.git(["merge", "--no-edit", "other"]).exit(1);
    assert_eq!(ana.conflicts(), ["backups"]);
    assert_eq!(
        ana.read("list.ron"),
        "<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\n"
    );
}
