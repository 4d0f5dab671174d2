//! What the facilitator shows, in plain lines: a block of them whenever another item is talked about.

use std::io;
use std::sync::mpsc::channel;

use crate::domain::percent::or_dash;
use crate::domain::text::Text;
use crate::format::pointer::Pointer;
use crate::linear::presented::lines;
use crate::problem::{Problem, ProblemKind};
use crate::session::Session;
use crate::system::following::{Followed, News, follow};

use super::{listen, now};

/// Says what the facilitator shows, until the program is ended or nobody listens any more.
pub fn present(followed: Followed, say: fn(&str, bool) -> io::Result<()>) -> Result<(), Problem> {
    let begins = format!("candor review {} --meeting", followed.path.display());
    let (sender, receiver) = channel();
    listen::to_ending(sender.clone())?;
    listen::to_panics(sender.clone(), || None);
    let told = move |news| sender.send(Some(news)).is_ok();
    follow(followed, told).map_err(|error| {
        Problem::new(
            ProblemKind::File,
            format!("the assessment can't be followed: {error}"),
        )
    })?;
    let (mut session, mut pointer): (Option<Session>, Option<Pointer>) = (None, None);
    let mut has_pointer = false;
    let mut said: Option<Said> = None;
    while let Ok(Some(news)) = receiver.recv() {
        match news {
            News::Assessment(found) => {
                let (assessment, seen) = *found;
                session = Some(Session::open(assessment, now(), seen));
            }
            News::Pointer(now) => (pointer, has_pointer) = (now, true),
            News::Readable => {
                if say("The file is there again.", true).is_err() {
                    return Ok(());
                }
            }
            News::Unreadable(problem) => {
                if say(&problem.to_string(), true).is_err() {
                    return Ok(());
                }
            }
        }
        let Some(session) = session.as_ref().filter(|_| has_pointer) else {
            continue;
        };
        let here = Said::of(session, pointer.as_ref());
        if said.as_ref() == Some(&here) {
            continue;
        }
        for line in lines(session, pointer.as_ref(), &begins) {
            if say(&line, true).is_err() {
                // Nobody listens any more.
                return Ok(());
            }
        }
        said = Some(here);
    }
    Ok(())
}

/// What is said anew only where it is another.
#[derive(PartialEq, Eq)]
struct Said {
    is_led: bool,
    item: Option<Text>,
    status: Option<String>,
    claimed: String,
    evidenced: String,
}

impl Said {
    fn of(session: &Session, pointer: Option<&Pointer>) -> Self {
        let item = pointer.and_then(|pointer| pointer.item.clone());
        let answer = item.as_ref().and_then(|id| session.assessment().answer(id));
        Self {
            is_led: pointer.is_some(),
            status: answer.map(|answer| format!("{:?} {}", answer.status, answer.evidence.len())),
            item,
            claimed: or_dash(session.figures().claimed().as_ref()),
            evidenced: or_dash(session.figures().evidenced().as_ref()),
        }
    }
}
