//! An assessment and what the facilitator of a meeting shows of it, looked at again and again on a thread of its own:
//! for second screens. Nothing is ever written.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::assessment::Assessment;
use crate::domain::evidence::Observations;
use crate::format::pointer::Pointer;
use crate::problem::Problem;
use crate::system::digest::Digest;
use crate::system::files::FileSystem;
use crate::system::places::Places;
use crate::system::signers::Signers;
use crate::system::watch::{EACH, Sight, Watch};
use crate::system::{breaking, observe, presenting};

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
    /// It can be again, and is what was known.
    Readable,
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
    watch: Watch,
    digest: Digest,
    pointer: Option<Pointer>,
    /// It was looked for the pointer before.
    has_pointed: bool,
}

impl Look {
    fn assessment(&mut self, followed: &Followed) -> Option<News> {
        let (files, path) = (&*followed.files, followed.path.as_path());
        match self.watch.look(files, path, &self.digest, None) {
            Sight::Same | Sight::Unsettled => None,
            Sight::Changed(stored) => {
                self.digest = stored.digest;
                let seen = observe::observe_all(files, path, &stored.assessment, &followed.signers);
                Some(News::Assessment(Box::new((stored.assessment, seen))))
            }
            Sight::Trouble(problem) => Some(News::Unreadable(problem)),
            Sight::Back => Some(News::Readable),
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
