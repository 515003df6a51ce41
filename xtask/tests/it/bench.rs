//! Rendering of measurements: the numbers, the document and the plots. Measuring itself needs an idle machine.

use std::collections::BTreeMap;

use xtask::{
    Error, Repository,
    bench::{
        self, documents, drift, figures,
        instructions::{Counts, differences},
        options::{Options, Request},
        plot, report,
        results::{Comparison, Cost, Judgement, Machine, Results, Series, Settings, Tool, Verdict},
        statistics::Spread,
    },
    growth,
};

fn series(name: &str, bytes: u64, walls: &[f64]) -> Series {
    let runs = walls.iter().map(|wall| Cost { wall: *wall, cpu: wall / 2.0, memory: 8_000_000 }).collect();
    Series { name: name.to_owned(), bytes, verdict: Some(Verdict { valid: 90, invalid: 10 }), runs }
}

fn comparison(case: &str, subject: Series, reference: Series) -> Comparison {
    Comparison { case: case.to_owned(), subject, reference }
}

/// One comparison for each case, with round numbers.
fn results() -> Results {
    let ours = |seconds: f64| series("acslint", 100_000_000, &[seconds, seconds, seconds * 2.0]);
    let theirs = |name: &str, seconds: f64| series(name, 100_000_000, &[seconds; 3]);
    let verdict = |valid, invalid| Verdict { valid, invalid };
    let judgement = |tool: &str, said, expected| Judgement { tool: tool.to_owned(), said, expected };
    let tool = |name: &str, left_out: Option<&str>| Tool {
        name: name.to_owned(),
        version: "1.2".to_owned(),
        left_out: left_out.map(str::to_owned),
    };
    Results {
        settings: Settings { quick: false, bytes: 100_000_000, runs: 3 },
        machine: Machine {
            date: "2026-01-02".to_owned(),
            build: "commit `abc`".to_owned(),
            processor: "A <fast> one".to_owned(),
            vectors: vec!["avx2".to_owned()],
            cores: 2,
            memory: Some(8_000_000_000),
            system: "Linux 6".to_owned(),
            pinned: true,
            versions: vec![("rustc".to_owned(), "1.95.0".to_owned())],
        },
        peers: vec![
            tool("baseline", None),
            tool("boon", None),
            tool("ajv", Some("no node")),
            tool("duckdb", None),
            tool("wc", None),
        ],
        verdicts: vec![
            judgement("acslint", verdict(900, 100), verdict(900, 100)),
            judgement("baseline", verdict(900, 100), verdict(900, 100)),
            // Like a tool that checks nothing.
            judgement("boon", verdict(1000, 0), verdict(900, 100)),
            judgement("duckdb", verdict(980, 20), verdict(900, 100)),
            judgement("wc", verdict(1000, 0), verdict(1000, 0)),
        ],
        drifted: vec![
            judgement("baseline", verdict(1000, 0), verdict(1000, 0)),
            judgement("boon", verdict(0, 1000), verdict(1000, 0)),
        ],
        comparisons: vec![
            comparison("lines", ours(0.1), theirs("baseline", 0.5)),
            comparison("lines", ours(0.1), theirs("wc", 0.025)),
            comparison("threads", series("two threads", 100_000_000, &[0.05; 3]), theirs("one thread", 0.1)),
            comparison("bad 10 %", ours(0.2), theirs("clean", 0.1)),
            comparison("bad 10 %", ours(0.2), theirs("baseline", 0.6)),
            comparison("gzip", ours(0.25), theirs("decompression", 0.2)),
            comparison("start", series("acslint", 800, &[0.004; 3]), series("true", 800, &[0.001; 3])),
        ],
        growth: vec![series("acslint", 1_000_000, &[0.01]), series("acslint", 100_000_000, &[0.1])],
    }
}

fn has_line(text: &str, line: &str) {
    assert!(text.lines().any(|other| other == line), "no line `{line}` in\n{text}");
}

#[test]
fn spread_of_several_runs() {
    let spread = |numbers: &[f64]| {
        Spread::of(numbers.iter().copied()).map(|spread| (spread.median, spread.least, spread.greatest))
    };
    assert_eq!(spread(&[3.0, 1.0, 2.0]), Some((2.0, 1.0, 3.0)));
    assert_eq!(spread(&[4.0, 1.0, 2.0, 3.0]), Some((2.5, 1.0, 4.0)));
    assert_eq!(spread(&[7.0]), Some((7.0, 7.0, 7.0)));
    assert_eq!(spread(&[]), None);
}

#[test]
fn ratios_are_of_pairs_and_not_of_middles() {
    let pairs = comparison("lines", series("a", 100, &[1.0, 2.0, 9.0]), series("b", 100, &[4.0, 2.0, 9.0]));
    assert_eq!(pairs.speed(), Spread::of([4.0, 1.0, 1.0]));
    assert_eq!(pairs.cpu_speed(), Spread::of([4.0, 1.0, 1.0]));
}

#[test]
fn ratios_are_of_bytes_a_second() {
    let twice_the_data = comparison("table", series("a", 200, &[1.0]), series("b", 100, &[1.0]));
    assert_eq!(twice_the_data.speed(), Spread::of([2.0]));
}

#[test]
fn a_time_of_nothing_has_no_ratio() {
    let too_short = comparison("start", series("a", 100, &[1.0, 1.0]), series("b", 100, &[1.0, 0.0]));
    assert_eq!(too_short.speed(), None);
}

#[test]
fn numbers_have_the_digits_that_mean_something() {
    let numbers = [0.034, 2.63828, 26.3828, 263.828, 26382.8, 1_234_567.0, -161.2, -1.5].map(figures::number);
    assert_eq!(numbers, ["0.03", "2.64", "26.4", "264", "26,383", "1,234,567", "-161", "-1.50"]);
    let sizes = [12.0, 1500.0, 1e6, 4e9].map(figures::bytes);
    assert_eq!(sizes, ["12 bytes", "1.5 kB", "1 MB", "4 GB"]);
    assert_eq!([0.0123, 1.5].map(figures::seconds), ["12.3 ms", "1.50 s"]);
    assert_eq!(figures::spread(Spread::of([1.0, 2.0, 4.0])), "2.00 (1.00 to 4.00)");
    assert_eq!(figures::spread(None), "not known");
}

#[test]
fn the_document_has_the_middle_and_how_far_runs_lie_apart() {
    let page = report::render(&results());
    has_line(
        &page,
        "| serde_json + jsonschema (Rust) | 100 MB | 200 | 1,000 | **5.00 (2.50 to 5.00)** | 5.00 | 8.00 MB | 8.00 MB |",
    );
    has_line(
        &page,
        "| wc -l | 100 MB | 4,000 | 1,000 | **0.25 (0.12 to 0.25)** | 0.25 | 8.00 MB | 8.00 MB |",
    );
    has_line(
        &page,
        "| two threads on two cores | 2,000 | 8.00 MB | one thread | 1,000 | **2.00 (2.00 to 2.00)** |",
    );
    has_line(&page, "| 10 % | 10 | 500 | 2.00 (2.00 to 4.00) | 10 | 167 | **3.00 (1.50 to 3.00)** |");
    has_line(&page, "| gzip | 400 | 500 | **0.80 (0.40 to 0.80)** |");
    has_line(&page, "| true | 1.00 ms | 4.00 ms | 3.00 ms |");
    has_line(&page, "| 100 MB | 100 ms | 1,000 | 8.00 MB |");
}

#[test]
fn the_document_says_which_tool_differs_and_which_is_left_out() {
    let page = report::render(&results());
    let rows: Vec<&str> = page.lines().filter(|line| line.contains("<br>1.2")).collect();
    let cells: Vec<&str> = rows.iter().filter_map(|row| row.split(" | ").nth(1)).collect();
    assert_eq!(
        cells,
        [
            "found 100 of 100",
            "**differs**: 0 bad of 1,000, but 100 are",
            "not asked",
            "**differs**: 20 bad of 1,000, but 100 are",
            "counted 1,000 of 1,000"
        ]
    );
    let cells: Vec<&str> = rows.iter().filter_map(|row| row.split(" | ").nth(2)).collect();
    assert_eq!(cells, ["silent", "1,000 bad of 1,000", "not asked", "not asked", "not asked"]);
    assert!(rows[2].ends_with(" **Not measured: no node.** |"), "{}", rows[2]);
    assert!(!rows[0].contains("Not measured"), "{}", rows[0]);
}

#[test]
fn a_quick_run_says_that_it_is_none() {
    let warning = "Its numbers are meaningless";
    assert!(!report::render(&results()).contains(warning));
    let mut quick = results();
    quick.settings.quick = true;
    assert!(report::render(&quick).contains(warning));
}

#[test]
fn what_was_not_measured_has_no_section() {
    let mut none = results();
    none.comparisons.clear();
    none.growth.clear();
    let page = report::render(&none);
    let sections: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(sections, ["Machine", "Method", "Differences between the tools", "Measure it again"]);
}

#[test]
fn bars_compare_as_the_numbers_do() {
    let plot = plot::throughput(&results());
    let bars: Vec<&str> = plot.lines().filter(|line| line.starts_with("<rect")).collect();
    // 440 units are 5000 MB/s, the round number above the 4000 of `wc`.
    assert_eq!(
        bars,
        [
            "<rect class=\"ours\" x=\"250.0\" y=\"56.0\" width=\"88.0\" height=\"16.0\"/>",
            "<rect class=\"tool\" x=\"250.0\" y=\"82.0\" width=\"17.6\" height=\"16.0\"/>",
            "<rect class=\"yardstick\" x=\"250.0\" y=\"108.0\" width=\"352.0\" height=\"16.0\"/>",
        ]
    );
    assert!(plot.contains("@media (prefers-color-scheme: dark)"));
}

#[test]
fn growth_is_shown_by_size() {
    let plot = plot::growth(&results());
    let lines: Vec<&str> = plot.lines().filter(|line| line.starts_with("<polyline")).collect();
    assert_eq!(
        lines,
        [
            "<polyline class=\"line\" points=\"80.0,242.0 335.0,60.0\"/>",
            "<polyline class=\"line\" points=\"460.0,96.4 715.0,96.4\"/>",
        ]
    );
}

#[test]
fn plots_of_nothing_are_plots() {
    let mut none = results();
    none.comparisons.clear();
    none.growth.clear();
    for plot in [plot::throughput(&none), plot::growth(&none)] {
        assert!(plot.starts_with("<svg ") && plot.ends_with("</svg>\n"), "{plot}");
        assert!(!plot.contains("NaN") && !plot.contains("inf"), "{plot}");
    }
}

#[test]
fn results_are_read_as_they_were_written() {
    let written = results().to_json().unwrap();
    assert_eq!(Results::from_json("results.json", &written).unwrap(), results());
    assert_eq!(written.lines().filter(|line| line.starts_with("    {\"case\":")).count(), 7);
    let error = Results::from_json("results.json", "{\"settings\": 1}").unwrap_err().to_string();
    assert!(error.starts_with("results.json: "), "{error}");
}

#[test]
fn documents_follow_from_the_committed_results() {
    let directory = tempfile::tempdir().unwrap();
    let repository = Repository::new(directory.path());
    let problems =
        || -> Vec<String> { drift(&repository).unwrap().iter().map(ToString::to_string).collect() };
    assert_eq!(problems(), [""; 0]);
    repository.write("docs/benchmarks.md", "by hand\n").unwrap();
    assert_eq!(
        problems(),
        ["docs/benchmarks.md: is derived from docs/benchmarks/results.json, which does not exist"]
    );
    repository.write("docs/benchmarks/results.json", &results().to_json().unwrap()).unwrap();
    for (file, text) in documents(&results()) {
        repository.write(file, &text).unwrap();
    }
    assert_eq!(problems(), [""; 0]);
    repository.write("docs/benchmarks/growth.svg", "<svg/>").unwrap();
    assert_eq!(
        problems(),
        [
            "docs/benchmarks/growth.svg: differs from docs/benchmarks/results.json; run `cargo xtask bench --render`"
        ]
    );
}

fn request(arguments: &str) -> Result<Request, Error> {
    bench::request(&arguments.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
}

fn options(arguments: &str) -> Options {
    match request(arguments).unwrap() {
        Request::Measure(options) => options,
        other => panic!("{other:?}"),
    }
}

#[test]
fn options_have_defaults() {
    assert_eq!((options("").bytes, options("").runs), (1_000_000_000, 7));
    assert_eq!((options("--quick").bytes, options("--quick").runs), (20_000_000, 3));
    let given = options("--size 5MB --quick --runs 2");
    assert_eq!((given.bytes, given.runs), (5_000_000, 2));
    assert_eq!(request("--render").unwrap(), Request::Render);
    assert_eq!(request("--instructions --write").unwrap(), Request::Instructions { write: true });
}

#[test]
fn a_case_or_a_tool_can_be_asked_for() {
    let case = options("--only bad");
    assert!(case.wants_case("bad") && !case.wants_case("lines") && case.wants_peer("ajv"));
    let tool = options("--only ajv");
    assert!(tool.wants_case("lines") && !tool.wants_case("bad"));
    assert!(tool.wants_peer("ajv") && !tool.wants_peer("boon"));
    assert!(options("").wants_case("growth") && options("").wants_peer("wc"));
}

#[test]
fn only_a_whole_run_is_published() {
    assert!(options("").is_complete() && options("--runs 9").is_complete());
    for less in ["--quick", "--only bad", "--acslint target/other"] {
        assert!(!options(less).is_complete(), "{less}");
    }
}

#[test]
fn options_that_mean_nothing_are_refused() {
    for (arguments, complaint) in [
        ("--size", "`--size` needs a value"),
        ("--size 5MiB", "`5MiB` is not a size of at least 5MB, such as 100MB"),
        ("--size 4MB", "`4MB` is not a size of at least 5MB, such as 100MB"),
        ("--runs 0", "`0` is not a number of runs"),
        ("--fast", "unexpected argument `--fast`"),
        ("--render --quick", "unexpected argument `--render`"),
        ("--write", "unexpected argument `--write`"),
    ] {
        let error = request(arguments).unwrap_err().to_string();
        assert_eq!(error.lines().next(), Some(complaint));
    }
    let error = request("--only everything").unwrap_err().to_string();
    assert!(
        error.starts_with("`everything` is neither a case nor a tool; the names are lines, threads, "),
        "{error}"
    );
}

#[test]
fn instructions_may_differ_by_chance_only() {
    let counts = |pairs: &[(&str, u64)]| Counts {
        compiler: "1.95.0".to_owned(),
        instructions: pairs
            .iter()
            .map(|(name, count)| ((*name).to_owned(), *count))
            .collect::<BTreeMap<_, _>>(),
    };
    let committed = counts(&[("bad", 1000), ("clean", 1000)]);
    let problems = |counted: &[(&str, u64)]| -> Vec<String> {
        differences(&committed, &counts(counted)).into_iter().map(|problem| problem.message).collect()
    };
    assert_eq!(problems(&[("bad", 1019), ("clean", 981)]), [""; 0]);
    assert_eq!(
        problems(&[("bad", 1021), ("clean", 900), ("new", 1)]),
        ["`bad` takes +2.1 % instructions", "`clean` takes -10.0 % instructions", "`new` has no count"]
    );
}

/// The work for nothing does not hide that the rest grows with the square.
#[test]
fn work_may_grow_in_proportion_only() {
    let linear = growth::growth(1_000_000, 1_000_100, 1_000_400);
    let square = growth::growth(1_000_000, 1_000_100, 1_001_600);
    let messages = |growths| -> Vec<String> {
        growth::problems(growths).into_iter().map(|problem| problem.message).collect()
    };
    assert_eq!(
        messages(&[("lines", linear), ("names", square), ("few", growth::MOST)]),
        ["names: 16.0 times the instructions for 4 times as many"]
    );
}

/// The versions of a package in a lock file.
fn locked(lock: &str, package: &str) -> Vec<String> {
    let before = format!("name = \"{package}\"\nversion = \"");
    let entries = lock.split(before.as_str()).skip(1);
    entries.filter_map(|entry| entry.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn what_is_measured_against_has_the_versions_that_acslint_has() {
    let [ours, theirs] = ["Cargo.lock", "xtask/tools/bench/rust/Cargo.lock"]
        .map(|lock| Repository::here().text(lock).unwrap());
    for package in ["flate2", "jsonschema", "zlib-rs", "zstd", "zstd-safe", "zstd-sys"] {
        // The newest one is ours: the reader of Parquet may have an older one of its own.
        let newest = locked(&ours, package).pop();
        assert_eq!(locked(&theirs, package), Vec::from_iter(newest), "{package}");
    }
}
