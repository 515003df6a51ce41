//! The document, `docs/benchmarks.md`, rendered completely from the results.

use super::{
    data::SINGLE,
    figures::{bytes, count, median, number, seconds, spread},
    pairs::{MORE, SHORT},
    peers::{PEERS, Tells, peer},
    results::{Comparison, Judgement, Machine, Results, Series, Verdict},
    statistics::Spread,
};

/// The whole document.
pub fn render(results: &Results) -> String {
    let sections = [
        opening(results),
        machine(&results.machine),
        method(results),
        lines(results),
        tools(results),
        others(results),
        bad(results),
        compressed(results),
        start(results),
        growth(results),
        again(),
    ];
    sections.into_iter().filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n")
}

fn opening(results: &Results) -> String {
    let warning = if results.settings.quick {
        "\n**A quick run: a test of the benchmark itself. Its numbers are meaningless.**\n"
    } else {
        ""
    };
    format!(
        "# Benchmarks\n\n\
         Time and memory of `acslint check`, and of other tools for the same records. `cargo xtask bench` measured them \
         and wrote this page from [results.json](benchmarks/results.json), which has every single run.\n{warning}\n\
         ![Throughput by tool](benchmarks/throughput.svg)\n"
    )
}

fn machine(machine: &Machine) -> String {
    let memory =
        machine.memory.map(|memory| format!(", {} of memory", bytes(memory as f64))).unwrap_or_default();
    let versions: Vec<String> =
        machine.versions.iter().map(|(name, version)| format!("{name} {version}")).collect();
    format!(
        "## Machine\n\n\
         - {}, {} cores, vector instructions {}{memory}\n\
         - {}\n\
         - {}\n\
         - acslint: {}\n\
         - measured on {}\n",
        machine.processor,
        machine.cores,
        list(&machine.vectors),
        machine.system,
        list(&versions),
        machine.build,
        machine.date,
    )
}

fn list(words: &[String]) -> String {
    if words.is_empty() { "not known".to_owned() } else { words.join(", ") }
}

fn method(results: &Results) -> String {
    let pinned = if results.machine.pinned { "Each program is pinned to one core. " } else { "" };
    format!(
        "## Method\n\n\
         `acslint sample` makes the records: nine categories mixed, {} of resource logs in JSON Lines unless stated \
         otherwise. They are in the system's cache. {pinned}acslint writes its findings as JSON Lines to the null \
         device, with one thread unless stated otherwise.\n\n\
         Two programs run in turn, A B A B, {} times each after one unmeasured run; {} times, if a run of both \
         takes less than {SHORT} seconds. A ratio is the median \
         of the ratios of the pairs; the minimum and the maximum are in parentheses. 1 MB is 1,000,000 bytes, decompressed. \
         A time lasts from start to exit, and includes the work before reading. A slow tool runs on less of the \
         data, and acslint then on the same.\n\n\
         Before the measurements, each tool must distinguish broken records from good ones, and in each case every tool must \
         report the right number of records: see [below](#differences-between-the-tools).\n",
        bytes(results.settings.bytes as f64),
        results.settings.runs,
        results.settings.runs * MORE,
    )
}

fn lines(results: &Results) -> String {
    let is_checker = |comparison: &&Comparison| {
        peer(&comparison.reference.name).is_some_and(|peer| peer.tells == Tells::Schema)
    };
    let (checkers, yardsticks): (Vec<_>, Vec<_>) = results.case("lines").partition(is_checker);
    let head = [
        "",
        "data",
        "its MB/s",
        "acslint there, MB/s",
        "acslint is … times as fast",
        "by processor time",
        "its memory",
        "acslint's",
    ];
    let row = |comparison: &Comparison| {
        let Comparison { subject, reference, .. } = comparison;
        vec![
            title(&reference.name),
            bytes(reference.bytes as f64),
            median(reference.rate()),
            median(subject.rate()),
            format!("**{}**", spread(comparison.speed())),
            median(comparison.cpu_speed()),
            memory(reference),
            memory(subject),
        ]
    };
    let checkers = table(&head, checkers.into_iter().map(row));
    let yardsticks = table(&head, yardsticks.into_iter().map(row));
    if checkers.is_empty() && yardsticks.is_empty() {
        return String::new();
    }
    let behind = if yardsticks.is_empty() {
        String::new()
    } else {
        format!("\nYardsticks, which do not check schemas:\n\n{yardsticks}")
    };
    format!("## Clean records, one thread\n\n{checkers}{behind}")
}

fn tools(results: &Results) -> String {
    let ours = "Continues after broken JSON, finds more than schemas can express, and reports line, column and property of \
                each finding.";
    let judgement = |tool: &str| results.verdicts.iter().find(|judgement| judgement.tool == tool);
    let drifted = |tool: &str| {
        let judgement = results.drifted.iter().find(|judgement| judgement.tool == tool);
        judgement.map_or_else(
            || "not asked".to_owned(),
            |judgement| match judgement.said.invalid {
                0 => "silent".to_owned(),
                bad => format!("{} bad of {}", count(bad), count(bad + judgement.said.valid)),
            },
        )
    };
    let ours = vec![
        "acslint".to_owned(),
        said(judgement("acslint")),
        "warns (`unknown-field`)".to_owned(),
        ours.to_owned(),
    ];
    let theirs =
        PEERS.iter().filter(|peer| results.peers.iter().any(|tool| tool.name == peer.name)).map(|peer| {
            let tool = results.peers.iter().find(|tool| tool.name == peer.name);
            let version = tool.map(|tool| tool.version.as_str()).unwrap_or_default();
            let left_out = tool.and_then(|tool| tool.left_out.as_deref());
            let reason = left_out.map(|reason| format!(" **Not measured: {reason}.**")).unwrap_or_default();
            let name = format!("{}<br>{version}", peer.title);
            vec![name, said(judgement(peer.name)), drifted(peer.name), format!("{}{reason}", peer.lacks)]
        });
    let table = table(
        &["", "broken records", "a new member in every record", ""],
        std::iter::once(ours).chain(theirs),
    );
    format!(
        "## Differences between the tools\n\n\
         Some records of a small sample were broken: a required property removed, a wrong type, a time and an address that \
         only a check of formats finds, a time that only a pattern finds, a number out of range, invalid JSON. Each tool \
         had to count the bad records, of the kinds that it aims to find.\n\n{table}\n\
         All but DuckDB and the yardsticks check the published schemas with their formats. The records for sourcemeta are \
         all `{SINGLE}`.\n"
    )
}

/// The verdict of a tool on the broken records.
fn said(judgement: Option<&Judgement>) -> String {
    match judgement {
        None => "not asked".to_owned(),
        Some(Judgement { said, expected, .. }) if said == expected && said.invalid == 0 => {
            format!("counted {} of {}", count(said.valid), count(expected.valid))
        }
        Some(Judgement { said, expected, .. }) if said == expected => {
            format!("found {} of {}", count(said.invalid), count(expected.invalid))
        }
        Some(Judgement { said, expected, .. }) => {
            let Verdict { valid, invalid } = said;
            format!(
                "**differs**: {} bad of {}, but {} are",
                count(*invalid),
                count(valid + invalid),
                count(expected.invalid)
            )
        }
    }
}

fn others(results: &Results) -> String {
    let names = [
        ("threads", "two threads on two cores"),
        ("table", "rows of tables"),
        ("shuffled", "keys in no order"),
        ("all categories", "all categories, not nine"),
        ("array", "one array"),
        ("records", "one object with `records`"),
        ("new member, allowed", "a new member in every record, allowed"),
        ("new member, as JSON Lines", "the same, reported as JSON Lines"),
        ("new member, grouped", "the same, reported in groups"),
        ("member missing, as JSON Lines", "a recommended member missing in every record"),
        ("custom categories", "custom categories with the schemas of known ones"),
        ("split", "`split` of clean records"),
        ("by hour", "`--by hour`"),
        ("by resource", "`--by resource`"),
    ];
    let rows = names.into_iter().flat_map(|(case, name)| {
        results.case(case).map(move |comparison| {
            let Comparison { subject, reference, .. } = comparison;
            vec![
                name.to_owned(),
                median(subject.rate()),
                memory(subject),
                title(&reference.name),
                median(reference.rate()),
                format!("**{}**", spread(comparison.speed())),
            ]
        })
    });
    let head = ["acslint on", "MB/s", "memory", "against", "its MB/s", "times as fast"];
    section("Other inputs", "", &table(&head, rows))
}

fn bad(results: &Results) -> String {
    let cases = ["bad 1 %", "bad 10 %", "bad 100 %", "bad 100 %, errors that both know"];
    let rows = cases.into_iter().filter_map(|case| {
        let clean = results.comparison(case, "clean")?;
        let baseline = results.comparison(case, "baseline")?;
        let reported = |series: &Series| {
            series.verdict.map_or_else(|| "not known".to_owned(), |verdict| count(verdict.invalid))
        };
        let slower = clean.speed().map(|speed| Spread {
            median: 1.0 / speed.median,
            least: 1.0 / speed.greatest,
            greatest: 1.0 / speed.least,
        });
        Some(vec![
            case.trim_start_matches("bad ").to_owned(),
            reported(&clean.subject),
            median(clean.subject.rate()),
            spread(slower),
            reported(&baseline.reference),
            median(baseline.reference.rate()),
            format!("**{}**", spread(baseline.speed())),
        ])
    });
    let head = [
        "bad records",
        "acslint reports",
        "MB/s",
        "… times the time of the clean run",
        "the baseline reports",
        "its MB/s",
        "acslint is … times as fast",
    ];
    let about = "acslint reports every finding with line, column, property and message; the baseline reports every error of \
                 an invalid record with its path and message. Most rules find mistakes that schemas do not forbid, and the \
                 baseline skips to the next record at the first byte that is not JSON; in the last row, both find all \
                 defects.\n\n";
    section("Bad records", about, &table(&head, rows))
}

fn compressed(results: &Results) -> String {
    let rows = ["gzip", "zstd"].into_iter().filter_map(|case| {
        let comparison = results.comparison(case, "decompression")?;
        let rates = [&comparison.subject, &comparison.reference].map(|series| median(series.rate()));
        let [ours, theirs] = rates;
        Some(vec![case.to_owned(), ours, theirs, format!("**{}**", spread(comparison.speed()))])
    });
    let head = ["", "acslint, MB/s", "decompression alone, MB/s", "times as fast"];
    let about =
        "Against a program that only decompresses, with the same libraries. Both may use two cores.\n\n";
    section("Compressed input", about, &table(&head, rows))
}

fn start(results: &Results) -> String {
    let rows = results.case("start").map(|comparison| {
        let times = [&comparison.reference, &comparison.subject];
        let [theirs, ours] = times.map(|series| series.wall().map_or(0.0, |wall| wall.median));
        let name = title(&comparison.reference.name);
        vec![name, seconds(theirs), seconds(ours), seconds(ours - theirs)]
    });
    let head = ["", "from start to exit", "acslint", "difference"];
    let about =
        "One record. `true` is a program that does nothing, so its time is that of starting any program.\n\n";
    section("Start", about, &table(&head, rows))
}

fn growth(results: &Results) -> String {
    let rows = results.growth.iter().map(|series| {
        let time = series.wall().map_or_else(|| "not known".to_owned(), |wall| seconds(wall.median));
        vec![bytes(series.bytes as f64), time, median(series.rate()), memory(series)]
    });
    let head = ["input", "time", "MB/s", "most memory"];
    let about = "![Time and memory over the size of the input](benchmarks/growth.svg)\n\n";
    section("Growth", about, &table(&head, rows))
}

fn again() -> String {
    "## Measure it again\n\n\
     ```sh\n\
     cargo xtask bench --quick          # a few minutes: everything once, in a small size, into target/bench/report\n\
     cargo xtask bench                  # everything, into docs/benchmarks; needs 6 GB of disk and an idle machine\n\
     cargo xtask bench --only lines     # one case or one tool\n\
     ```\n\n\
     The benchmark needs Linux, Rust, Node.js with npm, Python 3 with venv, and g++ with libsimdjson. It installs missing \
     programs where possible, and names the others. The versions of all tools are pinned in `xtask/tools/bench`.\n"
        .to_owned()
}

/// A section, unless it has no measurements.
fn section(title: &str, about: &str, table: &str) -> String {
    if table.is_empty() { String::new() } else { format!("## {title}\n\n{about}{table}") }
}

/// The name of a tool in the tables.
fn title(name: &str) -> String {
    peer(name).map_or(name, |peer| peer.title).to_owned()
}

fn memory(series: &Series) -> String {
    series
        .memory()
        .map_or_else(|| "not known".to_owned(), |memory| format!("{} MB", number(memory as f64 / 1e6)))
}

/// A table; empty without rows. The first column is text, and so is the last one of a table with long texts.
fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rows: String = rows.map(|row| line(&row)).collect();
    if rows.is_empty() {
        return String::new();
    }
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    format!("{}|{}\n{rows}", line(&head), "---|".repeat(head.len()))
}
