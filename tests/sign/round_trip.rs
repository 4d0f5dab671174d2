//! Signed here and checked by stock OpenSSH, and the other way round.

use std::fs::{self, File};
use std::process::{Command, Stdio};

use candor::domain::gate::Verdict;
use candor::domain::sign_off::Seal;
use candor::format::statement::read_statement;

use super::place::{Place, wish};

#[test]
fn what_is_signed_is_valid_for_candor_and_for_stock_ssh_keygen() {
    for sort in ["ed25519", "ecdsa", "rsa"] {
        let mut place = Place::new();
        let key = place.key(sort);
        place.allow(&[("ana@example.org", &key)]);
        let made = place.sign(&wish(Some(&key)));
        let found = place.read();
        assert_eq!(found.len(), 1);
        assert!(
            matches!(found[0].seal, Seal::Valid { .. }),
            "{:?}",
            found[0].seal
        );
        assert_eq!(**found[0].kept.as_ref().unwrap(), place.assessment);
        assert_eq!(found[0].statement.as_ref().unwrap().verdict, Verdict::Go);
        let text = fs::read(&made.statement).unwrap();
        assert_eq!(read_statement(&text), found[0].statement);

        let stock = Command::new("ssh-keygen")
            .args([
                "-Y",
                "verify",
                "-n",
                "candor",
                "-I",
                "ana@example.org",
                "-f",
            ])
            .arg(place.root.path().join("allowed_signers"))
            .arg("-s")
            .arg(made.signature.unwrap())
            .stdin(File::open(&made.statement).unwrap())
            .output()
            .unwrap();
        assert!(stock.status.success(), "{stock:?}");
        let sums = Command::new("sha256sum")
            .arg("-c")
            .arg(&made.statement)
            .current_dir(place.root.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(sums.status.success(), "{sums:?}");
        let said = String::from_utf8(sums.stdout).unwrap();
        assert_eq!(said.lines().count(), 2, "{said}");
    }
}
