//! `candor export`.

use super::builder::CliTest;

const HOSTILE: &str = "<script>alert(1)</script> [x](javascript:alert(1)) ![i](https://e/i.png) `c` *b* _i_ #h | cell & &lt; https://auto.example www.auto.example a@b.example $x$ ~~s~~";

#[test]
fn the_same_assessment_at_the_same_time_gives_the_same_bytes() {
    let test = CliTest::with_review().git_user("Ana");
    test.run([
        "answer",
        "x.ron",
        "backups",
        "met",
        "--evidence",
        "link:https://b",
        "--comment",
        "fine",
    ])
    .exit(0);
    let export = ["export", "x.ron", "--format", "md", "--as-of", "2030-01-01"];
    let first = test.run(export).exit(0).quiet().stdout.clone();
    assert_eq!(test.run(export).stdout, first);
    test.run(export.iter().chain(&["-o", "out.md"]))
        .exit(0)
        .stdout_is("wrote out.md\n");
    assert_eq!(test.read("out.md"), first);
    test.run(export.iter().chain(&["-o", "out.md"])).exit(0);
    for part in [
        "# Readiness of API 1.0\n",
        "- As of: 2030-01-01T23:59:59Z\n",
        "## Verdict: no-go\n",
        "- **open-blocker** (1 open blocker): alerts\n",
        "| claimed | 27.3 |\n",
        "| backups: Backups restore | Blocker | met | 1 not counting | Ana, ",
        "> fine\n",
        "(too old: it held until ",
    ] {
        assert!(first.contains(part), "no {part:?} in:\n{first}");
    }
}

#[test]
fn no_text_of_the_file_becomes_markup() {
    let test = CliTest::with_review();
    let file = test
        .read("x.ron")
        .replace("name: \"API\"", &format!("name: {HOSTILE:?}"));
    let test = test.file("x.ron", file).git_user("*Ana*");
    let hostile_lines = format!(
        "{HOSTILE}\n# heading\n- list\n1. one\n===\n---\n    code\n> quote\n\u{1b}[31m\u{202e}"
    );
    test.run([
        "answer",
        "x.ron",
        "docs",
        "met",
        "--comment",
        &hostile_lines,
        "--evidence",
        "link:javascript:alert(1)",
        "--evidence",
        "note:a|b<i>",
    ])
    .exit(0);
    test.run(["answer", "x.ron", "tests", "na", "--reason", HOSTILE])
        .exit(0);
    test.run(["set", "x.ron", "declared", HOSTILE, "<b>9/10"])
        .exit(0);
    let text = test
        .run(["export", "x.ron", "--format", "md"])
        .exit(0)
        .stdout
        .clone();
    assert!(!text.contains('<'), "HTML: {text}");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
    assert!(!text.contains('\u{202e}') && text.contains("⟨U+202E⟩"));
    let unescaped = |line: &str, c: char| {
        let mut before = ' ';
        line.chars().any(|here| {
            let found = here == c && before != '\\';
            before = if here == '\\' && before == '\\' {
                ' '
            } else {
                here
            };
            found
        })
    };
    for line in text.lines() {
        for c in ['`', '[', ']', '$', '~', '_', '@'] {
            assert!(!unescaped(line, c), "{c} in {line}");
        }
        assert!(!line.replace("\\://", "").contains("://"), "{line}");
        // Ours are the heading marks at the start of a line, and no others.
        assert!(!unescaped(line.trim_start_matches('#'), '#'), "{line}");
        // A table's rows have as many cells as its head.
        if line.starts_with("| item") || line.contains("| Should |") {
            let bars = line
                .char_indices()
                .filter(|(at, c)| *c == '|' && !line[..*at].ends_with('\\'));
            assert_eq!(bars.count(), 6, "{line}");
        }
    }
    for line in [
        "> \\# heading",
        "> \\- list",
        "> 1\\. one",
        "> \\===",
        "> \\---",
        "> code",
        "> &gt; quote",
    ] {
        assert!(
            text.lines().any(|found| found == line),
            "no {line:?} in:\n{text}"
        );
    }
}

#[test]
fn an_export_never_replaces_an_assessment_or_a_checklist() {
    let test = CliTest::with_review();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("x.ron", test.path("link.md")).unwrap();
        std::fs::hard_link(test.path("x.ron"), test.path("hard.md")).unwrap();
    }
    for out in ["x.ron", "./x.ron", "list.ron", "link.md", "hard.md"] {
        let export = ["export", "x.ron", "--format", "md", "-o", out];
        test.refused(
            export,
            2,
            "the file is an assessment or a checklist, which an export does not replace",
        );
    }
    test.refused(
        ["export", "x.ron", "--format", "md", "-o", "no/such/out.md"],
        3,
        "no/such",
    );
    test.refused(
        ["export", "x.ron", "--format", "pdf"],
        2,
        "invalid value 'pdf' for '--format <FORMAT>'",
    );
    test.refused(["export", "x.ron"], 2, "--format <FORMAT>");
}
