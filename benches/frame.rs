//! Drawing the review at 120×40 into a buffer, and keys with the frame that follows them. The goal from key to screen,
//! terminal included: 0.8 ms, and at 100,000 items at most 1.2 × that at 100.

use candor::domain::text::Text;
use candor::tui::keymap::Key;
use candor::tui::message::{Message, Opened};
use candor::tui::model::Model;
use candor::tui::theme::{Glyphs, Theme};
use candor::tui::update::{Surroundings, show, update};
use candor::tui::view::view;
use divan::Bencher;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::assessments::{SIZES, assessment, now};

const SCREEN: Rect = Rect::new(0, 0, 120, 40);

/// The review screen alone.
#[divan::bench(args = SIZES)]
fn review(bencher: Bencher<'_, '_>, items: usize) {
    let model = model(items);
    bencher
        .with_inputs(|| Buffer::empty(SCREEN))
        .bench_local_refs(|buffer| view(&model, buffer));
}

/// The cursor goes down, over the edge of the window and back up.
#[divan::bench(args = SIZES)]
fn key_move(bencher: Bencher<'_, '_>, items: usize) {
    press(
        bencher,
        items,
        |turn| if turn / 60 % 2 == 0 { "j" } else { "k" },
    );
}

/// The item is answered, and every figure follows.
#[divan::bench(args = SIZES)]
fn key_answer(bencher: Bencher<'_, '_>, items: usize) {
    press(
        bencher,
        items,
        |turn| if turn % 2 == 0 { "space" } else { "j" },
    );
}

/// A letter is typed into the search, which begins anew after ten.
#[divan::bench(args = SIZES)]
fn key_search(bencher: Bencher<'_, '_>, items: usize) {
    const KEYS: [&str; 12] = ["/", "e", "r", "r", "o", "r", "t", "r", "a", "c", "k", "esc"];
    press(bencher, items, |turn| KEYS[turn % KEYS.len()]);
}

fn model(items: usize) -> Model {
    let theme = Theme::choose(false, None).unwrap();
    let mut model = Model::new(SCREEN, Some("Ana Lee".into()), theme, Glyphs::choose(false));
    let opened = Opened {
        assessment: assessment(items),
        path: "readiness/payments-api.ron".to_owned(),
        warnings: Vec::new(),
        read_only: false,
        is_new: false,
        is_unwritten: false,
        git_waits: None,
    };
    show(&mut model, opened, false, now());
    model
}

/// Measures keys, each with its update and the frame after it.
fn press(bencher: Bencher<'_, '_>, items: usize, key: impl Fn(usize) -> &'static str) {
    let mut model = model(items);
    let (mut turn, mut ids) = (0, 0);
    bencher
        .with_inputs(|| {
            turn += 1;
            let key = Key::parse(key(turn - 1)).unwrap();
            (Message::Key(key.event()), Buffer::empty(SCREEN))
        })
        .bench_local_values(|(message, mut buffer)| {
            let mut fresh = || {
                ids += 1;
                Text::new(format!("{ids:016x}"))
            };
            let mut around = Surroundings {
                now: now(),
                fresh: &mut fresh,
            };
            let effects = update(&mut model, message, &mut around);
            let cursor = view(&model, &mut buffer);
            (effects, cursor, buffer)
        });
}
