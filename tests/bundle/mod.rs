//! A bundle, verified by somebody who has nothing but a shell, `ssh-keygen` and `sha256sum`.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const NOW: &str = "2026-11-21T12:00:00Z";

const REVIEW: &str = r#"Assessment(
    format: 1,
    subject: (name: "Payment API", version: "2.0"),
    created: "2026-11-20T09:00:00Z",
    checklist: (
        format: 1, id: "small", title: "Small", signoff: ["sre"], scoring: (confirm: Nobody),
        categories: [(id: "safety", title: "Safety", items: [
            (id: "backups", tier: Blocker, title: "Backups restore", why: "Data is lost."),
        ])],
    ),
    answers: [],
)
"#;

/// A directory with a review that is signed, and a key.
struct Signed {
    root: TempDir,
    key: PathBuf,
}

fn candor(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(arguments)
        .current_dir(directory)
        .env("CANDOR_HOME", directory.join("home"))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

impl Signed {
    fn new(name: &str) -> Self {
        let root = tempfile::tempdir().unwrap();
        let at = root.path();
        let file = format!("{name}.ron");
        fs::write(at.join(&file), REVIEW).unwrap();
        fs::write(at.join("a restore's log.txt"), "restored in 4 minutes\n").unwrap();
        done(&candor(
            at,
            &[
                "answer",
                &file,
                "backups",
                "met",
                "--by",
                "Ana",
                "--evidence",
                "file:a restore's log.txt",
            ],
        ));
        let key = at.join("key");
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", "ana", "-f"])
            .arg(&key)
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let signed = Self { root, key };
        signed.sign(&file, "O'Neil & Söhne", "sre");
        signed
    }

    fn at(&self) -> &Path {
        self.root.path()
    }

    fn sign(&self, file: &str, by: &str, role: &str) {
        let key = self.key.to_str().unwrap();
        let arguments = [
            "sign",
            file,
            "--by",
            by,
            "--role",
            role,
            "--decision",
            "go",
            "--key",
            key,
        ];
        done(&candor(self.at(), &arguments));
    }

    fn bundle(&self, file: &str, out: &str) -> PathBuf {
        let arguments = [
            "export", file, "--format", "bundle", "-o", out, "--as-of", NOW,
        ];
        done(&candor(self.at(), &arguments));
        self.at().join(out)
    }
}

/// The commands that the bundle says to type: those lines that begin with one of the programs.
fn commands(bundle: &Path) -> Vec<String> {
    let text = fs::read_to_string(bundle.join("VERIFY.txt")).unwrap();
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| line.starts_with("ssh-keygen ") || line.starts_with("sha256sum "))
        .map(ToOwned::to_owned)
        .collect()
}

/// Types a command in a shell in which nothing else can be found.
fn typed(bundle: &Path, command: &str) -> Output {
    let programs = tempfile::tempdir().unwrap();
    for program in ["ssh-keygen", "sha256sum"] {
        let found = std::env::split_paths(&std::env::var_os("PATH").unwrap())
            .map(|directory| directory.join(program))
            .find(|path| path.exists())
            .unwrap();
        symlink(found, programs.path().join(program)).unwrap();
    }
    Command::new("/bin/sh")
        .args(["-c", command])
        .current_dir(bundle)
        .env_clear()
        .env("PATH", programs.path())
        .output()
        .unwrap()
}

/// The list of whom the verifier trusts comes from the verifier.
fn trust(signed: &Signed, bundle: &Path, name: &str) {
    let public = fs::read_to_string(signed.key.with_extension("pub")).unwrap();
    fs::write(
        bundle.join("allowed_signers"),
        format!("\"{name}\" {public}"),
    )
    .unwrap();
}

/// How many of the commands succeed.
fn passing(bundle: &Path) -> Vec<bool> {
    commands(bundle)
        .iter()
        .map(|command| typed(bundle, command).status.success())
        .collect()
}

#[test]
fn a_bundle_is_verified_with_stock_tools_alone() {
    let signed = Signed::new("payments");
    let bundle = signed.bundle("payments.ron", "handed-over");
    assert_eq!(commands(&bundle).len(), 3, "the three commands to type");
    assert_eq!(
        passing(&bundle),
        [true, true, false],
        "without a list nobody is trusted"
    );
    trust(&signed, &bundle, "O'Neil & Söhne");
    for command in commands(&bundle) {
        let output = typed(&bundle, &command);
        assert!(output.status.success(), "{command}: {output:?}");
    }
    let sums = typed(&bundle, &commands(&bundle)[0]);
    let sums = String::from_utf8(sums.stdout).unwrap();
    assert_eq!(sums.matches(": OK").count(), 2, "copy and evidence: {sums}");
    // candor says the same of what was handed over.
    let verified = candor(
        &bundle,
        &[
            "verify",
            "payments.ron",
            "--allowed-signers",
            "allowed_signers",
            "--evidence",
        ],
    );
    assert!(verified.status.success(), "{verified:?}");
    assert!(bundle.join("payments.html").exists());
}

/// Every file that was signed, by what its damage has to make fail.
#[test]
fn whatever_is_altered_in_a_bundle_stock_tools_notice_it() {
    let signed = Signed::new("payments");
    let clean = signed.bundle("payments.ron", "clean");
    trust(&signed, &clean, "O'Neil & Söhne");
    let mut altered = 0;
    for folder in ["payments.signoffs", "payments.evidence"] {
        for entry in fs::read_dir(clean.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let before = fs::read(&path).unwrap();
            let mut after = before.clone();
            let middle = after.len() / 2;
            after[middle] ^= 1;
            fs::write(&path, after).unwrap();
            let passing = passing(&clean);
            assert!(passing.contains(&false), "{}: {passing:?}", path.display());
            fs::write(&path, before).unwrap();
            altered += 1;
        }
    }
    assert_eq!(altered, 4, "copy, statement, signature, evidence");
    assert_eq!(passing(&clean), [true, true, true], "all is as it was");
}

#[test]
fn a_bundle_in_a_zip_file_holds_the_same_and_is_the_same_each_time() {
    let signed = Signed::new("payments");
    let folder = signed.bundle("payments.ron", "folder");
    let first = fs::read(signed.bundle("payments.ron", "one.zip")).unwrap();
    let second = fs::read(signed.bundle("payments.ron", "two.zip")).unwrap();
    assert_eq!(first, second);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(first)).unwrap();
    for number in 0..archive.len() {
        let mut inside = archive.by_index(number).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut inside, &mut bytes).unwrap();
        assert_eq!(
            bytes,
            fs::read(folder.join(inside.name().unwrap().as_ref())).unwrap()
        );
    }
    assert_eq!(
        archive.len(),
        7,
        "{:?}",
        archive.file_names().collect::<Vec<_>>()
    );
}

#[test]
fn a_bundle_replaces_nothing() {
    let signed = Signed::new("payments");
    signed.bundle("payments.ron", "there");
    let again = [
        "export",
        "payments.ron",
        "--format",
        "bundle",
        "-o",
        "there",
    ];
    let output = candor(signed.at(), &again);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let left: Vec<_> = fs::read_dir(signed.at()).unwrap().collect();
    let partial = left
        .iter()
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().contains("partial"));
    assert!(!partial, "nothing half-made is left");
}

#[test]
fn the_gate_passes_on_the_goes_of_known_signers_only() {
    let signed = Signed::new("payments");
    trust(&signed, signed.at(), "O'Neil & Söhne");
    let gate = |more: &[&str]| {
        let arguments = [&["gate", "payments.ron", "--signed"][..], more].concat();
        candor(signed.at(), &arguments).status.code()
    };
    assert_eq!(gate(&[]), Some(0));
    assert_eq!(gate(&["--allowed-signers", "allowed_signers"]), Some(0));
    trust(&signed, signed.at(), "somebody else");
    assert_eq!(gate(&["--allowed-signers", "allowed_signers"]), Some(1));
    assert_eq!(gate(&["--allowed-signers", "nowhere"]), Some(3));
    done(&candor(
        signed.at(),
        &[
            "answer",
            "payments.ron",
            "backups",
            "met",
            "--by",
            "Bo",
            "--comment",
            "fine",
        ],
    ));
    assert_eq!(gate(&[]), Some(0), "a comment supersedes nothing");
    let link = "link:https://example.org";
    let against = [
        "evidence",
        "payments.ron",
        "backups",
        "against",
        link,
        "--by",
        "Bo",
    ];
    candor(signed.at(), &against);
    done(&candor(
        signed.at(),
        &["set", "payments.ron", "version", "2.1"],
    ));
    assert_eq!(gate(&[]), Some(1), "it is about another version");
}
