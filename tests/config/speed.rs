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
        let before = pty.raw_length();
        std::thread::sleep(Duration::from_millis(500));
        assert_eq!(pty.raw_length(), before, "an idle screen is silent");
    }
}

/// A checklist of that many items, in categories of a hundred.
fn checklist(items: usize) -> String {
    let mut ron = "Checklist(format: 1, id: \"big\", title: \"Big\", categories: [".to_owned();
    for category in 0..items / 100 {
        let _ = write!(
            ron,
            "(id: \"c{category}\", title: \"Category {category}\", items: ["
        );
        for item in 0..100 {
            let _ = write!(
                ron,
                "(id: \"i{category}-{item}\", tier: Should, title: \"Item {item} of category {category} is as it should be\", \
                 why: \"Whatever goes wrong here goes wrong for everybody, and nobody hears of it until it is late.\", \
                 how: \"Do what the handbook says in its chapter {item}, and show that it was done.\"),"
            );
        }
        ron.push_str("]),");
    }
    ron.push_str("])");
    ron
}

/// From a key's byte to the first byte of its frame: the median, and what 99 of 100 keys stay below.
fn latency(pty: &Pty, keys: &[&str], rounds: usize) -> (Duration, Duration) {
    let mut times = Vec::new();
    for round in 0..rounds {
        let before = pty.raw_length();
        let began = Instant::now();
        pty.send(keys[round % keys.len()]);
        while pty.raw_length() == before {
            assert!(
                began.elapsed() < PATIENCE,
                "nothing is drawn for {:?}",
                keys[round % keys.len()]
            );
            std::thread::sleep(Duration::from_micros(50));
        }
        times.push(began.elapsed());
        // What is saved meanwhile is drawn too: it must not be taken for the next key's frame.
        pty.bytes_until_silent(0, Duration::from_millis(12));
    }
    times.sort_unstable();
    (times[rounds / 2], times[rounds * 99 / 100])
}

#[test]
#[ignore = "a measurement: cargo test --release --test main key_to_screen -- --ignored --nocapture"]
fn key_to_screen_takes_less_than_ten_milliseconds_with_ten_thousand_items() {
    let desk = Desk::new();
    std::fs::write(desk.path("big.ron"), checklist(10_000)).unwrap();
    desk.succeed(&["new", "a.ron", "--checklist", "big.ron", "--subject", "Big"]);
    let pty = desk.review();
    pty.bytes_until_silent(0, Duration::from_millis(500));
    let rounds = 300;
    let mut slowest = Duration::ZERO;
    for (what, keys) in [
        ("a step", &["j", "j", "k", "k"][..]),
        ("ticks and steps", &["<space>", "j", "<space>", "k"]),
        ("a category", &["<tab><tab>j<tab>", "<tab><tab>k<tab>"]),
    ] {
        let (median, most) = latency(&pty, keys, rounds);
        println!("{what}: median {median:.2?}, p99 {most:.2?}");
        slowest = slowest.max(most);
    }
    assert!(slowest < Duration::from_millis(10), "{slowest:?}");
}
