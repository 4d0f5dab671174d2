//! A Chromium without a window, driven over the pipe of its protocol for developers.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Longer than this nothing that is asked of it may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The names under which it is installed.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// A running Chromium. It is ended, with everything that it started, when this is dropped.
pub(super) struct Browser {
    process: Child,
    asks: ChildStdin,
    says: Receiver<Value>,
    /// What it said that nobody has asked for yet.
    events: Vec<Value>,
    next: u64,
    home: TempDir,
}

/// A page in it.
#[derive(Debug, Clone)]
pub(super) struct Tab(String);

/// Where Chromium is: `CANDOR_CHROMIUM`, else the first of the usual names in PATH.
fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CANDOR_CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    let path = std::env::var_os("PATH")?;
    let places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut found = NAMES
        .iter()
        .flat_map(|name| places.iter().map(move |place| place.join(name)));
    found.find(|file| file.is_file())
}

impl Browser {
    /// Starts one; none, and plain words, where there is no Chromium.
    #[expect(clippy::print_stderr, reason = "whoever runs the tests has to know")]
    pub(super) fn start() -> Option<Self> {
        let Some(program) = program() else {
            eprintln!(
                "skipped: there is no Chromium (install chromium, or name it in CANDOR_CHROMIUM)"
            );
            return None;
        };
        let home = tempfile::tempdir().unwrap();
        let profile = format!("--user-data-dir={}", home.path().join("profile").display());
        // The protocol is spoken on descriptors 3 and 4: the shell puts them there.
        let mut command = Command::new("sh");
        command
            .args([
                "-c",
                "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null",
                "sh",
            ])
            .arg(program)
            .args([
                "--headless",
                "--remote-debugging-pipe",
                "--no-sandbox",
                "--disable-gpu",
            ])
            .args([
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
            ])
            .args([
                "--hide-scrollbars",
                "--disable-dev-shm-usage",
                &profile,
                "about:blank",
            ])
            .env("HOME", home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        // A group of its own, so that it is ended with everything that it started.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut process = command.spawn().unwrap();
        let asks = process.stdin.take().unwrap();
        let mut hears = BufReader::new(process.stdout.take().unwrap());
        let (sender, says) = channel();
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            while hears.read_until(0, &mut bytes).is_ok_and(|count| count > 0) {
                bytes.pop();
                let Ok(said) = serde_json::from_slice(&bytes) else {
                    return;
                };
                if sender.send(said).is_err() {
                    return;
                }
                bytes.clear();
            }
        });
        Some(Self {
            process,
            asks,
            says,
            events: Vec::new(),
            next: 0,
            home,
        })
    }

    /// A page of its own, with everything switched on that tells what happens in it.
    pub(super) fn tab(&mut self) -> Tab {
        let target = self.ask(None, "Target.createTarget", &json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let session = self.ask(None, "Target.attachToTarget", &attach);
        let tab = Tab(session["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page", "Runtime", "Log", "Network"] {
            self.on(&tab, &format!("{domain}.enable"), &json!({}));
        }
        tab
    }

    /// Opens a page from a file and waits until it is loaded; gives what it asked for over the network or from the
    /// disk, itself left out, and what it wrote to the console.
    pub(super) fn open(&mut self, tab: &Tab, html: &str) -> Opened {
        let file = self.home.path().join(format!("page-{}.html", self.next));
        std::fs::write(&file, html).unwrap();
        let url = format!("file://{}", file.display());
        self.events.clear();
        self.on(tab, "Page.navigate", &json!({"url": url}));
        self.await_event(tab, "Page.loadEventFired");
        // What is asked for late comes before the answer to this.
        self.evaluate(tab, "new Promise(done => setTimeout(done, 60))");
        let mut opened = Opened::default();
        for event in std::mem::take(&mut self.events) {
            let about = &event["params"];
            match event["method"].as_str().unwrap_or_default() {
                "Network.requestWillBeSent" => {
                    let asked = about["request"]["url"].as_str().unwrap_or_default();
                    if asked != url {
                        opened.requests.push(asked.to_owned());
                    }
                }
                "Log.entryAdded" => opened.console.push(about["entry"]["text"].to_string()),
                "Runtime.consoleAPICalled" | "Runtime.exceptionThrown" => {
                    opened.console.push(about.to_string());
                }
                "Page.javascriptDialogOpening" => opened.console.push("a dialog".to_owned()),
                _ => {}
            }
        }
        opened
    }

    /// What JavaScript comes to in the page.
    pub(super) fn evaluate(&mut self, tab: &Tab, expression: &str) -> Value {
        let asked = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let answer = self.on(tab, "Runtime.evaluate", &asked);
        assert!(answer["exceptionDetails"].is_null(), "{answer}");
        answer["result"]["value"].clone()
    }

    /// How wide and high the page is, and what it is shown on.
    pub(super) fn show(&mut self, tab: &Tab, size: (u32, u32), scheme: &str, media: &str) {
        let metrics =
            json!({"width": size.0, "height": size.1, "deviceScaleFactor": 1, "mobile": false});
        self.on(tab, "Emulation.setDeviceMetricsOverride", &metrics);
        let feature = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.on(
            tab,
            "Emulation.setEmulatedMedia",
            &json!({"media": media, "features": feature}),
        );
    }

    pub(super) fn on(&mut self, tab: &Tab, method: &str, params: &Value) -> Value {
        self.ask(Some(tab), method, params)
    }

    fn ask(&mut self, tab: Option<&Tab>, method: &str, params: &Value) -> Value {
        self.next += 1;
        let id = self.next;
        let mut asked = json!({"id": id, "method": method, "params": params});
        if let Some(Tab(session)) = tab {
            asked["sessionId"] = json!(session);
        }
        let mut bytes = asked.to_string().into_bytes();
        bytes.push(0);
        self.asks.write_all(&bytes).unwrap();
        let until = Instant::now() + PATIENCE;
        loop {
            let said = self.hear(until, method);
            if said["id"] == json!(id) {
                assert!(said["error"].is_null(), "{method}: {}", said["error"]);
                return said["result"].clone();
            }
            self.events.push(said);
        }
    }

    fn await_event(&mut self, tab: &Tab, method: &str) {
        let is_it =
            |said: &Value| said["method"] == json!(method) && said["sessionId"] == json!(tab.0);
        if self.events.iter().any(is_it) {
            return;
        }
        let until = Instant::now() + PATIENCE;
        loop {
            let said = self.hear(until, method);
            let found = is_it(&said);
            self.events.push(said);
            if found {
                return;
            }
        }
    }

    fn hear(&mut self, until: Instant, waiting_for: &str) -> Value {
        match self
            .says
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            Ok(said) => said,
            Err(RecvTimeoutError::Timeout) => panic!("Chromium said nothing to {waiting_for}"),
            Err(RecvTimeoutError::Disconnected) => panic!("Chromium ended before {waiting_for}"),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = i32::try_from(self.process.id())
            .ok()
            .and_then(rustix::process::Pid::from_raw)
        {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What came of opening a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Opened {
    pub(super) requests: Vec<String>,
    pub(super) console: Vec<String>,
}
