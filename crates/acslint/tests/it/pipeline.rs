//! The same report for any number of threads and any size of pieces, in bounded memory, with a prompt end on
//! interrupt.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::{Compression, write::GzEncoder};

use crate::run::{CLEAN, World, wrong};

/// Records of the test data, clean ones and others.
fn records() -> Vec<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/resource-log");
    let mut records = Vec::new();
    for kind in ["valid", "invalid"] {
        let mut paths: Vec<_> =
            fs::read_dir(directory.join(kind)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().unwrap() == "jsonl") {
            records.extend(fs::read_to_string(path).unwrap().lines().map(str::to_owned));
        }
    }
    // A few of each suffice: the tests run an unoptimized program.
    records.into_iter().step_by(3).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Inputs of every kind that are longer than a piece.
fn inputs(world: &World) {
    let records = records();
    let lines = records.join("\n") + "\n";
    let with = |every: usize, what: &dyn Fn(&str) -> String| -> Vec<String> {
        let broken = |(index, record): (usize, &String)| {
            if index % every == 1 { what(record) } else { record.clone() }
        };
        records.iter().enumerate().map(broken).collect()
    };
    let cut = |record: &str| record[..record.len() / 2].to_owned();
    let spread = |record: &str| record.replace(",\"", ",\n \"");
    let long = CLEAN.replace("\"sms\"", &format!("\"{}\"", "x".repeat(3_000_000)));
    world
        .file("lines.jsonl", &lines)
        .file("crlf.jsonl", lines.replace('\n', "\r\n"))
        .file("blank.jsonl", lines.replace('\n', "\n\n \n"))
        .file("broken.jsonl", with(7, &|_| "{\"a\": #}".to_owned()).join("\n"))
        .file("cut.jsonl", with(5, &cut).join("\n"))
        .file("spread.jsonl", with(9, &spread).join("\n"))
        .file("cut-last.jsonl", &lines[..lines.len() - 30])
        .file("array.json", format!("[{}]", records.join(",")))
        .file("array-broken.json", format!("[\n{}]", with(6, &cut).join(",\n")))
        .file("array-open.json", format!("[ {}", records.join(" , ")))
        .file("envelope.json", format!("{{\"records\":[{}]}}", records.join(",")))
        .file("pretty.json", spread(&records.join("\n")))
        .file("changing.json", format!("{lines}[{}]\n{}\n{lines}", records.join(","), spread(&records[0])))
        .file("long.jsonl", [&lines, &long, "\n", &lines].concat())
        .file("members.jsonl.gz", [gzip(lines.as_bytes()), gzip(wrong().as_bytes())].concat())
        .file("lines.jsonl.zst", zstd::encode_all(lines.as_bytes(), 1).unwrap())
        .file("cut.jsonl.gz", &gzip(lines.as_bytes())[..2_000]);
}

/// The report without the line with the duration, and the text on standard error.
fn report(world: &World, args: &[&str]) -> (String, String) {
    let ran = world.run(&[&["check"], args].concat());
    let lines = ran.stdout.lines().filter(|line| !line.starts_with("took "));
    (lines.collect::<Vec<_>>().join("\n"), ran.stderr)
}

#[test]
fn a_report_does_not_depend_on_threads_and_pieces() {
    let world = World::new();
    inputs(&world);
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let testdata = ["framing", "resource-log", "syntax", "table"].map(|kind| testdata.join(kind));
    let paths: Vec<&str> = testdata.iter().map(|path| path.to_str().unwrap()).chain(["."]).collect();
    for format in ["human", "concise", "json", "jsonl", "html"] {
        // The key of redacted values would differ in each run.
        let all = ["--format", format, "--show", "all", "--no-redact"];
        let one =
            report(&world, &[&paths[..], &all, &["--threads", "1", "--piece-size", "100000000"]].concat());
        assert!(one.0.lines().count() > 200, "{}", one.0);
        for (threads, size) in [("1", "3000"), ("2", "700"), ("3", "5000"), ("8", "16000")] {
            let cut =
                report(&world, &[&paths[..], &all, &["--threads", threads, "--piece-size", size]].concat());
            assert!(one == cut, "{format} differs with {threads} threads and pieces of {size} bytes");
        }
    }
}

#[test]
fn the_environment_may_say_how_many_threads_there_are() {
    let world = World::new();
    let threads = |args: &[&str], environment: &str| {
        let args = [&["check", "-", "-v"], args].concat();
        let output = world.command(&args).env("ACSLINT_THREADS", environment).output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        stdout.lines().find_map(|line| line.split_once("/s, with ")).map(|(_, threads)| threads.to_owned())
    };
    assert_eq!(threads(&[], "3").as_deref(), Some("3 threads"));
    assert_eq!(threads(&["--threads", "1"], "3").as_deref(), Some("1 thread"));
    assert_eq!(threads(&[], "0"), None);
}

/// Status of a running child, from Linux.
#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::process::{Child, ChildStdin, Command, Output, Stdio};
    use std::thread;
    use std::time::Duration;

    use crate::run::{CLEAN, World, wrong};

    /// Allowance for a program that should need little memory; most of it is the unoptimized program itself.
    const MEMORY: usize = 128 << 20;

    fn start(command: &mut Command) -> (Child, ChildStdin) {
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        (child, stdin)
    }

    /// Peak memory of a process so far, in bytes.
    fn peak_memory(child: &Child) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peak.trim().strip_suffix(" kB").unwrap().parse::<usize>().unwrap() * 1024
    }

    /// Peak memory of a program that reads all of this through a pipe.
    fn peak_of(world: &World, args: &[&str], part: &[u8], parts: usize) -> usize {
        let (child, mut stdin) = start(&mut world.command(args));
        for _ in 0..parts {
            stdin.write_all(part).unwrap();
        }
        // A pipe holds less than this, so the rest has been read.
        stdin.write_all(&b"\n".repeat(1 << 20)).unwrap();
        let peak = peak_memory(&child);
        drop(stdin);
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
        peak
    }

    #[test]
    fn memory_does_not_grow_with_the_input() {
        let world = World::new();
        let record = CLEAN.replace("\"c\"", &format!("\"{}\"", "x".repeat(20_000))) + "\n";
        let part = record.repeat(100);
        for threads in ["1", "4"] {
            let args = ["check", "-", "--threads", threads];
            let little = peak_of(&world, &args, part.as_bytes(), 4);
            let much = peak_of(&world, &args, part.as_bytes(), 64);
            // Sixteen times as much input; the bound leaves room for temporary allocations of the system.
            assert!(much < little + (6 << 20), "{threads} threads: {little} and {much} bytes");
        }
    }

    /// A record with one more member: the contents of each kind that take the most memory for their size.
    #[test]
    fn a_long_record_takes_at_most_four_times_its_size() {
        const SIZE: usize = 12 << 20;
        let world = World::new();
        let repeat = |item: &dyn Fn(usize) -> String| {
            let mut text = String::with_capacity(SIZE + 100);
            for number in 0.. {
                text += &item(number);
                if text.len() > SIZE {
                    return text;
                }
                text.push(',');
            }
            unreachable!("there are enough numbers")
        };
        let kinds = [
            ("members", repeat(&|number| format!("\"m{number:06}\":{number}"))),
            (
                "inner members",
                format!("\"a\":{{{}}}", repeat(&|number| format!("\"m{number:06}\":{number}"))),
            ),
            ("numbers", format!("\"a\":[{}]", repeat(&|number| (number % 10).to_string()))),
            ("texts", format!("\"a\":[{}]", repeat(&|number| format!("\"t{number}\"")))),
            (
                "objects",
                format!("\"a\":[{}]", repeat(&|number| format!("{{\"id\":{number},\"n\":\"{number}\"}}"))),
            ),
            ("a text", format!("\"a\":\"{}\"", "x\\n".repeat(SIZE / 3))),
        ];
        let args = ["check", "-", "--no-config", "--threads", "1", "--level", "unknown-field=allow"];
        let least = peak_of(&world, &args, format!("{CLEAN}\n").as_bytes(), 1);
        for (kind, members) in kinds {
            // A read for a long record may take in what follows it, up to the length of the record.
            let record = format!("{{{members},{}\n", &CLEAN[1..]);
            let part = record.clone() + &"\n".repeat(record.len());
            let peak = peak_of(&world, &args, part.as_bytes(), 1) - least;
            assert!(
                peak <= 4 * record.len(),
                "{kind}: {:.2} times its size",
                peak as f64 / record.len() as f64
            );
        }
    }

    #[test]
    fn memory_of_statistics_does_not_grow_with_the_records() {
        let world = World::new();
        let hours = |days: u32| -> Vec<u8> {
            let hours = (0..24 * days).map(|hour| {
                let time =
                    format!("2023-{:02}-{:02}T{:02}", 1 + hour / 24 / 28, 1 + hour / 24 % 28, hour % 24);
                let name = format!("\"OperationName\":\"Word{hour}\"");
                CLEAN.replace("2023-06-30T12", &time).replace("\"OperationName\":\"Usage\"", &name) + "\n"
            });
            hours.collect::<String>().into_bytes()
        };
        let args = ["stats", "-", "--threads", "1"];
        let part = hours(28);
        let little = peak_of(&world, &args, &part, 2);
        let much = peak_of(&world, &args, &part, 40);
        assert!(much < little + (6 << 20), "{little} and {much} bytes");
    }

    /// The program with a limited address space, and one memory arena for all threads.
    fn with_at_most(world: &World, memory: usize, args: &[&str]) -> Output {
        let program = world.command(args);
        let mut command = Command::new("sh");
        let limit = format!("ulimit -v {} && exec \"$0\" \"$@\"", memory / 1024);
        command.args(["-c", &limit]).arg(program.get_program()).args(program.get_args());
        command.current_dir(program.get_current_dir().unwrap()).env("MALLOC_ARENA_MAX", "1");
        command.output().unwrap()
    }

    /// Records of two bytes, each with a finding of hundreds. Memory for findings stays bounded, in one input or
    /// in several, and with one thread or eight.
    #[test]
    fn memory_does_not_grow_with_what_is_wrong() {
        let world = World::new();
        world.file("one.jsonl", "{}\n".repeat(120_000));
        for number in 0..8 {
            world.file(&format!("several/{number}.jsonl"), "{}\n".repeat(40_000));
        }
        for (path, piece, records) in [("one.jsonl", "65536", 120_000), ("several", "131072", 320_000)] {
            for threads in ["1", "8"] {
                let args = ["check", path, "--threads", threads, "--piece-size", piece];
                let output = with_at_most(
                    &world,
                    MEMORY,
                    &[&args[..], &["--format", "json", "--max-findings", "1"]].concat(),
                );
                let stderr = String::from_utf8_lossy(&output.stderr);
                assert_eq!(output.status.code(), Some(1), "{path}, {threads} threads: {stderr}");
                let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
                assert_eq!(report["summary"]["records"], records);
            }
        }
    }

    /// The program with default handling of Ctrl-C, independent of the test runner.
    fn interruptible(world: &World, args: &[&str]) -> Command {
        let program = world.command(args);
        let mut command = Command::new("env");
        command.arg("--default-signal=INT").arg(program.get_program()).args(program.get_args());
        command.current_dir(program.get_current_dir().unwrap());
        command
    }

    fn interrupt(child: &Child) {
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    }

    /// Starts a run on a pipe and waits until it has reported something.
    fn run_that_reports(world: &World) -> (Child, ChildStdin, BufReader<impl Read + use<>>) {
        let args = ["check", "-", "--show", "all", "--threads", "2", "--piece-size", "1000"];
        let (mut child, mut stdin) = start(&mut interruptible(world, &args));
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdin.write_all(wrong().repeat(100).as_bytes()).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with("error[wrong-type]"), "{line}");
        (child, stdin, stdout)
    }

    #[test]
    fn an_interrupted_run_reports_what_it_has_checked() {
        let world = World::new();
        let (mut child, mut stdin, mut stdout) = run_that_reports(&world);
        interrupt(&child);
        let rest = thread::spawn(move || {
            let mut rest = String::new();
            stdout.read_to_string(&mut rest).unwrap();
            rest
        });
        // Only the end of the program stops the pipe from accepting more.
        while stdin.write_all(wrong().as_bytes()).is_ok() {}
        let rest = rest.join().unwrap();
        assert!(rest.contains("\ntook "), "{rest}");
        assert!(rest.ends_with("\nexit code 2: interrupted: not everything was read\n"), "{rest}");
        assert_eq!(child.wait().unwrap().code(), Some(2));
    }

    #[test]
    fn a_second_interruption_ends_the_run_at_once() {
        let world = World::new();
        let (mut child, stdin, _stdout) = run_that_reports(&world);
        // The run waits for input that does not come. Two signals may arrive as one, so the test sends more.
        let code = loop {
            interrupt(&child);
            if let Some(status) = child.try_wait().unwrap() {
                break status.code();
            }
            thread::sleep(Duration::from_millis(20));
        };
        assert_eq!(code, Some(2));
        drop(stdin);
    }
}
