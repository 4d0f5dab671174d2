//! A directory with an assessment to sign, and keys.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use candor::domain::assessment::{Assessment, Head, Participant, Status, Subject};
use candor::domain::change::{Change, Stamp};
use candor::domain::evidence::{Content, Evidence, Observations, Signed};
use candor::domain::gate::Verdict;
use candor::domain::measured::Measured;
use candor::domain::sign_off::{Condition, SignOff, Statement};
use candor::domain::text::Text;
use candor::domain::time::{Moment, UtcOffset};
use candor::format::read::read_checklist;
use candor::format::write::write_assessment;
use candor::problem::Problem;
use candor::system::disk::Disk;
use candor::system::observe::observe_all;
use candor::system::pin;
use candor::system::sign_offs::{self, Ground, Made, Wish};
use candor::system::signers::Signers;
use tempfile::TempDir;

pub(super) const CHECKLIST: &str = r#"Checklist(
    format: 1, id: "small", title: "Small", version: "3",
    stages: [(id: "staging", title: "Staging"), (id: "live", title: "Live")],
    traits: [(id: "serves-traffic", ask: "Does it take requests?")],
    signoff: ["sre", "product"],
    scoring: (confirm: Nobody),
    categories: [(id: "safety", title: "Safety", items: [
        (id: "backups", tier: Blocker, title: "Backups restore", why: "Data is lost.", when: Has("serves-traffic")),
        (id: "alerts", tier: Blocker, title: "Alerts reach a person", why: "Outages last."),
        (id: "tests", tier: Should, title: "Tests pass", metric: (name: "share", unit: "%", target: AtLeast(90)), evidence: NotNeeded),
        (id: "docs", tier: Nice, title: "Docs are current", evidence: NotNeeded),
    ])],
)
"#;

pub(super) fn moment(text: &str) -> Moment {
    Moment::try_from(text.to_owned()).unwrap()
}

/// The moment at which everything is signed unless another is said.
pub(super) fn noon() -> Moment {
    moment("2026-11-21T12:00:00Z")
}

pub(super) fn stamp(id: &str, by: &str) -> Stamp {
    Stamp {
        id: id.into(),
        at: moment("2026-11-20T09:00:00Z"),
        by: by.into(),
        recorded_by: Text::default(),
    }
}

/// A directory with `api.ron` in it, where backups are met by a kept file, alerts by a link, and tests are met.
pub(super) struct Place {
    pub(super) root: TempDir,
    pub(super) disk: Disk,
    pub(super) path: PathBuf,
    pub(super) assessment: Assessment,
    pub(super) signers: Signers,
}

impl Place {
    pub(super) fn new() -> Self {
        Self::of("api.ron", CHECKLIST)
    }

    pub(super) fn of(name: &str, checklist: &str) -> Self {
        let root = tempfile::tempdir().unwrap();
        let (checklist, faults) = read_checklist(checklist.as_bytes());
        let checklist = checklist.unwrap_or_else(|| panic!("{faults:?}"));
        let head = Head {
            subject: Subject {
                name: "Payment API".into(),
                version: "2.0".into(),
                ..Subject::default()
            },
            participants: vec![Participant {
                name: "Ana".into(),
                role: "sre".into(),
            }],
            ..Head::default()
        };
        let created = moment("2026-11-01T08:00:00Z");
        let assessment = Assessment::new(Arc::new(checklist), head, created, UtcOffset::default());
        let mut place = Self {
            path: root.path().join(name),
            disk: Disk::new(root.path().join("state")),
            signers: Signers::none(),
            root,
            assessment,
        };
        place.answer();
        place.save();
        place
    }

    fn answer(&mut self) {
        let met = |item: &str| Change::Answer {
            item: item.into(),
            status: Status::Met,
            stamp: stamp(&format!("s-{item}"), "Ana"),
        };
        let log = self.root.path().join("restore.log");
        std::fs::write(&log, "restored in 4 minutes\n").unwrap();
        self.change(&met("backups"));
        self.change(&met("alerts"));
        self.change(&met("tests"));
        self.change(&Change::Measure {
            item: "tests".into(),
            measured: Measured::parse("95"),
            stamp: stamp("m-tests", "Ana"),
        });
        let pinned = pin::measure(&self.disk, &self.path, &log).unwrap();
        pinned.keep_copy(&self.disk, &self.path).unwrap();
        self.attach("backups", "e1", pinned.content);
        let link = Content::Link("https://alerts.example".into());
        self.attach("alerts", "e2", link);
    }

    pub(super) fn attach(&mut self, item: &str, id: &str, content: Content) {
        let item = Text::from(item);
        let stamp = stamp(id, "Ana");
        let signed = Signed {
            by: stamp.by.clone(),
            at: stamp.at,
        };
        let answer = self.assessment.answer(&item).unwrap();
        let evidence = Evidence::attached(&self.assessment, answer, content, id.into(), signed);
        self.change(&Change::Attach {
            item,
            evidence,
            entry: stamp.id,
        });
    }

    /// Changes the assessment through the door; the file stays as it is.
    pub(super) fn change(&mut self, change: &Change) {
        self.assessment
            .apply(change)
            .unwrap_or_else(|refusal| panic!("{refusal:?}"));
    }

    pub(super) fn save(&self) {
        std::fs::write(&self.path, write_assessment(&self.assessment)).unwrap();
    }

    pub(super) fn observe(&self) -> Observations {
        observe_all(&self.disk, &self.path, &self.assessment, &self.signers)
    }

    pub(super) fn prepare(&self, wish: &Wish) -> Result<Statement, Problem> {
        self.prepare_at(wish, noon())
    }

    pub(super) fn prepare_at(&self, wish: &Wish, at: Moment) -> Result<Statement, Problem> {
        let ground = Ground {
            files: &self.disk,
            path: &self.path,
            assessment: &self.assessment,
            observations: &self.observe(),
            at,
        };
        sign_offs::prepare(&ground, wish)
    }

    pub(super) fn sign(&self, wish: &Wish) -> Made {
        self.sign_at(wish, noon())
    }

    pub(super) fn sign_at(&self, wish: &Wish, at: Moment) -> Made {
        let statement = self.prepare_at(wish, at).unwrap();
        let key = wish.key.as_deref();
        sign_offs::sign(&self.disk, &self.path, &statement, key).unwrap()
    }

    pub(super) fn read(&self) -> Vec<SignOff> {
        sign_offs::read(&self.disk, &self.path, &self.assessment, &self.signers)
    }

    /// A list that allows a key to sign as somebody, from now on.
    pub(super) fn allow(&mut self, allowed: &[(&str, &Path)]) {
        let list = self.root.path().join("allowed_signers");
        std::fs::write(&list, list_of(allowed)).unwrap();
        self.signers = Signers::in_file(&self.disk, &list).unwrap();
    }

    pub(super) fn folder(&self) -> PathBuf {
        sign_offs::folder(&self.path)
    }

    /// A key of a sort that `ssh-keygen` makes, without a passphrase.
    pub(super) fn key(&self, sort: &str) -> PathBuf {
        self.key_with(sort, "")
    }

    pub(super) fn key_with(&self, sort: &str, passphrase: &str) -> PathBuf {
        let path = self.root.path().join(format!("key-{sort}"));
        let file = path.to_str().unwrap();
        let made = ssh_keygen(&["-q", "-t", sort, "-N", passphrase, "-f", file]);
        assert!(made.status.success(), "{made:?}");
        path
    }
}

/// The lines of a list of allowed signers, made from the public halves beside the keys.
pub(super) fn list_of(allowed: &[(&str, &Path)]) -> String {
    let line = |(name, key): &(&str, &Path)| {
        let public = std::fs::read_to_string(public_of(key)).unwrap();
        format!("\"{name}\" {public}")
    };
    allowed.iter().map(line).collect()
}

pub(super) fn public_of(key: &Path) -> PathBuf {
    let mut public = key.as_os_str().to_owned();
    public.push(".pub");
    public.into()
}

pub(super) fn ssh_keygen(arguments: &[&str]) -> Output {
    let mut command = Command::new("ssh-keygen");
    command.args(arguments).stdin(Stdio::null());
    command.output().unwrap()
}

/// Ana signs go as sre, with a key or without.
pub(super) fn wish(key: Option<&Path>) -> Wish {
    Wish {
        by: "Ana <ana@example.org>".into(),
        role: "sre".into(),
        decision: Verdict::Go,
        words: Text::default(),
        despite: Text::default(),
        conditions: Vec::new(),
        key: key.map(Path::to_path_buf),
    }
}

pub(super) fn condition(id: &str, due: &str) -> Condition {
    Condition {
        id: id.into(),
        text: "time a restore".into(),
        owner: "Bo".into(),
        due: due.parse().unwrap(),
    }
}
