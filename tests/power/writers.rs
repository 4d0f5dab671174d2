//! Those who write while the power is cut: the screen, the commands, and small writers that do it right or wrong.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use candor::domain::assessment::{Assessment, Head, Status};
use candor::domain::change::{Change, Stamp};
use candor::domain::time::{Moment, UtcOffset};
use candor::format::read::{read_assessment, read_checklist};
use candor::format::write::write_assessment;

use super::Acknowledged;
use crate::endtoend::{CANDOR, PATIENCE};
use crate::pty::Pty;

/// The items of the assessment that is answered.
pub(super) const COUNT: usize = 80;

/// Who writes, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writes {
    /// The review on a terminal.
    Screen,
    /// `candor answer`, again and again.
    Answers,
    /// `candor answer` and `candor sign` in turns.
    SignOffs,
    /// A small writer: temporary file, sync, rename, sync of the directory.
    WithBothSyncs,
    /// The same without the file's sync.
    WithoutSync,
    /// The same without the directory's sync.
    WithoutDirectorySync,
}

/// An unanswered assessment.
pub(super) fn fresh() -> &'static str {
    static FRESH: LazyLock<String> = LazyLock::new(|| {
        let mut items = String::new();
        for number in 0..COUNT {
            let _ = writeln!(
                items,
                "(id: \"i{number}\", tier: Should, title: \"Item {number}\"),"
            );
        }
        let checklist = format!(
            "Checklist(format: 1, id: \"many\", title: \"Many\", categories: [(id: \"all\", title: \"All\", items: [{items}])])"
        );
        let checklist = Arc::new(read_checklist(checklist.as_bytes()).0.unwrap());
        let now = moment();
        write_assessment(&Assessment::new(
            checklist,
            Head::default(),
            now,
            UtcOffset::default(),
        ))
    });
    &FRESH
}

fn moment() -> Moment {
    Moment::parse("2026-11-21T09:00:00Z", UtcOffset::default()).unwrap()
}

/// Somebody who writes and says what is saved.
pub(super) enum Writer {
    Screen {
        pty: Box<Pty>,
        pressed: usize,
        seen: usize,
    },
    Others {
        told: Arc<Mutex<Acknowledged>>,
        ends: Arc<AtomicBool>,
        thread: Option<JoinHandle<()>>,
    },
}

pub(super) fn start(writes: Writes, work: &Path) -> Writer {
    if writes == Writes::Screen {
        return screen(work);
    }
    let told = Arc::new(Mutex::new(Acknowledged::default()));
    let ends = Arc::new(AtomicBool::new(false));
    let thread = std::thread::spawn({
        let (told, ends, work) = (Arc::clone(&told), Arc::clone(&ends), work.to_owned());
        move || match writes {
            Writes::Answers | Writes::SignOffs => commands(writes, &work, &told, &ends),
            _ => small_writer(writes, &work, &told, &ends),
        }
    });
    Writer::Others {
        told,
        ends,
        thread: Some(thread),
    }
}

fn environment(work: &Path) -> [(&'static str, String); 5] {
    let home = work.join("home").display().to_string();
    [
        ("CANDOR_HOME", home.clone()),
        ("HOME", home),
        ("GIT_CONFIG_GLOBAL", "/dev/null".to_owned()),
        ("GIT_CONFIG_SYSTEM", "/dev/null".to_owned()),
        ("TZ", "UTC".to_owned()),
    ]
}

fn screen(work: &Path) -> Writer {
    let environment = environment(work);
    let environment: Vec<(&str, &str)> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let directory = work.display().to_string();
    let arguments = ["-C", &directory, CANDOR, "review", "a.ron", "--by", "Ana"];
    let pty = Pty::start(Path::new("/usr/bin/env"), &arguments, &environment, 120, 32);
    pty.wait_for(|screen| saved(&screen.contents()) == Some(0), PATIENCE);
    Writer::Screen {
        pty: Box::new(pty),
        pressed: 0,
        seen: 0,
    }
}

/// How many answers a screen shows as saved; nothing while it says that it is saving.
fn saved(screen: &str) -> Option<usize> {
    if !screen.lines().next()?.contains("saved ✓") {
        return None;
    }
    let (_, after) = screen.split_once("unanswered ")?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().map(|left: usize| COUNT - left)
}

impl Writer {
    /// Something is written, for about so long.
    pub(super) fn goes_on(&mut self, time: Duration) {
        if let Self::Screen { pty, pressed, seen } = self {
            if *pressed < COUNT {
                pty.send("<space>j");
                *pressed += 1;
            }
            // Mostly faster than the disk, with pauses in which it comes to rest and the screen says so.
            let is_pause = time < Duration::from_millis(1);
            std::thread::sleep(if is_pause { 80 * time } else { time });
            *seen = saved(&pty.screen_text()).unwrap_or(0).max(*seen);
        } else {
            std::thread::sleep(time);
        }
    }

    /// What it has said by now.
    pub(super) fn acknowledged(&self) -> Acknowledged {
        match self {
            Self::Screen { pty, seen, .. } => Acknowledged {
                answers: saved(&pty.screen_text()).unwrap_or(0).max(*seen),
                statements: Vec::new(),
            },
            Self::Others { told, .. } => told.lock().unwrap().clone(),
        }
    }

    /// It is gone, as everything is that ran when the power went.
    pub(super) fn end(self) {
        match self {
            Self::Screen { mut pty, .. } => {
                pty.signal(rustix::process::Signal::KILL);
                pty.wait_exit(PATIENCE);
            }
            Self::Others {
                ends, mut thread, ..
            } => {
                ends.store(true, Ordering::Release);
                if let Some(thread) = thread.take() {
                    thread.join().unwrap();
                }
            }
        }
    }
}

/// Waits for a program, which is killed once the power is gone; says whether it ended well, with what it said.
fn finish(mut child: Child, ends: &AtomicBool) -> Option<String> {
    let mut out = child.stdout.take().unwrap();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            let said = std::io::read_to_string(&mut out).unwrap();
            return status.success().then_some(said);
        }
        if ends.load(Ordering::Acquire) {
            let _ = child.kill();
        }
        std::thread::sleep(Duration::from_micros(300));
    }
}

fn commands(writes: Writes, work: &Path, told: &Mutex<Acknowledged>, ends: &AtomicBool) {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(CANDOR);
        command.args(arguments).current_dir(work);
        command.envs(environment(work));
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let child = command.stderr(Stdio::null()).spawn().unwrap();
        finish(child, ends)
    };
    let mut answered = 0;
    while answered < COUNT && !ends.load(Ordering::Acquire) {
        let item = format!("i{answered}");
        if run(&["answer", "a.ron", &item, "met", "--by", "Ana"]).is_some() {
            answered += 1;
            told.lock().unwrap().answers = answered;
        }
        if writes == Writes::SignOffs && !ends.load(Ordering::Acquire) {
            let by = "Ana <ana@example.org>";
            let sign = [
                "sign",
                "a.ron",
                "--by",
                by,
                "--role",
                "Security",
                "--decision",
                "no-go",
            ];
            if let Some(said) = run(&sign)
                && let Some(name) = statement_in(&said)
            {
                told.lock().unwrap().statements.push(name);
            }
        }
    }
}

/// The file name of a statement in what `candor sign` said.
fn statement_in(said: &str) -> Option<String> {
    let (before, _) = said.split_once(".txt")?;
    let begin = before.rfind(['/', '"', ' ', '\n'])? + 1;
    Some(format!("{}.txt", &before[begin..]))
}

/// A program of its own, so that it can be ended when the power goes.
fn small_writer(writes: Writes, work: &Path, told: &Mutex<Acknowledged>, ends: &AtomicBool) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "power::writers::the_small_writer",
            "--ignored",
            "--nocapture",
        ])
        .env("CANDOR_SMALL_WRITER", format!("{writes:?}"))
        .current_dir(work)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for line in out.lines().map_while(Result::ok) {
                if let Some(number) = line.strip_prefix("saved ") {
                    told.lock().unwrap().answers = number.parse().unwrap();
                }
            }
        });
        while !ends.load(Ordering::Acquire) {
            std::thread::sleep(Duration::from_micros(300));
        }
        let _ = child.kill();
        let _ = child.wait();
    });
}

/// Not a test: what the controls start.
#[test]
#[ignore = "the program that the controls start"]
fn the_small_writer() {
    let Ok(how) = std::env::var("CANDOR_SMALL_WRITER") else {
        return;
    };
    let mut assessment = read_assessment(fresh().as_bytes()).0.unwrap();
    for number in 0..COUNT {
        let stamp = Stamp {
            id: format!("n{number}").into(),
            at: moment(),
            by: "Ana".into(),
            recorded_by: "".into(),
        };
        let change = Change::Answer {
            item: format!("i{number}").into(),
            status: Status::Met,
            stamp,
        };
        assessment.apply(&change).unwrap();
        let Ok(mut file) = File::create("a.tmp") else {
            return;
        };
        if file
            .write_all(write_assessment(&assessment).as_bytes())
            .is_err()
        {
            return;
        }
        if how != "WithoutSync" && file.sync_all().is_err() {
            return;
        }
        if std::fs::rename("a.tmp", "a.ron").is_err() {
            return;
        }
        let sync_directory = || File::open(".").and_then(|directory| directory.sync_all());
        if how != "WithoutDirectorySync" && sync_directory().is_err() {
            return;
        }
        println!("\nsaved {}", number + 1);
        std::io::stdout().flush().unwrap();
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_secs(60));
}
