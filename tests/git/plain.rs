//! `candor merge` by hand, on three files.

use std::os::unix::fs::PermissionsExt;

use candor::domain::merge::merge;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;

use super::clone::{Clone, FILE, World};

/// `base.ron`, `ours.ron` and `theirs.ron`, of which the last two are from two people.
fn three<'a>(world: &'a World, ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> Clone<'a> {
    let ana = world.begun();
    let base = ana.read(FILE);
    ana.write("base.ron", &base);
    for (name, who, answers) in [("ours.ron", "Ana", ours), ("theirs.ron", "Ben", theirs)] {
        ana.write(name, &base);
        for (item, status) in answers {
            ana.candor(["answer", name, item, status, "--by", who])
                .exit(0);
        }
    }
    ana
}

const THREE: [&str; 4] = ["merge", "base.ron", "ours.ron", "theirs.ron"];

fn wanted(ana: &Clone<'_>, base: Option<&str>) -> String {
    let read = |name: &str| read_assessment(ana.read(name).as_bytes()).0.unwrap();
    let base = base.map(read);
    write_assessment(&merge(base.as_ref(), &read("ours.ron"), &read("theirs.ron")).assessment)
}

#[test]
fn it_writes_to_ours_or_where_it_is_told_and_says_what_came_from_whom() {
    let world = World::new();
    let ana = three(
        &world,
        &[("backups", "met")],
        &[("alerts", "met"), ("docs", "unmet")],
    );
    let wanted = wanted(&ana, Some("base.ron"));
    let (ours, theirs) = (ana.read("ours.ron"), ana.read("theirs.ron"));
    let printed = ana.candor(THREE.iter().copied().chain(["-o", "-"])).exit(0);
    assert_eq!(
        (printed.stdout.as_str(), printed.stderr.as_str()),
        (wanted.as_str(), "")
    );
    ana.candor(THREE.iter().copied().chain(["-o", "out.ron"]))
        .exit(0);
    assert_eq!(ana.read("out.ron"), wanted);
    assert_eq!(
        (ana.read("ours.ron"), ana.read("theirs.ron")),
        (ours, theirs.clone())
    );
    let path = ana.path.join("ours.ron");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("ours.ron", ana.path.join("link.ron")).unwrap();
    ana.candor(["merge", "base.ron", "link.ron", "theirs.ron"])
        .exit(0)
        .says("from theirs.ron: Ben: alerts, docs")
        .says("from link.ron: Ana: backups")
        .says("merged into link.ron, nothing in conflict");
    assert_eq!(
        (ana.read("ours.ron"), ana.read("theirs.ron")),
        (wanted.clone(), theirs)
    );
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert!(
        std::fs::symlink_metadata(ana.path.join("link.ron"))
            .unwrap()
            .is_symlink()
    );
    // Again is the same.
    ana.candor(THREE).exit(0).silent_of("from theirs.ron");
    assert_eq!(ana.read("ours.ron"), wanted);
}

#[test]
fn a_conflict_is_told_with_both_versions_and_how_to_decide() {
    let world = World::new();
    let ana = three(
        &world,
        &[("backups", "met")],
        &[("backups", "unmet"), ("docs", "met")],
    );
    let wanted = wanted(&ana, Some("base.ron"));
    let json = ana
        .candor(THREE.iter().copied().chain(["-o", "out.ron", "--json"]))
        .exit(1)
        .stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&json["format"], &json["clean"]),
        (&1.into(), &false.into())
    );
    assert_eq!(json["written"], "out.ron");
    assert_eq!(json["conflicts"][0]["item"], "backups");
    let said: Vec<&str> = json["conflicts"][0]["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["by"].as_str().unwrap())
        .collect();
    assert_eq!(said.len(), 2);
    assert!(said.contains(&"Ana") && said.contains(&"Ben"));
    assert_eq!(json["from_theirs"]["items"][0]["item"], "docs");
    let printed = ana.candor(THREE.iter().copied().chain(["-o", "-"])).exit(1);
    assert_eq!(printed.stdout, wanted);
    assert!(
        printed.stderr.contains("1 item in conflict: backups ("),
        "{}",
        printed.stderr
    );
    ana.candor(THREE)
        .exit(1)
        .says("In conflict")
        .says("met by Ana")
        .says("not met by Ben")
        .says("candor answer ours.ron backups --resolve 1, or 2, or by:NAME")
        .says("merged into ours.ron, 1 item in conflict");
    assert_eq!(ana.read("ours.ron"), wanted);
    assert_eq!(ana.read("out.ron"), wanted);
}

#[test]
fn without_a_base_both_sides_are_joined() {
    let world = World::new();
    let ana = three(&world, &[("backups", "met")], &[("alerts", "met")]);
    ana.write("empty.ron", "");
    let wanted = wanted(&ana, None);
    for base in ["/dev/null", "empty.ron"] {
        ana.candor(["merge", base, "ours.ron", "theirs.ron", "-o", "out.ron"])
            .exit(0);
        assert_eq!(ana.read("out.ron"), wanted);
    }
}

#[test]
fn what_cannot_be_read_is_refused_and_nothing_is_written() {
    let world = World::new();
    let ana = three(&world, &[("backups", "met")], &[("alerts", "met")]);
    ana.write("broken.ron", "Assessment(\n");
    ana.write(
        "newer.ron",
        ana.read("base.ron").replacen("format: 1", "format: 9", 1),
    );
    let ours = ana.read("ours.ron");
    for files in [
        ["broken.ron", "ours.ron", "theirs.ron"],
        ["nowhere.ron", "ours.ron", "theirs.ron"],
        ["base.ron", "ours.ron", "newer.ron"],
        ["base.ron", "ours.ron", "readiness/checklists/small.ron"],
        ["base.ron", "nowhere.ron", "theirs.ron"],
    ] {
        ana.candor(["merge"].iter().chain(&files)).exit(3);
        assert_eq!(ana.read("ours.ron"), ours);
    }
    assert!(!ana.path.join("nowhere.ron").exists());
    for arguments in [
        &["merge"][..],
        &["merge", "base.ron", "ours.ron"],
        &["merge", "a", "b", "c", "d"],
        &[
            "merge",
            "base.ron",
            "ours.ron",
            "theirs.ron",
            "-o",
            "-",
            "--json",
        ],
        &[
            "merge",
            "--driver",
            "base.ron",
            "ours.ron",
            "theirs.ron",
            "--json",
        ],
    ] {
        ana.candor(arguments).exit(2);
    }
}
