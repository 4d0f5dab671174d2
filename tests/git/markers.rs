//! Files in which git left conflict markers, because nobody has set the driver up: they open, with both sides merged.

use std::path::Path;
use std::time::{Duration, Instant};

use candor::domain::assessment::Assessment;
use candor::domain::merge::merge;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;

use super::clone::{Clone, FILE, World};

/// Ana's clone after a merge with what Ben did, without a driver: markers in the file.
fn conflicted<'a>(
    world: &'a World,
    style: &str,
    ours: impl Fn(&Clone<'_>),
    theirs: impl Fn(&Clone<'_>),
) -> Clone<'a> {
    let ana = world.begun();
    let ben = world.cloned(&ana, "ben", "Ben");
    theirs(&ben);
    ben.commit("what Ben did");
    ours(&ana);
    ana.commit("what Ana did");
    ana.git(["fetch", "-q", "../ben", "main:other"]).exit(0);
    ana.git(["config", "merge.conflictStyle", style]).exit(0);
    ana.git(["merge", "--no-edit", "other"])
        .exit(1)
        .says("CONFLICT");
    assert!(ana.read(FILE).contains("<<<<<<< "));
    ana
}

fn same_item(world: &World) -> Clone<'_> {
    conflicted(
        world,
        "merge",
        |ana| {
            ana.answer("backups", "met");
            ana.answer("tests", "met");
        },
        |ben| {
            ben.answer("backups", "unmet");
            ben.answer("docs", "met");
        },
    )
}

/// What the engine makes of the versions that git has.
fn wanted(clone: &Clone<'_>) -> Assessment {
    let [base, ours, theirs] = [":1", ":2", ":3"].map(|stage| clone.version(stage));
    merge(Some(&base), &ours, &theirs).assessment
}

#[test]
fn reading_says_so_and_writes_nothing_and_the_first_change_takes_the_markers_place() {
    let world = World::new();
    let ana = same_item(&world);
    let markers = ana.read(FILE);
    let wanted = wanted(&ana);
    for arguments in [
        &["score", FILE][..],
        &["plan", FILE],
        &["list", "items", FILE],
        &["export", FILE, "--format", "md"],
        &["diff", FILE, FILE],
        &["list", "items", FILE, "--status", "met"],
    ] {
        ana.candor(arguments)
            .exit(0)
            .says("git left conflict markers in it")
            .says("1 item is in conflict (backups)")
            .says(&format!("then: git add {FILE} && git commit."));
    }
    for arguments in [&["list"][..], &["portfolio", "readiness"]] {
        ana.candor(arguments)
            .exit(0)
            .silent_of("<<<<<<<")
            .says("its figures are of both sides, merged, and stand in no file yet")
            .says("go on with: candor review");
    }
    ana.candor(["gate", FILE])
        .exit(1)
        .says("no-go")
        .says("conflict");
    ana.candor(["lint", FILE])
        .exit(1)
        .says("candor review FILE opens it");
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
    ana.candor(sign)
        .exit(3)
        .says("not signed: git left conflict markers");
    assert_eq!(ana.read(FILE), markers, "nothing was written");
    ana.candor(["answer", FILE, "alerts", "met", "--by", "Ana"])
        .exit(0)
        .says("the conflict markers are gone")
        .says(&format!("git add {FILE} && git commit"));
    assert_eq!(ana.conflicts(), ["backups"]);
    let review = ana.review();
    for was in wanted.answers().iter().filter(|it| it.item != *"alerts") {
        assert_eq!(review.answer(&was.item), Some(was));
    }
    assert_eq!(
        review.answer(&"alerts".into()).unwrap().status.word(),
        "met"
    );
    ana.candor(["score", FILE]).exit(0).silent_of("markers");
    ana.git(["add", FILE]).exit(0);
    ana.git(["commit", "-q", "--no-edit"]).exit(0);
}

#[test]
fn a_conflict_from_markers_is_decided_like_any_other() {
    let world = World::new();
    let ana = same_item(&world);
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
    assert_eq!(ana.statuses(), ["not met", "unanswered", "met", "met"]);
    assert_eq!(ana.conflicts(), [""; 0]);
    ana.git(["add", FILE]).exit(0);
    ana.git(["commit", "-q", "--no-edit"]).exit(0);
    assert_eq!(ana.git(["status", "--porcelain"]).stdout, "");
}

/// Both have added to the same lists: git can't tell, and there is nothing to decide.
#[test]
fn what_only_git_took_for_a_conflict_is_none() {
    let world = World::new();
    let ana = conflicted(
        &world,
        "diff3",
        |ana| {
            ana.candor(["set", FILE, "participant", "Ana"]).exit(0);
            for item in ["backups", "alerts", "tests", "docs"] {
                ana.answer(item, "met");
            }
        },
        |ben| drop(ben.candor(["set", FILE, "participant", "Ben"]).exit(0)),
    );
    let wanted = wanted(&ana);
    ana.candor(["score", FILE])
        .exit(0)
        .says("no item is in conflict")
        .says("candor merge");
    // It would pass, but only here and now: nothing passes on what stands in no file.
    let markers = ana.read(FILE);
    ana.candor(["gate", FILE])
        .exit(3)
        .says("nothing in it passes");
    assert_eq!(ana.read(FILE), markers);
    ana.candor(["merge", FILE])
        .exit(0)
        .says("nothing in conflict")
        .says("git add");
    assert_eq!(ana.read(FILE), write_assessment(&wanted));
    ana.candor(["merge", FILE])
        .exit(1)
        .says("git waits to be told; next: git add");
    ana.git(["add", FILE]).exit(0);
    ana.candor(["merge", FILE])
        .exit(0)
        .says("nothing is unmerged in");
    ana.candor(["gate", FILE]).exit(0);
}

#[test]
fn a_rebase_and_a_picked_commit_say_how_to_go_on() {
    let world = World::new();
    let ana = same_item(&world);
    ana.git(["merge", "--abort"]).exit(0);
    for (start, go_on) in [
        (&["rebase", "other"][..], "git rebase --continue"),
        (&["cherry-pick", "other"], "git cherry-pick --continue"),
        (&["revert", "--no-edit", "HEAD~1"], "git revert --continue"),
    ] {
        let before = ana.git(["rev-parse", "main"]).stdout;
        if go_on.contains("revert") {
            ana.answer_and_commit("backups", "unknown");
            ana.answer_and_commit("backups", "partial:50");
        }
        ana.git(start).exit(1);
        ana.candor(["score", FILE])
            .exit(0)
            .says(&format!("&& {go_on}."));
        let resolved = ana.candor(["merge", FILE]);
        assert_eq!(resolved.code, Some(i32::from(!ana.conflicts().is_empty())));
        assert_eq!(ana.conflicts(), ["backups"]);
        ana.git(["add", FILE]).exit(0);
        ana.git(go_on.split(' ').skip(1)).exit(0);
        ana.git(["reset", "-q", "--hard", before.trim()]).exit(0);
    }
}

/// The file is somewhere else than the one who asks, is a link, or is called as no file should be.
#[test]
fn it_is_found_from_anywhere_and_under_any_name() {
    let world = World::new();
    let ana = world.begun();
    let names = [
        "readiness/with blanks & 'quotes'.ron",
        "readiness/zuverlässig.ron",
        "readiness/:(top)x.ron",
        "-n.ron",
        ":1:x.ron",
        "[a]*.ron",
    ];
    let review = ana.read(FILE);
    let all_of = |by: &str, status: &str| {
        ana.answer("backups", status);
        let text = ana.read(FILE);
        for name in names {
            ana.write(name, &text);
        }
        ana.commit(by);
    };
    for name in names {
        ana.write(name, &review);
    }
    ana.commit("all of them");
    ana.git(["checkout", "-q", "-b", "other"]).exit(0);
    all_of("theirs", "met");
    ana.git(["checkout", "-q", "main"]).exit(0);
    all_of("ours", "unmet");
    ana.git(["merge", "other"]).exit(1);
    let wanted = write_assessment(&wanted(&ana));
    std::os::unix::fs::symlink(ana.path.join(FILE), world.somebody("link.ron", "Ana").path)
        .unwrap();
    let above = ana.path.parent().unwrap();
    let inside = ana.path.join("readiness");
    let is_told = |ran: super::clone::Ran| {
        ran.exit(0)
            .says("1 item is in conflict (backups)")
            .silent_of("not known any more");
    };
    let candor = env!("CARGO_BIN_EXE_candor");
    is_told(ana.run(above, candor, ["score", "link.ron"]));
    is_told(ana.run(above, candor, ["score", "ana/readiness/api.ron"]));
    is_told(ana.run(&inside, candor, ["score", "api.ron"]));
    is_told(ana.run(&inside, candor, ["score", "../readiness/./api.ron"]));
    for name in names {
        is_told(ana.candor(["score", "--", name]));
        ana.candor(["merge", "--", name]).exit(1);
        assert_eq!(ana.read(name), wanted, "{name}");
    }
    // A repository that the environment tells of, with its files elsewhere.
    let mut told = ana.command(candor, above);
    told.args(["score", "ana/readiness/api.ron"])
        .env("GIT_DIR", ana.path.join(".git"));
    let told = told.env("GIT_WORK_TREE", &ana.path).output().unwrap();
    assert!(String::from_utf8_lossy(&told.stderr).contains("1 item is in conflict"));
    // And one that has nothing to do with the file.
    let mut told = ana.command(candor, above);
    told.args(["score", "ana/readiness/api.ron"])
        .env("GIT_DIR", "/nowhere");
    let told = told.output().unwrap();
    assert!(String::from_utf8_lossy(&told.stderr).contains("1 item is in conflict"));
}

#[test]
fn a_work_tree_of_its_own_has_its_own_conflicts() {
    let world = World::new();
    let ana = same_item(&world);
    ana.git(["merge", "--abort"]).exit(0);
    ana.git(["worktree", "add", "-q", "../beside", "other"])
        .exit(0);
    let beside = world.somebody("beside", "Ana");
    beside.git(["merge", "main"]).exit(1);
    beside.candor(["merge", FILE]).exit(1).says("git commit");
    assert_eq!(beside.conflicts(), ["backups"]);
}

/// git has forgotten the versions, or never had them: both sides are between the markers.
#[test]
fn without_git_the_sides_come_from_the_markers() {
    for (style, knows_base) in [
        ("merge", Some(false)),
        ("diff3", Some(true)),
        ("zdiff3", None),
    ] {
        let world = World::new();
        let ana = conflicted(
            &world,
            style,
            |ana| {
                ana.answer("backups", "met");
                ana.candor(["set", FILE, "participant", "Ana"]).exit(0);
            },
            |ben| {
                ben.answer("backups", "unmet");
                ben.candor(["set", FILE, "participant", "Ben"]).exit(0);
            },
        );
        let wanted = wanted(&ana);
        let alone = world.somebody("alone", "Ana");
        alone.write(FILE, ana.read(FILE).replace('\n', "\r\n"));
        ana.git(["add", FILE]).exit(0);
        ana.git(["commit", "-q", "--no-edit"]).exit(0);
        for place in [&ana, &alone] {
            let ran = place.candor(["gate", FILE]).exit(1).says("conflict");
            // What zdiff3 says of it is no whole text where both began alike.
            let known = !ran.stderr.contains("not known any more");
            assert!(
                knows_base.is_none_or(|knows| knows == known),
                "{style} {ran:#?}"
            );
            place.candor(["merge", FILE]).exit(1);
            assert_eq!(place.conflicts(), ["backups"], "{style}");
            assert_eq!(place.review().head.participants.len(), 2, "{style}");
            let versions = |of: &Assessment| of.answer(&"backups".into()).unwrap().conflict.clone();
            assert_eq!(versions(&place.review()), versions(&wanted), "{style}");
        }
    }
}

/// Whoever has begun to settle it in an editor has written what git does not know of: that is not thrown away.
#[test]
fn what_somebody_has_typed_between_the_markers_is_kept() {
    let world = World::new();
    let ana = same_item(&world);
    let text = ana.read(FILE);
    let begun = text.replace(
        "status: Unanswered,",
        "status: Unanswered,\n            comment: \"Typed by hand\",",
    );
    assert_ne!(begun, text);
    ana.write(FILE, &begun);
    ana.candor(["merge", FILE]).exit(1);
    assert!(ana.read(FILE).contains("Typed by hand"));
    assert_eq!(ana.conflicts(), ["backups"]);
}

#[test]
fn what_cannot_be_merged_is_refused_and_left_alone() {
    let world = World::new();
    let ana = same_item(&world);
    let good = ana.read(FILE);
    for (text, why) in [
        (
            good.replace(">>>>>>> other\n", ""),
            "the markers are not whole",
        ),
        (
            good.replacen("status: Met", "status: Mett", 1),
            "is not valid",
        ),
    ] {
        assert_ne!(text, good);
        ana.write(FILE, &text);
        ana.git(["add", FILE]).exit(0);
        for command in ["score", "gate", "merge"] {
            ana.candor([command, FILE])
                .exit(3)
                .says("conflict markers")
                .says(why);
        }
        assert_eq!(ana.read(FILE), text);
    }
}

/// A repository of somebody else's can name programs that git is to run; opening a file there runs none.
#[test]
fn opening_runs_nothing_and_never_waits() {
    let world = World::new();
    let ana = same_item(&world);
    let trap = ana.path.join(".git/ran");
    let run = format!("touch '{}'; sleep 30", trap.display());
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "filter.x.smudge",
        "diff.x.textconv",
    ] {
        ana.git(["config", key, &run]).exit(0);
    }
    ana.write(".gitattributes", "*.ron filter=x diff=x\n");
    let start = Instant::now();
    ana.candor(["score", FILE])
        .exit(0)
        .says("1 item is in conflict");
    assert!(start.elapsed() < Duration::from_secs(10));
    assert!(!Path::new(&trap).exists(), "something was run");
}

/// Random work on one item by two, in plain git without a driver: what opens is what the engine makes of the versions.
#[test]
fn the_merge_of_markers_is_the_engines() {
    let world = World::new();
    let ana = same_item(&world);
    let wanted = write_assessment(&wanted(&ana));
    ana.candor(["merge", FILE]).exit(1);
    let text = ana.read(FILE);
    assert_eq!(text, wanted);
    assert!(read_assessment(text.as_bytes()).1.is_empty());
    // The control: taking either side, as an editor's one key does, loses the other.
    let base = ana.version(":1");
    let (ours, theirs) = (ana.version(":2"), ana.version(":3"));
    let loses = |merged: &Assessment| {
        let text = write_assessment(merged);
        super::laws::loses(&base, [&ours, &theirs], text.as_bytes()).is_err()
    };
    assert!(loses(&ours) && loses(&theirs));
    assert_eq!(
        super::laws::loses(&base, [&ours, &theirs], text.as_bytes()),
        Ok(())
    );
}
