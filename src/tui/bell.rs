//! A bell that any thread rings and one thread waits for in its `poll`.

use std::io::{self, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};

/// Rung by any thread, heard by one. However often it is rung before it is heard, a byte or two in a socket stand for it.
#[derive(Debug)]
pub struct Bell {
    /// Rung since it was heard last: whoever rings now need not write.
    rung: AtomicBool,
    rings: UnixStream,
    hears: UnixStream,
}

impl Bell {
    /// A bell that nobody has rung.
    pub fn new() -> io::Result<Self> {
        let (hears, rings) = UnixStream::pair()?;
        hears.set_nonblocking(true)?;
        rings.set_nonblocking(true)?;
        Ok(Self {
            rung: AtomicBool::new(false),
            rings,
            hears,
        })
    }

    /// Rings. Never blocks. What the one who hears is to find is put there before.
    pub fn ring(&self) {
        if !self.rung.swap(true, Ordering::AcqRel) {
            // It never fills up: at most each thread that is just ringing has a byte in it.
            let _ = (&self.rings).write(b"!");
        }
    }

    /// What to poll: readable once it was rung.
    pub fn socket(&self) -> &UnixStream {
        &self.hears
    }

    /// Takes note that it was rung; then it is looked for what was put there.
    ///
    /// First the socket is emptied and only then the ring forgotten. The other way round a ring in between would leave
    /// its mark and lose its byte, and nobody would write one any more.
    pub fn heard(&self) {
        let mut bytes = [0; 64];
        while (&self.hears)
            .read(&mut bytes)
            .is_ok_and(|read| read == bytes.len())
        {}
        self.rung.swap(false, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Bell;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::io::Read as _;
    use std::sync::atomic::Ordering;
    use std::sync::mpsc::channel;

    const RINGERS: usize = 2;
    const EACH: usize = 30_000;

    /// So many messages of several threads are found by one that sleeps whenever the bell is silent. Gives how many were
    /// found, fewer where nothing rang though something was put there.
    fn found_by_hearing(heard: fn(&Bell)) -> usize {
        let bell = Bell::new().unwrap();
        let (sender, receiver) = channel();
        let mut found = 0;
        std::thread::scope(|scope| {
            for _ in 0..RINGERS {
                let (sender, bell) = (sender.clone(), &bell);
                scope.spawn(move || {
                    for number in 0..EACH {
                        sender.send(number).unwrap();
                        bell.ring();
                        if number % 7 == 0 {
                            std::thread::yield_now();
                        }
                    }
                });
            }
            while found < RINGERS * EACH {
                let mut fds = [PollFd::new(bell.socket(), PollFlags::IN)];
                let patience = Timespec {
                    tv_sec: 2,
                    tv_nsec: 0,
                };
                if poll(&mut fds, Some(&patience)).unwrap() == 0 {
                    break;
                }
                heard(&bell);
                found += receiver.try_iter().count();
            }
        });
        found
    }

    #[test]
    fn whatever_is_put_there_before_ringing_is_found() {
        assert_eq!(found_by_hearing(Bell::heard), RINGERS * EACH);
    }

    #[test]
    fn control_a_bell_that_forgets_the_ring_before_it_empties_the_socket_goes_deaf() {
        let forgets_first = |bell: &Bell| {
            bell.rung.swap(false, Ordering::AcqRel);
            // Here it may be rung.
            std::thread::yield_now();
            let mut bytes = [0; 64];
            while (&bell.hears)
                .read(&mut bytes)
                .is_ok_and(|read| read == bytes.len())
            {}
        };
        assert!(found_by_hearing(forgets_first) < RINGERS * EACH);
    }
}
