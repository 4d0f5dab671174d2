//! Keys of every sort, and what a list of allowed signers makes of them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use candor::domain::sign_off::{Forgery, Seal};
use candor::format::statement::write_statement;
use candor::format::write::write_assessment;
use candor::system::signers::Signers;

use super::place::{Place, list_of, noon, public_of, wish};
use super::shell::ran;

const SIGN: [&str; 8] = [
    "sign",
    "api.ron",
    "--by",
    "Ana <ana@example.org>",
    "--role",
    "sre",
    "--decision",
    "go",
];

fn sign_with(place: &Place, key: &Path) -> Command {
    let mut command = place.command(&SIGN);
    command.arg("--key").arg(key);
    command
}

fn is_valid(place: &Place) -> bool {
    let found = place.read();
    found.len() == 1 && matches!(found[0].seal, Seal::Valid { .. })
}

#[test]
fn a_key_with_a_passphrase_asks_for_it_where_nobody_types_through_the_helper() {
    let mut place = Place::new();
    let key = place.key_with("ed25519", "open sesame");
    place.allow(&[("ana@example.org", &key)]);
    let helper = place.root.path().join("askpass");
    for (answer, signs) in [("wrong", false), ("open sesame", true)] {
        fs::write(&helper, format!("#!/bin/sh\necho '{answer}'\n")).unwrap();
        fs::set_permissions(&helper, fs::Permissions::from_mode(0o700)).unwrap();
        let mut command = sign_with(&place, &key);
        command
            .env("SSH_ASKPASS", &helper)
            .env("SSH_ASKPASS_REQUIRE", "force");
        let ran = ran(command.output().unwrap());
        if signs {
            ran.exit(0)
                .says("go is signed for Payment API 2.0 by Ana as sre");
            assert!(is_valid(&place));
        } else {
            ran.exit(3).refuses("ssh-keygen did not sign with this key");
            assert!(place.files().is_empty());
        }
    }
}

#[test]
fn a_key_with_a_passphrase_asks_for_it_on_the_terminal() {
    let mut place = Place::new();
    let key = place.key_with("ed25519", "open sesame");
    place.allow(&[("ana@example.org", &key)]);
    let line = format!(
        "{} sign api.ron --by 'Ana <ana@example.org>' --role sre --decision go --key {}",
        env!("CARGO_BIN_EXE_candor"),
        key.display()
    );
    let mut script = Command::new("script");
    script
        .args(["-qec", &line, "/dev/null"])
        .current_dir(place.root.path());
    let mut child = script
        .env("CANDOR_HOME", place.root.path().join("home"))
        .env_remove("SSH_ASKPASS")
        .env_remove("DISPLAY")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut typed = child.stdin.take().unwrap();
    let mut output = child.stdout.take().unwrap();
    let mut said = String::new();
    let mut bytes = [0; 4096];
    loop {
        let count = std::io::Read::read(&mut output, &mut bytes).unwrap();
        if count == 0 {
            break;
        }
        let before = said.contains("passphrase");
        said.push_str(&String::from_utf8_lossy(&bytes[..count]));
        if !before && said.contains("passphrase") {
            std::io::Write::write_all(&mut typed, b"open sesame\n").unwrap();
        }
    }
    let status = child.wait().unwrap();
    assert!(status.success(), "{status} {said}");
    assert!(said.contains(" is signed for Payment API"), "{said}");
    assert!(!said.contains("open sesame"), "{said}");
    assert!(is_valid(&place));
}

/// An agent of its own, ended when dropped.
struct Agent {
    child: Child,
    socket: PathBuf,
}

impl Agent {
    fn start(place: &Place) -> Self {
        let socket = place.root.path().join("agent");
        let mut command = Command::new("ssh-agent");
        command.arg("-D").arg("-a").arg(&socket);
        let child = command.stdout(Stdio::null()).spawn().unwrap();
        let start = Instant::now();
        while !socket.exists() && start.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(10));
        }
        Self { child, socket }
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_key_that_an_agent_holds_signs_by_its_public_half() {
    let mut place = Place::new();
    let key = place.key("ed25519");
    place.allow(&[("ana@example.org", &key)]);
    let agent = Agent::start(&place);
    let added = Command::new("ssh-add")
        .arg("-q")
        .arg(&key)
        .env("SSH_AUTH_SOCK", &agent.socket)
        .status();
    assert!(added.unwrap().success());
    fs::remove_file(&key).unwrap();
    let public = public_of(&key);
    ran(sign_with(&place, &public).output().unwrap())
        .exit(3)
        .refuses("ssh-keygen did not sign with this key");
    let mut command = sign_with(&place, &public);
    command.env("SSH_AUTH_SOCK", &agent.socket);
    ran(command.output().unwrap()).exit(0);
    assert!(is_valid(&place));
}

#[test]
fn what_is_no_key_is_told_and_nothing_is_written() {
    let place = Place::new();
    fs::write(place.root.path().join("no-key"), "hello").unwrap();
    for (key, words) in [
        (
            "missing",
            "the key can't be read: the file or its directory does not exist",
        ),
        ("api.evidence", "the key is not a file"),
        ("no-key", "ssh-keygen did not sign with this key"),
    ] {
        let ran = ran(sign_with(&place, Path::new(key)).output().unwrap());
        ran.exit(3).refuses(words);
        assert!(place.files().is_empty());
    }
}

#[test]
fn what_stock_ssh_keygen_signed_is_valid() {
    for sort in ["ed25519", "ecdsa", "rsa"] {
        let mut place = Place::new();
        let key = place.key(sort);
        place.allow(&[("ana@example.org", &key)]);
        let statement = place.prepare(&wish(Some(&key))).unwrap();
        fs::create_dir(place.folder()).unwrap();
        let path = place.folder().join("by-hand.txt");
        fs::write(&path, write_statement(&statement)).unwrap();
        let copy = format!("{}.ron", statement.assessment);
        fs::write(
            place.folder().join(copy),
            write_assessment(&place.assessment),
        )
        .unwrap();
        let stock = |namespace: &str| {
            let _ = fs::remove_file(place.folder().join("by-hand.txt.sig"));
            let status = Command::new("ssh-keygen")
                .args(["-q", "-Y", "sign", "-n", namespace, "-f"])
                .arg(&key)
                .arg(&path)
                .status();
            assert!(status.unwrap().success());
        };
        stock("candor");
        assert!(is_valid(&place), "{sort}");
        stock("git");
        assert_eq!(place.read()[0].seal, Seal::Forged(Forgery::Signature));
    }
}

#[test]
fn only_a_list_that_names_the_key_for_its_signer_makes_it_valid() {
    let mut place = Place::new();
    let (key, other) = (place.key("ed25519"), place.key("ecdsa"));
    place.sign(&wish(Some(&key)));
    let line = list_of(&[("ana@example.org", &key)]);
    let list = place.root.path().join("list");
    let fingerprint = {
        let output = super::place::ssh_keygen(&["-lf", public_of(&key).to_str().unwrap()]);
        let said = String::from_utf8(output.stdout).unwrap();
        said.split(' ').nth(1).unwrap().to_owned()
    };
    let public = line.split_once(' ').unwrap().1;
    for (text, valid) in [
        (line.clone(), true),
        (format!("# signers\n\n{line}"), true),
        (format!("*@example.org {public}"), true),
        (
            format!("ana@example.org namespaces=\"candor,git\" {public}"),
            true,
        ),
        (
            format!("ana@example.org valid-before=\"20261122Z\" {public}"),
            true,
        ),
        (String::new(), false),
        ("nonsense\n".to_owned(), false),
        (list_of(&[("bo@example.org", &key)]), false),
        (list_of(&[("ana@example.org", &other)]), false),
        (
            format!("ana@example.org namespaces=\"git\" {public}"),
            false,
        ),
        (
            format!("ana@example.org valid-before=\"20261120Z\" {public}"),
            false,
        ),
        (
            format!("ana@example.org valid-after=\"20261122Z\" {public}"),
            false,
        ),
    ] {
        fs::write(&list, &text).unwrap();
        place.signers = Signers::in_file(&place.disk, &list).unwrap();
        let key = fingerprint.clone();
        let expected = if valid {
            Seal::Valid { key }
        } else {
            Seal::UnknownSigner { key }
        };
        assert_eq!(place.read()[0].seal, expected, "{text}");
    }
    place.signers = Signers::none();
    assert_eq!(
        place.read()[0].seal,
        Seal::UnknownSigner { key: fingerprint }
    );
}

#[test]
fn the_list_that_git_names_is_taken_and_one_that_is_missing_is_told() {
    let place = Place::new();
    let key = place.key("ed25519");
    place.sign_at(&wish(Some(&key)), noon());
    fs::write(
        place.root.path().join("signers"),
        list_of(&[("ana@example.org", &key)]),
    )
    .unwrap();
    place
        .words("verify api.ron")
        .exit(1)
        .says("that no list of signers names")
        .says("--allowed-signers FILE");
    let config = place.root.path().join("gitconfig");
    fs::write(&config, "[gpg \"ssh\"]\n\tallowedSignersFile = ~/signers\n").unwrap();
    place.words("verify api.ron").exit(0).says("VERIFIED");
    fs::write(&config, "[gpg \"ssh\"]\n\tallowedSignersFile = ~/gone\n").unwrap();
    place
        .words("verify api.ron")
        .exit(3)
        .refuses("gpg.ssh.allowedSignersFile");
    place
        .words("verify api.ron --allowed-signers signers")
        .exit(0);
    place
        .words("verify api.ron --allowed-signers nowhere")
        .exit(3)
        .refuses("nowhere: there is no such file");
    // What needs no list goes on.
    place.words("score api.ron").exit(0);
}

#[test]
fn without_ssh_keygen_nothing_is_valid_and_signing_with_a_key_is_refused() {
    let mut place = Place::new();
    let key = place.key("ed25519");
    place.allow(&[("ana@example.org", &key)]);
    place.sign(&wish(Some(&key)));
    let empty = place.root.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let run = |mut command: Command| ran(command.env("PATH", &empty).output().unwrap());
    let verify = place.command(&["verify", "api.ron", "--allowed-signers", "allowed_signers"]);
    run(verify)
        .exit(1)
        .says("signed with a key, not checked")
        .says("install OpenSSH");
    run(sign_with(&place, &key))
        .exit(3)
        .refuses("there is no ssh-keygen on this machine");
}
