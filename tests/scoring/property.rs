//! Property tests over choices: a property draws what it needs from a [`Dice`], and a failing case shrinks towards
//! the first of every choice.
//!
//! Everyday runs take 256 cases; `PROPTEST_CASES=10000 cargo test --release scoring` is the full run.

use proptest::collection::vec;
use proptest::num::u8::ANY;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

/// A row of choices; once it is used up, every choice is the first.
pub(crate) struct Dice<'a> {
    left: std::slice::Iter<'a, u8>,
}

impl<'a> Dice<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes.iter() }
    }

    /// A number below `count`, which is at most 256.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::from(self.left.next().copied().unwrap_or(0)) % count
    }

    /// One of several.
    pub(crate) fn of<T: Clone>(&mut self, several: &[T]) -> T {
        several[self.below(several.len())].clone()
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }
}

/// What is wrong with a case, or nothing.
pub(crate) type Checked = Result<(), String>;

fn run(
    length: usize,
    times: u32,
    shrinking: u32,
    check: &dyn Fn(&mut Dice) -> Checked,
) -> Result<(), (String, Vec<u8>)> {
    let config = Config {
        cases: Config::default().cases * times,
        failure_persistence: None,
        max_shrink_iters: shrinking,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&vec(ANY, length / 2..=length), |bytes| {
        check(&mut Dice::new(&bytes)).map_err(TestCaseError::fail)
    });
    match outcome {
        Ok(()) => Ok(()),
        Err(TestError::Fail(reason, bytes)) => Err((reason.message().to_owned(), bytes)),
        Err(TestError::Abort(reason)) => Err((reason.message().to_owned(), Vec::new())),
    }
}

/// Holds a property on as many random cases as are asked for, each with up to `length` choices.
#[track_caller]
pub(crate) fn holds(length: usize, check: impl Fn(&mut Dice) -> Checked) {
    if let Err((message, bytes)) = run(length, 1, 4000, &check) {
        panic!("{message}\nchoices: {bytes:?}");
    }
}

/// The control: the same check must refuse a broken variant. It ends with the first case that does, so that it may
/// look at many.
#[track_caller]
pub(crate) fn refuted(length: usize, check: impl Fn(&mut Dice) -> Checked) {
    assert!(
        run(length, 100, 0, &check).is_err(),
        "the check does not notice a broken variant"
    );
}

/// Looks at so many random cases, always the same ones.
pub(crate) fn look_at(cases: usize, length: usize, mut look: impl FnMut(&mut Dice)) {
    let mut state = 7u64;
    for _ in 0..cases {
        let bytes: Vec<u8> = (0..length)
            .map(|_| {
                state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                mixed.to_be_bytes()[0]
            })
            .collect();
        look(&mut Dice::new(&bytes));
    }
}

/// Says what differs, if anything does.
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(what: &str, left: &T, right: &T) -> Checked {
    if left == right {
        Ok(())
    } else {
        Err(format!("{what}:\n  {left:?}\n  {right:?}"))
    }
}

/// Says so where something does not hold.
pub(crate) fn ensure(holds: bool, what: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(what()) }
}
