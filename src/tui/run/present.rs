//! The loop of a second screen: what the facilitator shows, and nothing that could be changed.

use std::sync::mpsc::channel;

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};
use ratatui::widgets::Widget;

use crate::problem::Problem;
use crate::session::Session;
use crate::system::breaking;
use crate::system::following::{Followed, News, follow};
use crate::tui::screens::present::{PresentScreen, Presented};
use crate::tui::settings::Settings;
use crate::tui::terminal::{Screen, panicked};
use crate::tui::theme::Glyphs;
use crate::tui::view::draw_in_ascii;
use crate::tui::wait::{Waiter, Wake};

use super::{no_terminal, now, own_fault};

/// Shows what the facilitator shows until it is left. The terminal is given back whole on every way out.
pub fn present(followed: Followed, settings: &Settings) -> Result<(), Problem> {
    let mut waiter = Waiter::new().map_err(|error| no_terminal(&error))?;
    let mut screen = Screen::open(&waiter.waker(), false).map_err(|error| no_terminal(&error))?;
    let mut presented = Presented {
        begins: format!("candor review {} --meeting", followed.path.display()),
        ..Presented::default()
    };
    let (sender, receiver) = channel();
    let waker = waiter.waker();
    follow(followed, move |news| {
        let heard = sender.send(news).is_ok();
        waker.wake();
        heard
    })
    .map_err(|error| no_terminal(&error))?;
    while !panicked() {
        let moment = now();
        let drawn = screen.draw(|frame| {
            let view = PresentScreen {
                presented: &presented,
                now: moment,
                theme: &settings.theme,
                glyphs: settings.glyphs,
            };
            let area = frame.area();
            (&view).render(area, frame.buffer_mut());
            if *settings.glyphs == Glyphs::ASCII {
                draw_in_ascii(frame.buffer_mut());
            }
        });
        if drawn.is_err() {
            // The terminal is gone.
            return Ok(());
        }
        let happened = waiter.wait(presented.next_tick(moment));
        for wake in happened.map_err(|error| no_terminal(&error))? {
            breaking::looks("main");
            match wake {
                Wake::Input(event) if leaves(&event) => return Ok(()),
                // Raw, so the terminal sends it as a key.
                Wake::Input(event) if suspends(&event) => {
                    screen.suspend().map_err(|error| no_terminal(&error))?;
                }
                Wake::Input(_) | Wake::Report(_) => {}
                Wake::Woken => {
                    while let Ok(news) = receiver.try_recv() {
                        take(&mut presented, news);
                    }
                }
                Wake::Resized => screen.redraw_whole(),
                Wake::Terminate(_) | Wake::HungUp => return Ok(()),
                Wake::Suspend => {
                    screen.suspend().map_err(|error| no_terminal(&error))?;
                }
                Wake::Continued => screen.continued().map_err(|error| no_terminal(&error))?,
            }
        }
    }
    Err(own_fault())
}

/// Takes in what is new.
fn take(presented: &mut Presented, news: News) {
    match news {
        News::Assessment(found) => {
            let (assessment, seen) = *found;
            presented.session = Some(Session::open(assessment, now(), seen));
            presented.trouble.clear();
        }
        News::Pointer(pointer) => presented.pointer = pointer,
        News::Readable => presented.trouble.clear(),
        News::Unreadable(problem) => presented.trouble = problem.to_string(),
    }
}

/// Ctrl-z stops the program until the shell continues it.
fn suspends(event: &Event) -> bool {
    matches!(event, Event::Key(key) if key.kind != KeyEventKind::Release
        && key.code == KeyCode::Char('z')
        && key.modifiers.contains(KeyModifiers::CONTROL))
}

/// `q`, Esc and Ctrl-c leave; and Ctrl-z is for the shell; there is nothing else to press.
fn leaves(event: &Event) -> bool {
    let Event::Key(key) = event else {
        return false;
    };
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    key.kind != KeyEventKind::Release
        && match key.code {
            KeyCode::Char('q') => !control,
            KeyCode::Char('c') => control,
            KeyCode::Esc => true,
            _ => false,
        }
}
