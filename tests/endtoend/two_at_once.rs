//! Two and three processes on one file: what any of them said to be saved is in it, and all show the same in the end.
//!
//! The whole count: `cargo test --release --test main -- --ignored --nocapture a_thousand_rounds`, with another number of
//! rounds in `CANDOR_ROUNDS`.
#![allow(clippy::type_complexity)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use candor::domain::assessment::{Assessment, Status};
use candor::domain::change::{Change, Stamp};
use candor::domain::evidence::Share;
use candor::domain::history::What;
use candor::format::read::read_assessment;
use candor::format::write::write_assessment;

use super::{Desk, PATIENCE, assessment_at};
use crate::pty::Pty;

/// Rounds of an everyday run, of each pair.
const EVERYDAY: usize = 1;

/// Rounds of the whole run, of each pair.
const WHOLE: usize = 250;

/// After so many rounds everybody starts anew.
const TOGETHER: usize = 25;

const ITEMS: usize = 6;

/// An answer: by whom, to which item, how many tenths.
type Said = (&'static str, usize, u8);

struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(count).unwrap()).unwrap()
    }

    fn pause(&mut self, most: usize) {
        let time = self.below(most.max(1));
        std::thread::sleep(Duration::from_millis(u64::try_from(time).unwrap()));
    }

    /// An answer. Nobody says what another one says: what a list shows tells whose it is.
    fn said(&mut self, by: &'static str) -> Said {
        let all = ["Ana", "Bo", "Cy", "Dee"];
        let first = all.iter().position(|name| *name == by).unwrap_or(all.len());
        let tenths = u8::try_from(1 + 2 * first.min(3) + self.below(2)).unwrap();
        (
            by,
            self.below(ITEMS),
            if first == all.len() { 9 } else { tenths },
        )
    }
}

fn desk() -> Desk {
    let desk = Desk::new();
    let mut items = String::new();
    for number in 0..ITEMS {
        let _ = writeln!(
            items,
            "(id: \"i{number}\", tier: Should, title: \"Item {number}\"),"
        );
    }
    let checklist = format!(
        "Checklist(format: 1, id: \"many\", title: \"Many\", categories: [(id: \"all\", title: \"All\", items: [{items}])])"
    );
    std::fs::write(desk.path("many.ron"), checklist).unwrap();
    let new = [
        "new",
        "a.ron",
        "--checklist",
        "./many.ron",
        "--subject",
        "S",
    ];
    desk.succeed(&new);
    desk
}

/// Somebody who answers, and what was told to be saved.
enum Hand {
    Screen {
        by: &'static str,
        pty: Pty,
        pressed: Vec<Said>,
    },
    Lines {
        by: &'static str,
        child: Child,
        input: ChildStdin,
        said: Arc<Mutex<String>>,
    },
    Command,
    /// Reads, and writes back later: in place, or as another file in its place.
    Editor(Option<Vec<u8>>),
    /// The control: reads once, and from then on writes what it believes.
    Overwriter {
        by: &'static str,
        believed: Assessment,
    },
}

impl Hand {
    fn screen(desk: &Desk, by: &'static str) -> Self {
        let pty = desk.screen(&["review", "a.ron", "--by", by]);
        super::sees(&pty, "Item 0");
        let pressed = Vec::new();
        Self::Screen { by, pty, pressed }
    }

    fn lines(desk: &Desk, by: &'static str) -> Self {
        let mut command = desk.command(&["review", "a.ron", "--accessible", "--by", by]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let said = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&said);
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = output.read(&mut piece) {
                let text = String::from_utf8_lossy(&piece[..length]).into_owned();
                heard.lock().unwrap().push_str(&text);
            }
        });
        Self::Lines {
            by,
            child,
            input,
            said,
        }
    }

    fn overwriter(desk: &Desk, by: &'static str) -> Self {
        let believed = assessment_at(&desk.path("a.ron"));
        Self::Overwriter { by, believed }
    }

    /// Does one thing; what is known to be saved by it is remembered.
    fn acts(&mut self, desk: &Desk, dice: &mut Dice, saved: &mut BTreeSet<Said>, id: usize) {
        match self {
            Self::Screen { by, pty, pressed } => {
                if !pty.screen_text().contains("Categories") {
                    // On the versions of a conflict: one is chosen, or one goes back.
                    pty.send(["<enter>", "<esc>"][dice.below(2)]);
                    dice.pause(40);
                    return;
                }
                let said = dice.said(by);
                pty.send(&format!("g{}{}", "j".repeat(said.1), said.2));
                // What did not get into the list, because there is a conflict, was not said.
                let since = Instant::now();
                while since.elapsed() < Duration::from_millis(300) {
                    if shows(&pty.screen_text(), said) {
                        pressed.push(said);
                        break;
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
                dice.pause(30);
                if is_saved(&pty.screen_text()) {
                    saved.extend(pressed.drain(..));
                }
            }
            Self::Lines {
                by, input, said, ..
            } => {
                let new = dice.said(by);
                let before = said.lock().unwrap().len();
                let word = format!("{}0 percent met: i{}.", new.2, new.1);
                let prompt = format!("{} i{}: ", new.1 + 1, new.1);
                writeln!(input, "{}\npartial {}0", new.1 + 1, new.2).unwrap();
                let since = Instant::now();
                while since.elapsed() < PATIENCE {
                    let said = said.lock().unwrap()[before..].to_owned();
                    if let Some((_, after)) = said.split_once(&word)
                        && after.contains(&prompt)
                    {
                        if !after.to_lowercase().contains("not saved") {
                            saved.insert(new);
                        }
                        return;
                    }
                    let refused = ["in conflict: first", "choose", "already"];
                    if said.matches(&prompt).count() >= 2
                        && refused.iter().any(|word| said.contains(word))
                    {
                        return;
                    }
                    std::thread::sleep(Duration::from_millis(2));
                }
                panic!("no answer to {word:?}: {}", said.lock().unwrap());
            }
            Self::Command => {
                let new = dice.said("Cy");
                let (item, status) = (format!("i{}", new.1), format!("partial:{}0", new.2));
                let answer = ["answer", "a.ron", &item, &status, "--by", "Cy"];
                if desk.run(&answer).status.success() {
                    saved.insert(new);
                }
            }
            Self::Editor(read @ None) => *read = std::fs::read(desk.path("a.ron")).ok(),
            Self::Editor(read) => {
                let text = read.take().and_then(|bytes| read_assessment(&bytes).0);
                let Some(mut text) = text else { return };
                if text.apply(&change(dice.said("Ed"), id)).is_err() {
                    return;
                }
                let text = write_assessment(&text);
                if dice.below(2) == 0 {
                    std::fs::write(desk.path("a.ron"), text).unwrap();
                } else {
                    std::fs::write(desk.path("edited"), text).unwrap();
                    std::fs::rename(desk.path("edited"), desk.path("a.ron")).unwrap();
                }
            }
            Self::Overwriter { by, believed } => {
                let new = dice.said(by);
                if believed.apply(&change(new, id)).is_ok() {
                    std::fs::write(desk.path("a.ron"), write_assessment(believed)).unwrap();
                    saved.insert(new);
                }
            }
        }
    }

    /// Waits until nothing of it is under way.
    fn rests(&mut self, saved: &mut BTreeSet<Said>) {
        if let Self::Screen { pty, pressed, .. } = self {
            while !pty.screen_text().contains("Categories") {
                pty.send("<esc>");
                std::thread::sleep(Duration::from_millis(60));
            }
            pty.wait_for(|screen| is_saved(&screen.contents()), PATIENCE);
            saved.extend(pressed.drain(..));
        }
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        if let Self::Lines { child, .. } = self {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn change((by, item, tenths): Said, id: usize) -> Change {
    Change::Answer {
        item: format!("i{item}").into(),
        status: Status::Partial(Share::new(i64::from(tenths) * 10).unwrap()),
        stamp: Stamp {
            id: format!("{by}{id}").into(),
            at: candor::domain::time::Moment::new(chrono::Utc::now()),
            by: by.into(),
            recorded_by: "".into(),
        },
    }
}

fn is_saved(screen: &str) -> bool {
    screen
        .lines()
        .next()
        .unwrap_or_default()
        .contains("saved ✓")
}

/// Whether the list shows an answer.
fn shows(screen: &str, (_, item, tenths): Said) -> bool {
    let (title, share) = (format!("Item {item} "), format!(" {tenths}0 %"));
    let rows = screen.lines().filter_map(|line| line.split("││").nth(1));
    rows.filter(|row| row.contains(&title))
        .any(|row| row.contains(&share))
}

/// What the list of a screen says of each item.
fn list(screen: &str) -> Vec<String> {
    let rows = screen.lines().filter_map(|line| line.split("││").nth(1));
    let items = rows.filter(|row| row.contains("Item "));
    items
        .map(|row| row.trim_start_matches('>').trim().to_owned())
        .collect()
}

/// Whether the file has it, as the answer, in the history, or as a version of a conflict.
fn is_kept(assessment: &Assessment, (by, item, tenths): Said) -> bool {
    let answer = &assessment.answers()[item];
    let status = Status::Partial(Share::new(i64::from(tenths) * 10).unwrap());
    let is_it = |said: &Status, who: &candor::domain::text::Text| *said == status && *who == by;
    is_it(&answer.status, &answer.by)
        || answer.conflict.iter().any(|it| is_it(&it.status, &it.by))
        || answer.history.iter().any(|entry| match &entry.what {
            What::Answered(said) => is_it(said, &entry.by),
            What::Resolved(settled) => {
                let all = std::iter::once(&settled.chosen).chain(&settled.others);
                all.into_iter().any(|it| is_it(&it.status, &it.by))
            }
            _ => false,
        })
}

/// Rounds in which everybody acts at random; the first thing that does not hold, if any.
fn rounds(
    count: usize,
    mut dice: Dice,
    hands: &[fn(&Desk) -> Hand],
) -> Result<(usize, usize), String> {
    let (mut id, mut in_conflict, mut all_saved) = (0, 0, 0);
    let mut done = 0;
    while done < count {
        let desk = desk();
        let mut hands: Vec<Hand> = hands.iter().map(|hand| hand(&desk)).collect();
        let mut saved = BTreeSet::new();
        for _ in 0..TOGETHER.min(count - done) {
            done += 1;
            for _ in 0..4 + dice.below(5) {
                let who = dice.below(hands.len());
                id += 1;
                hands[who].acts(&desk, &mut dice, &mut saved, id);
                dice.pause(25);
            }
            for hand in &mut hands {
                hand.rests(&mut saved);
            }
            let kept = at_rest(&desk, &hands).map_err(|why| format!("round {done}: {why}"))?;
            for said in &saved {
                if !is_kept(&kept, *said) {
                    return Err(format!("round {done}: {said:?} was said to be saved"));
                }
            }
            let conflicts = kept.answers().iter().filter(|it| !it.conflict.is_empty());
            in_conflict += conflicts.count();
        }
        all_saved += saved.len();
    }
    Ok((all_saved, in_conflict))
}

/// The file once all screens show the same and it is what they show.
fn at_rest(desk: &Desk, hands: &[Hand]) -> Result<Assessment, String> {
    let since = Instant::now();
    let screens: Vec<&Pty> = hands
        .iter()
        .filter_map(|hand| match hand {
            Hand::Screen { pty, .. } => Some(pty),
            _ => None,
        })
        .collect();
    for screen in &screens {
        screen.send("g");
    }
    loop {
        let bytes = std::fs::read(desk.path("a.ron")).map_err(|error| error.to_string())?;
        // Longer than until the next look.
        std::thread::sleep(Duration::from_millis(450));
        let lists: Vec<Vec<String>> = screens.iter().map(|it| list(&it.screen_text())).collect();
        let all_saved = screens.iter().all(|it| is_saved(&it.screen_text()));
        let is_quiet = std::fs::read(desk.path("a.ron")).is_ok_and(|now| now == bytes);
        let is_same = lists.windows(2).all(|two| two[0] == two[1]);
        if let (Some(kept), true, true, true) =
            (read_assessment(&bytes).0, is_quiet, is_same, all_saved)
        {
            let fits = lists.first().is_none_or(|list| fits(list, &kept));
            if fits && write_assessment(&kept).as_bytes() == bytes {
                return Ok(kept);
            }
        }
        if since.elapsed() > PATIENCE {
            let bytes = String::from_utf8_lossy(&bytes).into_owned();
            return Err(format!("they never show the same: {lists:#?}\n{bytes}"));
        }
    }
}

/// Whether a list shows what the file holds.
fn fits(list: &[String], kept: &Assessment) -> bool {
    list.len() == ITEMS
        && kept.answers().iter().zip(list).all(|(answer, row)| {
            match (&answer.status, answer.conflict.is_empty()) {
                (Status::Partial(share), true) => row.contains(&format!("{} %", share.percent())),
                _ => true,
            }
        })
}

fn ana(desk: &Desk) -> Hand {
    Hand::screen(desk, "Ana")
}

fn bo(desk: &Desk) -> Hand {
    Hand::screen(desk, "Bo")
}

fn dee(desk: &Desk) -> Hand {
    Hand::lines(desk, "Dee")
}

fn cy(_: &Desk) -> Hand {
    Hand::Command
}

fn ed(_: &Desk) -> Hand {
    Hand::Editor(None)
}

/// Who is at it together.
const TOGETHERS: [(&str, &[fn(&Desk) -> Hand]); 5] = [
    ("two screens", &[ana, bo]),
    ("a screen and the command", &[ana, cy]),
    ("a screen and an editor", &[ana, ed]),
    ("a screen and plain lines", &[ana, dee]),
    (
        "two screens, plain lines and the command",
        &[ana, bo, dee, cy],
    ),
];

#[track_caller]
fn all(count: usize, seed: u64) {
    for (name, hands) in TOGETHERS {
        let since = Instant::now();
        match rounds(count, Dice(seed), hands) {
            Ok((saved, conflicts)) => println!(
                "{name}: {count} rounds, {saved} answers said to be saved and kept, {conflicts} conflicts seen, {:?}",
                since.elapsed()
            ),
            Err(why) => panic!("{name}, seed {seed}: {why}"),
        }
    }
}

#[test]
fn whoever_is_at_it_together_loses_nothing_that_was_saved() {
    all(EVERYDAY, 0x9e37_79b9_7f4a_7c15);
}

#[test]
#[ignore = "an hour: cargo test --release --test main -- --ignored --nocapture a_thousand_rounds"]
fn a_thousand_rounds_lose_nothing_that_was_saved() {
    let rounds = std::env::var("CANDOR_ROUNDS").ok();
    let rounds = rounds.and_then(|rounds| rounds.parse().ok());
    all(rounds.unwrap_or(WHOLE), 0xd1b5_4a32_d192_ed03);
}

#[test]
fn control_two_with_which_the_last_writer_wins_are_caught() {
    let x = |desk: &Desk| Hand::overwriter(desk, "Ana");
    let y = |desk: &Desk| Hand::overwriter(desk, "Bo");
    let caught = rounds(20, Dice(7), &[x, y]).unwrap_err();
    assert!(caught.contains("was said to be saved"), "{caught}");
}
