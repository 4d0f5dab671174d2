//! An open screen is silent, and speaks briefly.

use super::{Desk, ITEMS, PATIENCE, SIZE, sees, sees_saved};
use crate::pty::Pty;
use std::time::Duration;

const SILENCE: Duration = Duration::from_millis(300);

/// How many bytes come for some keys, until it is silent again.
fn bytes_for(pty: &Pty, keys: &str) -> usize {
    let before = pty.raw_bytes().len();
    pty.send(keys);
    // The first byte may take its time; silence counts only after it.
    pty.wait_for(|_| pty.raw_length() > before, PATIENCE);
    pty.bytes_until_silent(before, SILENCE)
}

#[test]
fn an_idle_screen_writes_nothing_and_uses_no_processor() {
    let desk = Desk::with_review();
    let pty = desk.review();
    pty.send("<space>");
    sees_saved(&pty, ITEMS - 1);
    pty.bytes_until_silent(0, SILENCE);
    let (bytes, used) = (pty.raw_bytes().len(), pty.processor_time());
    std::thread::sleep(SILENCE);
    assert_eq!(pty.raw_bytes().len(), bytes);
    assert!(pty.processor_time() <= used + Duration::from_millis(10));
    assert_eq!(pty.state(), 'S');
    let home = desk.screen(&[]);
    sees(&home, "Hardening a minimum");
    home.bytes_until_silent(0, SILENCE);
    let bytes = home.raw_bytes().len();
    std::thread::sleep(SILENCE);
    assert_eq!(home.raw_bytes().len(), bytes);
}

#[test]
fn waiting_for_a_disk_does_not_spin() {
    let desk = Desk::with_review();
    let pty = desk.review();
    std::fs::write(desk.path("a.ron"), "garbage").unwrap();
    pty.send("<space>");
    sees(&pty, "NOT SAVED: ");
    pty.bytes_until_silent(0, SILENCE);
    let (bytes, used) = (pty.raw_bytes().len(), pty.processor_time());
    // Longer than until the next try.
    std::thread::sleep(Duration::from_millis(2_300));
    assert_eq!(
        pty.raw_bytes().len(),
        bytes,
        "the same failure is not drawn again"
    );
    assert!(pty.processor_time() <= used + Duration::from_millis(50));
}

#[test]
fn a_tick_and_a_step_are_few_bytes() {
    let desk = Desk::with_review();
    let pty = desk.review();
    pty.bytes_until_silent(0, SILENCE);
    let mut most = (0, 0);
    for keys in ["j", "j", "<tab><tab>j<tab>", "j", "j"] {
        most.0 = most.0.max(bytes_for(&pty, "<space>"));
        most.1 = most.1.max(bytes_for(&pty, keys));
    }
    let before = pty.raw_bytes().len();
    pty.resize(SIZE.0 - 1, SIZE.1);
    pty.wait_for(|_| pty.raw_length() > before, PATIENCE);
    let resize = pty.bytes_until_silent(before, SILENCE);
    println!(
        "bytes at 120x32: tick {} at most, a step {} at most, resize {resize}",
        most.0, most.1
    );
    assert!(most.0 <= 1_500, "{} bytes for one tick", most.0);
    assert!(resize <= 16_000, "{resize} bytes for a resize");
}
