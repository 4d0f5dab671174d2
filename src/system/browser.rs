//! A link opened by whatever shows links here.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::domain::words::words;
use crate::problem::{Problem, ProblemKind};

use super::environment;

/// How long an opener may take to say that it failed; one that is still at work then is a browser itself.
const PATIENCE: Duration = Duration::from_secs(4);

/// Opens a web address by `$BROWSER`, else by the platform's opener, without a shell and without the terminal. Returns
/// when the opener has ended or has been at work for a while.
///
/// A problem where the address is not http or https, where there is no opener, and where it says that it failed.
pub fn open(url: &str) -> Result<(), Problem> {
    let lower = url.to_ascii_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    if !is_web || url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        let what = "only addresses that begin with https:// or http:// are opened";
        return Err(Problem::new(ProblemKind::File, what).at(url.to_owned()));
    }
    let own = environment::text_variable("BROWSER");
    // Several may be named, with colons between them; the first is the one that is meant first.
    let own = own.and_then(|list| list.split(':').next().map(words));
    let command = own.filter(|command| !command.is_empty());
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let mut command = command.unwrap_or_else(|| vec![opener.to_owned()]);
    let takes_it = command
        .iter_mut()
        .skip(1)
        .filter(|word| word.contains("%s"));
    if takes_it.map(|word| *word = word.replace("%s", url)).count() == 0 {
        command.push(url.to_owned());
    }
    run(&command)
}

fn run(command: &[String]) -> Result<(), Problem> {
    let failed = |why: String| {
        Problem::new(
            ProblemKind::File,
            format!("no browser could be opened: {why}"),
        )
        .next("copy the link instead: y")
    };
    let (program, arguments) = command
        .split_first()
        .ok_or_else(|| failed("BROWSER is empty".to_owned()))?;
    let mut starting = Command::new(program);
    starting
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // What stops or interrupts this program is not meant for the browser.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut starting, 0);
    let mut child = starting
        .spawn()
        .map_err(|_| failed(format!("there is no `{program}` here")))?;
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) => return Err(failed(format!("`{program}` failed"))),
            Ok(None) => thread::sleep(Duration::from_millis(20)),
            Err(_) => return Ok(()),
        }
    }
    // So that it leaves nothing behind when it ends.
    thread::spawn(move || child.wait());
    Ok(())
}
