//! `candor git`: setting a repository up and taking that back.

use super::clone::World;

const LINES: &str = "\
# >>> candor: reviews merge by item, signed bytes stay as they are; see: candor git
*.ron merge=candor -text
**/*.signoffs/** -text -merge
**/*.evidence/** -text -merge
# <<< candor
";

const LINE: &str = "code=2; if command -v candor >/dev/null; then candor merge --driver -- %O %A %B %P %L %S %X %Y; \
    code=$?; else echo 'candor is not found here: merging by lines' >&2; fi; if test $code -gt 1; then \
    set -- %X %S %Y; test \"$1\" != %%X || set -- ours base theirs; \
    git merge-file --marker-size=%L -L \"$1\" -L \"$2\" -L \"$3\" %A %O %B && code=0 || code=1; fi; exit $code";

/// The line of before, which keeps one side where candor is not found.
const OLDER: &str = "candor merge --driver -- %O %A %B %P %L %S %X %Y";

fn attribute(clone: &super::clone::Clone<'_>, name: &str, path: &str) -> String {
    let said = clone.git(["check-attr", name, "--", path]).exit(0).stdout;
    said.trim().rsplit(' ').next().unwrap().to_owned()
}

#[test]
fn it_sets_up_says_so_once_and_takes_back_exactly_that() {
    let world = World::new();
    let ana = world.begun();
    let config = ana.read(".git/config");
    ana.candor(["git"])
        .exit(0)
        .says("not set in this clone")
        .says("candor git install");
    ana.candor(["git", "install"])
        .exit(0)
        .says("wrote our lines into")
        .says(&format!("set merge.candor.driver = {LINE}"))
        .says("commit .gitattributes");
    assert_eq!(ana.read(".gitattributes"), LINES);
    let line = ana
        .git(["config", "--local", "merge.candor.driver"])
        .exit(0)
        .stdout;
    assert_eq!(line.trim(), LINE);
    for (path, merge, text) in [
        ("api.ron", "candor", "unset"),
        ("a/b/api.ron", "candor", "unset"),
        ("api.signoffs/x.txt", "unset", "unset"),
        ("a/b/api.signoffs/1.ron", "unset", "unset"),
        ("a/api.evidence/deep/x.log", "unset", "unset"),
        ("api.md", "unspecified", "unspecified"),
    ] {
        assert_eq!(attribute(&ana, "merge", path), merge, "{path}");
        assert_eq!(attribute(&ana, "text", path), text, "{path}");
    }
    ana.candor(["git"]).exit(0).says("ready");
    let state = ana.candor(["git", "--json"]).exit(0).stdout;
    let state: serde_json::Value = serde_json::from_str(&state).unwrap();
    assert_eq!(state["format"], 1);
    assert_eq!(
        (&state["ready"], &state["patterns"][0]),
        (&true.into(), &"*.ron".into())
    );
    let (attributes, with) = (ana.read(".gitattributes"), ana.read(".git/config"));
    ana.candor(["git", "install"])
        .exit(0)
        .says("nothing was changed");
    assert_eq!(
        (ana.read(".gitattributes"), ana.read(".git/config")),
        (attributes, with)
    );
    ana.candor(["git", "install", "--remove"])
        .exit(0)
        .says("removed")
        .says("took merge.candor.driver out");
    assert!(!ana.path.join(".gitattributes").exists());
    assert_eq!(ana.read(".git/config"), config);
    ana.candor(["git", "install", "--remove"])
        .exit(0)
        .says("nothing was changed");
}

#[test]
fn an_older_line_is_renewed_and_a_driver_of_somebody_else_is_not_replaced_unasked() {
    let world = World::new();
    let ana = world.begun();
    let driver = || ana.git(["config", "merge.candor.driver"]).stdout;
    let set = |line: &str| drop(ana.git(["config", "merge.candor.driver", line]).exit(0));
    ana.candor(["git", "install"]).exit(0);
    set(OLDER);
    ana.candor(["git"])
        .exit(0)
        .says("keeps one side without a word");
    ana.candor(["git", "install"])
        .exit(0)
        .says("renewed merge.candor.driver");
    assert_eq!(driver().trim(), LINE);
    for line in [OLDER, LINE] {
        set(line);
        ana.candor(["git", "install", "--remove"])
            .exit(0)
            .says("took merge.candor.driver out");
        assert_eq!(driver(), "");
    }
    set("other %O");
    ana.candor(["git", "install"])
        .exit(2)
        .says("already, which candor did not set: other %O")
        .says("nothing was changed");
    assert!(!ana.path.join(".gitattributes").exists());
    ana.candor(["git", "install", "--remove"])
        .exit(0)
        .says("left merge.candor.driver as it is");
    assert_eq!(driver().trim(), "other %O");
    ana.candor(["git", "install", "--force"])
        .exit(0)
        .says("(was: other %O; --remove does not bring that back)");
    assert_eq!(driver().trim(), LINE);
}

#[test]
fn what_people_wrote_in_the_attributes_stays_to_the_byte() {
    let world = World::new();
    let ana = world.begun();
    for text in [
        "*.png binary\n",
        "*.png binary",
        "*.png binary\r\n",
        "# caf\u{e9}\r\n*.txt text",
    ] {
        ana.write(".gitattributes", text);
        ana.candor(["git", "install"]).exit(0);
        let with = ana.read(".gitattributes");
        assert!(with.starts_with(text) && with.len() > text.len(), "{with}");
        assert_eq!(with.contains("\r\n"), text.contains("\r\n"));
        assert_eq!(
            attribute(&ana, "merge", "readiness/api.ron"),
            "candor",
            "{text:?}"
        );
        ana.candor([
            "git",
            "install",
            "--pattern",
            "our reviews/*.ron",
            "--pattern",
            "x.ron",
        ])
        .exit(0);
        assert_eq!(attribute(&ana, "merge", "our reviews/api.ron"), "candor");
        assert_eq!(attribute(&ana, "merge", "readiness/api.ron"), "unspecified");
        ana.candor(["git"])
            .exit(0)
            .says("our reviews/*.ron and x.ron by candor");
        ana.candor(["git", "install", "--remove"])
            .exit(0)
            .says("took our lines out of");
        assert_eq!(ana.read(".gitattributes"), text);
    }
}

#[test]
fn it_works_from_below_beside_and_where_the_environment_says() {
    let world = World::new();
    let ana = world.begun();
    let candor = env!("CARGO_BIN_EXE_candor");
    ana.run(&ana.path.join("readiness"), candor, ["git", "install"])
        .exit(0);
    assert_eq!(ana.read(".gitattributes"), LINES);
    ana.candor(["git", "install", "--remove"]).exit(0);
    ana.git(["worktree", "add", "-q", "../beside"]).exit(0);
    let beside = world.somebody("beside", "Ana");
    beside.candor(["git", "install"]).exit(0);
    assert_eq!(beside.read(".gitattributes"), LINES);
    // Settings belong to the repository, files to the work tree.
    ana.candor(["git"])
        .exit(0)
        .says(LINE)
        .says("not in .gitattributes");
    beside.candor(["git", "install", "--remove"]).exit(0);
    let mut told = ana.command(candor, &ana.path);
    let moved = ana.path.parent().unwrap().join("elsewhere.git");
    std::fs::rename(ana.path.join(".git"), &moved).unwrap();
    told.args(["git", "install"])
        .env("GIT_DIR", &moved)
        .env("GIT_WORK_TREE", &ana.path);
    assert!(told.output().unwrap().status.success());
    assert_eq!(ana.read(".gitattributes"), LINES);
}

#[test]
fn where_it_cannot_be_set_up_a_sentence_says_why() {
    let world = World::new();
    let ana = world.begun();
    let nowhere = world.somebody("home", "Ana");
    nowhere
        .candor(["git", "install"])
        .exit(2)
        .says("there is no git repository here; go into one, or make one with: git init.");
    nowhere.candor(["git"]).exit(2);
    let inside = ana.path.join(".git");
    ana.run(&inside, env!("CARGO_BIN_EXE_candor"), ["git", "install"])
        .exit(2)
        .says("no files of this git repository are checked out here");
    for pattern in ["", "!x.ron", "a\nb", "reviews/", "[attr]x"] {
        ana.candor(["git", "install", "--pattern", pattern])
            .exit(2)
            .says("is no pattern of files");
    }
    std::os::unix::fs::symlink("elsewhere", ana.path.join(".gitattributes")).unwrap();
    ana.candor(["git", "install"])
        .exit(3)
        .says("git does not follow");
    assert!(!ana.path.join("elsewhere").exists());
    std::fs::remove_file(ana.path.join(".gitattributes")).unwrap();
    let mut without = ana.command(env!("CARGO_BIN_EXE_candor"), &ana.path);
    let without = without
        .args(["git"])
        .env("PATH", "/nowhere")
        .output()
        .unwrap();
    assert_eq!(without.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&without.stderr).contains("there is no git on this machine"));
}

/// Where the name finds another program, or none, the driver names this one's place, whatever that is called.
#[test]
fn the_driver_is_this_very_program() {
    let world = World::new();
    let ana = world.begun();
    let place = world.somebody("it's 100% ours/bin", "Ana").path;
    std::fs::create_dir_all(&place).unwrap();
    let own = place.join("candor");
    // By another process: one that this one has open for writing can't be run.
    let from = std::ffi::OsStr::new(env!("CARGO_BIN_EXE_candor"));
    ana.run(&ana.path, "cp", [from, own.as_os_str()]).exit(0);
    ana.run(&ana.path, own.to_str().unwrap(), ["git", "install"])
        .exit(0);
    let line = ana.git(["config", "merge.candor.driver"]).stdout;
    assert!(
        line.contains("then '") && line.contains("100%% ours/bin/candor' merge"),
        "{line}"
    );
    ana.commit("set up");
    ana.git(["checkout", "-q", "-b", "other"]).exit(0);
    ana.candor(["set", super::clone::FILE, "participant", "Ben"])
        .exit(0);
    ana.commit("theirs");
    ana.git(["checkout", "-q", "main"]).exit(0);
    ana.candor(["set", super::clone::FILE, "participant", "Ana"])
        .exit(0);
    ana.commit("ours");
    let mut merge = ana.command("git", &ana.path);
    let merged = merge
        .args(["merge", "-q", "--no-edit", "other"])
        .env("PATH", "/usr/bin:/bin")
        .output();
    let merged = merged.unwrap();
    assert!(
        merged.status.success(),
        "{}",
        String::from_utf8_lossy(&merged.stderr)
    );
    assert_eq!(ana.review().head.participants.len(), 2);
}
