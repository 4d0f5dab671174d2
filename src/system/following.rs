//! An assessment and what the facilitator of a meeting shows of it, looked at again and again on a thread of its own:
//! for second screens. Nothing is ever written.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::assessment::Assessment;
use crate::domain::evidence::Observations;
use crate::format::ASSESSMENT_CAP;
use crate::format::pointer::Pointer;
use crate::problem::Problem;
use crate::system::digest::{Digest, digest_of};
use crate::system::files::{FileSystem, read_if_present};
use crate::system::places::Places;
use crate::system::signers::Signers;
use crate::system::{breaking, observe, presenting, store};

/// How often both are looked at.
const EACH: Duration = Duration::from_millis(250);

/// How often the file's bytes are read although its size and age say that it is the same.
const WHOLE: Duration = Duration::from_secs(2);

/// Moments of the same modification differ by less, because a file's age is asked a moment later each time.
const SAME: Duration = Duration::from_millis(100);

/// What is followed, and with what.
pub struct Followed {
    /// The file system.
    pub files: Arc<dyn FileSystem>,
    /// Where things are kept.
    pub places: Places,
    /// Who may sign.
    pub signers: Signers,
    /// The assessment.
    pub path: PathBuf,
}

/// What is new.
#[derive(Debug)]
pub enum News {
    /// The assessment is this now, with what is seen of its evidence.
    Assessment(Box<(Assessment, Observations)>),
    /// The facilitator shows this now; none where nobody leads a meeting.
    Pointer(Option<Pointer>),
    /// The assessment can't be read now; what was known of it stands.
    Unreadable(Problem),
}

/// Looks until `tell` says that nobody listens any more. What the assessment is at first is told as well, and where the
/// facilitator is.
pub fn follow(followed: Followed, tell: impl Fn(News) -> bool + Send + 'static) -> io::Result<()> {
    let mut look = Look::default();
    let work = move || {
        loop {
            breaking::looks("following");
            let news = [look.assessment(&followed), look.pointer(&followed)];
            for news in news.into_iter().flatten() {
                if !tell(news) {
                    return;
                }
            }
            std::thread::sleep(EACH);
        }
    };
    let thread = std::thread::Builder::new().name("following".to_owned());
    thread.spawn(work).map(drop)
}

/// What was seen last.
#[derive(Default)]
struct Look {
    size: Option<(u64, Instant)>,
    read: Option<Instant>,
    digest: Option<Digest>,
    is_unreadable: bool,
    pointer: Option<Pointer>,
    /// It was looked for the pointer before.
    has_pointed: bool,
}

impl Look {
    fn assessment(&mut self, followed: &Followed) -> Option<News> {
        let (files, path) = (&*followed.files, followed.path.as_path());
        let now = Instant::now();
        let facts = files.inspect(path).ok();
        let size = facts.and_then(|facts| Some((facts.length, now.checked_sub(facts.age)?)));
        let looks_same = match (size, self.size) {
            (Some((length, at)), Some((was, before))) => {
                let apart = at.max(before).duration_since(at.min(before));
                length == was && apart < SAME
            }
            _ => false,
        };
        let is_due = self
            .read
            .is_none_or(|read| now.duration_since(read) >= WHOLE);
        if looks_same && !is_due {
            return None;
        }
        (self.size, self.read) = (size, Some(now));
        let bytes = read_if_present(files, path, ASSESSMENT_CAP).ok().flatten();
        let digest = bytes.as_deref().map(digest_of);
        if digest.is_some() && digest == self.digest && !self.is_unreadable {
            return None;
        }
        match store::open(files, path) {
            Ok(stored) => {
                (self.digest, self.is_unreadable) = (Some(stored.digest), false);
                let seen = observe::observe_all(files, path, &stored.assessment, &followed.signers);
                Some(News::Assessment(Box::new((stored.assessment, seen))))
            }
            Err(problem) => {
                // Said once.
                let was = std::mem::replace(&mut self.is_unreadable, true);
                (!was).then_some(News::Unreadable(problem))
            }
        }
    }

    fn pointer(&mut self, followed: &Followed) -> Option<News> {
        let (files, places) = (&*followed.files, &followed.places);
        let pointer = presenting::pointer(files, places, &followed.path);
        if std::mem::replace(&mut self.has_pointed, true) && self.pointer == pointer {
            return None;
        }
        self.pointer.clone_from(&pointer);
        Some(News::Pointer(pointer))
    }
}
