//! A merge driver that is not found or fails: git merges by lines instead, and where it kept one side only, as with the
//! driver line of an older candor, the other is not lost.

use std::path::Path;

use candor::domain::merge::merge;
use candor::format::write::write_assessment;

use super::clone::{Clone, FILE, Ran, World};

/// The driver line that was set before there was one with a merge by lines in it.
const OLDER: &str = "candor merge --driver -- %O %A %B %P %L %S %X %Y";

/// A file whose name a shell has to be told of.
const ODD: &str = "readiness/it's 100% \"ours\" %A.ron";

/// git, where `candor` is what is in this directory, if anything.
fn merge_with(ana: &Clone<'_>, programs: &Path) -> Ran {
    let mut git = ana.command("git", &ana.path);
    git.args(["merge", "--no-edit", "other"])
        .env("PATH", format!("{}:/usr/bin:/bin", programs.display()));
    Ran::of(&git.output().unwrap())
}

/// What Ana and Ben said apart in two files, of one item or of two, with the driver set up.
fn apart<'a>(world: &'a World, theirs: &str) -> Clone<'a> {
    let ana = world.begun();
    ana.candor(["git", "install"]).exit(0);
    ana.write(ODD, ana.read(FILE));
    ana.commit("merge with candor");
    let ben = world.cloned(&ana, "ben", "Ben");
    for (who, item, status) in [(&ben, theirs, "unmet"), (&ana, "backups", "met")] {
        who.answer(item, status);
        who.write(ODD, who.read(FILE));
        who.commit(item);
    }
    ana.git(["fetch", "-q", "../ben", "main:other"]).exit(0);
    ana
}

fn wanted(ana: &Clone<'_>) -> String {
    let [base, ours, theirs] = ["main~1", "main", "other"].map(|of| ana.version(of));
    write_assessment(&merge(Some(&base), &ours, &theirs).assessment)
}

#[test]
fn git_merges_by_lines_where_candor_is_not_found_or_fails() {
    let scripts = [
        None,
        Some("#!/bin/sh\nkill -9 $$\n"),
        Some("#!/bin/sh\nexit 2\n"),
    ];
    for (script, item) in scripts
        .iter()
        .flat_map(|it| [(it, "alerts"), (it, "backups")])
    {
        let world = World::new();
        let ana = apart(&world, item);
        let wanted = wanted(&ana);
        let programs = world.somebody("programs", "Ana");
        if let Some(script) = script {
            programs.write("candor", script);
            ana.run(&programs.path, "chmod", ["+x", "candor"]).exit(0);
        }
        let merged = merge_with(&ana, &programs.path);
        if script.is_none() {
            assert!(
                merged
                    .stderr
                    .contains("candor is not found here: merging by lines")
            );
        }
        let merged = merged.exit(i32::from(item == "backups"));
        for name in [FILE, ODD] {
            let text = ana.read(name);
            if item == "alerts" {
                assert_eq!(text, wanted, "{name}");
                continue;
            }
            // An older git has no names for the versions.
            let is_marked = [("HEAD", "other"), ("ours", "theirs")]
                .iter()
                .any(|(ours, theirs)| {
                    text.contains(&format!("<<<<<<< {ours}\n"))
                        && text.contains(&format!(">>>>>>> {theirs}\n"))
                });
            assert!(is_marked, "{merged:?}\n{text}");
            ana.candor(["merge", name]).exit(1).says("git add");
            assert_eq!(ana.read(name), wanted, "{name}");
        }
    }
}

/// Ana's clone after a merge with the older line and without candor: her side alone, which looks like any review.
fn one_side(world: &World) -> Clone<'_> {
    let ana = apart(world, "backups");
    ana.git(["config", "merge.candor.driver", OLDER]).exit(0);
    let ours = ana.read(FILE);
    merge_with(&ana, Path::new("/nowhere")).exit(1);
    assert_eq!(ana.read(FILE), ours, "git keeps our side");
    ana
}

#[test]
fn one_side_of_a_merge_is_never_taken_for_all_of_it() {
    let world = World::new();
    let ana = one_side(&world);
    let (ours, wanted) = (ana.read(FILE), wanted(&ana));
    let left = "git left it in the middle of a merge, with one side of it only";
    for arguments in [&["score", FILE][..], &["list", "items", FILE]] {
        ana.candor(arguments)
            .exit(0)
            .says(left)
            .says("1 item is in conflict (backups)")
            .says(&format!("then: git add {FILE} && git commit."));
    }
    for arguments in [&["list"][..], &["portfolio", "readiness"]] {
        ana.candor(arguments).exit(0).says(left);
    }
    ana.candor(["lint", FILE])
        .exit(1)
        .says("with one side of it only")
        .says(&format!("candor merge {FILE}"));
    let sign = [
        "sign",
        FILE,
        "--role",
        "sre",
        "--decision",
        "no-go",
        "--by",
        "Ana",
    ];
    ana.candor(sign).exit(3).says("with one side of it only");
    assert_eq!(ana.read(FILE), ours, "nothing was written");
    ana.candor(["answer", FILE, "docs", "met", "--by", "Ana"])
        .exit(0)
        .says("both sides of the merge are in it now")
        .says("1 item in conflict; once that is decided: git add");
    assert_eq!(ana.conflicts(), ["backups"]);
    // In each form that git's index has.
    for form in ["--index-version=2", "--index-version=4", "--split-index"] {
        ana.write(FILE, &ours);
        ana.git(["update-index", form]).exit(0);
        ana.candor(["merge", FILE])
            .exit(1)
            .says("1 item in conflict");
        assert_eq!(ana.read(FILE), wanted, "{form}");
    }
    // There is nothing more to merge, and git is not told yet.
    ana.candor(["merge", FILE])
        .exit(1)
        .says("nothing was written")
        .says(&format!("git add {FILE} && git commit"));
    ana.candor([
        "answer",
        FILE,
        "backups",
        "--resolve",
        "by:Ben",
        "--by",
        "Ana",
    ])
    .exit(0);
    ana.candor(["merge", FILE])
        .exit(1)
        .says("git waits to be told; next: git add");
    ana.git(["add", FILE]).exit(0);
    ana.candor(["merge", FILE])
        .exit(0)
        .says("nothing is unmerged in");
}

/// What differs from our side is what somebody has made of it, and nobody's business but theirs.
#[test]
fn what_somebody_has_settled_by_hand_is_left_alone() {
    let world = World::new();
    let ana = one_side(&world);
    ana.answer("docs", "met");
    let text = ana.read(FILE);
    for command in ["score", "lint"] {
        ana.candor([command, FILE]).exit(0).silent_of("merge");
    }
    ana.candor(["merge", FILE])
        .exit(1)
        .says("nothing was written");
    assert_eq!(ana.read(FILE), text);
    // The control: as it was, it is one side.
    ana.git(["checkout", "--ours", FILE]).exit(0);
    ana.candor(["lint", FILE]).exit(1);
}

#[test]
fn what_was_said_at_the_beginning_is_not_the_last_word() {
    let world = World::new();
    let ana = one_side(&world);
    let review = |lines: &str| {
        ana.write(".git/lines", lines);
        let mut review = ana.command(env!("CARGO_BIN_EXE_candor"), &ana.path);
        review
            .args(["review", FILE, "--accessible", "--by", "Ana"])
            .stdin(std::fs::File::open(ana.path.join(".git/lines")).unwrap());
        Ran::of(&review.output().unwrap()).exit(0)
    };
    review("q\n")
        .says("nothing is written yet")
        .silent_of("both sides of the merge are in it now");
    review("go backups\nchoose 1\nq\n")
        .says("All conflicts are settled. git waits for it: once you have left, git add")
        .says(&format!(
            "both sides of the merge are in it now; next: git add {FILE} && git commit."
        ));
}

#[test]
fn different_reviews_are_no_sides_of_one() {
    let world = World::new();
    let ana = apart(&world, "alerts");
    let new = [
        "new",
        "readiness/other.ron",
        "--checklist",
        "production-requirements",
    ];
    ana.candor(
        new.iter()
            .copied()
            .chain(["--subject", "Shop", "--by", "Ana"]),
    )
    .exit(0);
    ana.candor(["merge"])
        .exit(2)
        .says("<BASE> <OURS> <THEIRS>, or: candor merge [OPTIONS] <FILE>.");
    ana.write("base.ron", ana.read(FILE));
    let (ours, other) = (ana.read(FILE), ana.read("readiness/other.ron"));
    for base in ["/dev/null", "base.ron", "readiness/other.ron"] {
        ana.candor(["merge", base, FILE, "readiness/other.ron"])
            .exit(2)
            .says("these are different reviews")
            .says("nothing was written");
        assert_eq!(ana.read(FILE), ours, "{base}");
    }
    ana.git(["checkout", "-q", "other"]).exit(0);
    ana.write(FILE, &other);
    ana.commit("another review in its place");
    ana.git(["checkout", "-q", "main"]).exit(0);
    ana.git(["merge", "--no-edit", "other"])
        .exit(1)
        .says("the two sides are different reviews");
    assert!(ana.read(FILE).contains("<<<<<<< HEAD"));
    ana.candor(["score", FILE])
        .exit(3)
        .says("they are different reviews");
}
