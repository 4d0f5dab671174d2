//! How many bytes and how much time a key takes, on the real screen.
#![allow(clippy::print_stdout)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::endtoend::{CANDOR, Desk, PATIENCE, sees};
use crate::pty::Pty;

const SILENCE: Duration = Duration::from_millis(150);

fn bytes_for(pty: &Pty, keys: &str) -> usize {
    let before = pty.raw_length();
    pty.send(keys);
    pty.wait_for(|_| pty.raw_length() > before, PATIENCE);
    pty.bytes_until_silent(before, SILENCE)
}

#[test]
fn ticks_and_steps_are_few_bytes_at_every_size() {
    for size in [(80, 24), (120, 32), (160, 45)] {
        let desk = Desk::new();
        let pty = desk.screen_of(size, &[CANDOR], &["demo"]);
        sees(&pty, "Spark MVP");
        pty.bytes_until_silent(0, Duration::from_millis(300));
        // The name is asked for at the first answer.
        pty.send("<space>Ana<enter>");
        pty.bytes_until_silent(0, Duration::from_millis(500));
        let (mut tick, mut step) = (0, 0);
        for key in ["j", "k", "j", "j", "k"] {
            step = step.max(bytes_for(&pty, key));
            tick = tick.max(bytes_for(&pty, "<space>"));
        }
        println!("bytes at {size:?}: a tick {tick} at most, a step {step} at most");
        assert!(tick <= 1_500, "{tick} bytes for a tick at {size:?}");
        assert!(step <= 2_000, "{step} bytes for a step at {size:?}");
        // A slow disk may say only now that all is saved.
        sees(&pty, "saved ✓");
        pty.bytes_until_silent(0, Duration::from_millis(300));
        let before = pty.raw_length();
        std::thread::sleep(Duration::from_millis(500));
        assert_eq!(pty.raw_length(), before, "an idle screen is silent");
    }
}

/// A checklist of that many items, in categories of a hundred: every tier, estimates, owners, risks, and some items
/// that require another.
fn checklist(items: usize) -> String {
    let mut ron = "Checklist(format: 1, id: \"big\", title: \"Big\", categories: [".to_owned();
    for category in 0..items / 100 {
        let _ = write!(
            ron,
            "(id: \"c{category}\", title: \"Category {category}\", items: ["
        );
        for item in 0..100 {
            let tier = ["Should", "Nice", "Blocker", "Should"][item % 4];
            let _ = write!(
                ron,
                "(id: \"i{category}-{item}\", tier: {tier}, title: \"Item {item} of category {category} is as it should be\", \
                 why: \"Whatever goes wrong here goes wrong for everybody, and nobody hears of it until it is late.\", \
                 how: \"Do what the handbook says in its chapter {item}, and show that it was done.\", \
                 estimate: \"{}-{}h\", owner: \"team {}\",",
                item % 7 + 1,
                item % 7 + 3,
                item % 11
            );
            if item % 3 == 0 {
                ron.push_str("risk: \"Nobody hears of it.\", severity: High,");
            }
            if item % 10 == 9 {
                let _ = write!(ron, "requires: [\"i{category}-{}\"],", item - 4);
            }
            ron.push_str("),");
        }
        ron.push_str("]),");
    }
    ron.push_str("])");
    ron
}

/// Keys that are timed one by one, round after round, and what leads back from there, untimed.
struct Way {
    what: &'static str,
    keys: &'static [&'static str],
    back: &'static str,
    rounds: usize,
}

const fn way(
    what: &'static str,
    keys: &'static [&'static str],
    back: &'static str,
    rounds: usize,
) -> Way {
    Way {
        what,
        keys,
        back,
        rounds,
    }
}

const WAYS: &[Way] = &[
    way("steps", &["j", "j", "k", "k"], "", 75),
    way("a category", &["<tab>", "<tab>", "j", "<tab>"], "", 25),
    way("answers", &["<space>", "j", "x", "k", "u", "u"], "", 25),
    way("groups", &["b", "b", "j", "B", "B"], "", 20),
    way(
        "filter",
        &["f", "o", "p", "e", "n", "<enter>", "j", "<space>", "u"],
        "<esc>",
        20,
    ),
    way(
        "search",
        &["/", "i", "t", "e", "m", " ", "7", "7", "<enter>", "j"],
        "<esc>",
        20,
    ),
    way("summary", &["S", "j", "j"], "q", 20),
    way(
        "plan",
        &["p", "j", "<space>", "j", "n", "b", "A", "U"],
        "q",
        20,
    ),
    way("compare", &["D", "j", "x"], "q", 20),
    way("freeze", &["F"], "<esc>", 20),
    way("commands", &[":", "u", "n", "d"], "<esc>", 20),
    way("reasons, keys", &["v", "j"], "<esc>", 20),
];

impl Way {
    /// From each key's byte to the first byte of its frame: the median, and what 99 of 100 stay below.
    fn latencies(&self, pty: &Pty) -> Vec<(Duration, Duration)> {
        let mut times = vec![Vec::new(); self.keys.len()];
        for _ in 0..self.rounds {
            for (key, times) in self.keys.iter().zip(&mut times) {
                times.push(latency(pty, key));
            }
            pty.send(self.back);
            settles(pty);
        }
        let of = |mut times: Vec<Duration>| {
            times.sort_unstable();
            (times[times.len() / 2], times[times.len() * 99 / 100])
        };
        times.into_iter().map(of).collect()
    }
}

fn latency(pty: &Pty, key: &str) -> Duration {
    let before = pty.raw_length();
    let began = Instant::now();
    pty.send(key);
    while pty.raw_length() == before {
        assert!(began.elapsed() < PATIENCE, "nothing is drawn for {key:?}");
        std::thread::sleep(Duration::from_micros(50));
    }
    let took = began.elapsed();
    settles(pty);
    took
}

/// What is saved meanwhile is drawn too: it must not be taken for the next key's frame.
fn settles(pty: &Pty) {
    pty.bytes_until_silent(0, Duration::from_millis(35));
    pty.wait_for(|screen| !screen.contents().contains("saving"), PATIENCE);
    pty.bytes_until_silent(0, Duration::from_millis(5));
}

#[test]
#[ignore = "a measurement: cargo test --release --test main key_to_screen -- --ignored --nocapture"]
fn key_to_screen_takes_less_than_ten_milliseconds_with_ten_thousand_items() {
    let items = std::env::var("CANDOR_ITEMS").map_or(10_000, |items| items.parse().unwrap());
    let desk = Desk::new();
    std::fs::write(desk.path("big.ron"), checklist(items)).unwrap();
    desk.succeed(&["new", "a.ron", "--checklist", "big.ron", "--subject", "Big"]);
    desk.succeed(&["answer", "a.ron", "i0-0", "met", "--by", "Ana"]);
    desk.succeed(&["snapshot", "a.ron", "first", "--by", "Ana"]);
    let pty = desk.review();
    pty.bytes_until_silent(0, Duration::from_millis(500));
    let mut slowest = Duration::ZERO;
    for way in WAYS {
        for (key, (median, most)) in way.keys.iter().zip(way.latencies(&pty)) {
            println!(
                "{:14} {key:8} median {median:8.2?}  p99 {most:8.2?}",
                way.what
            );
            slowest = slowest.max(most);
        }
    }
    assert!(slowest < Duration::from_millis(10), "{slowest:?}");
}
