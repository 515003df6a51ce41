//! The measurements: one function per case, with its data and the programs to compare with.

use std::io::Write;

use acslint_types::Shape;

use super::{
    context::Context,
    data::{Data, Recipe, SINGLE, Schemas},
    options::Options,
    pairs::{Expects, Run, compare, series},
    peers::{Peer, Share, Tells, baseline},
    program::{Program, Says},
    results::{Results, leave_out},
};
use crate::Error;

/// A measurement.
#[derive(Debug)]
pub(super) struct Case {
    /// Its name for `--only`.
    pub(super) name: &'static str,
    /// Its question, in one line.
    pub(super) about: &'static str,
    run: fn(&mut Bench<'_>) -> Result<(), Error>,
}

/// The cases, in the order in which they run.
pub(super) static CASES: &[Case] = &[
    Case { name: "lines", about: "clean resource logs in JSON Lines, against every tool", run: lines },
    Case { name: "threads", about: "two threads against one", run: threads },
    Case { name: "table", about: "rows of tables, against resource logs and the baseline", run: table },
    Case {
        name: "shuffled",
        about: "keys without order, against ordered ones and the baseline",
        run: shuffled,
    },
    Case {
        name: "all categories",
        about: "all categories mixed, against nine of them and the baseline",
        run: all,
    },
    Case {
        name: "drifted",
        about: "a member more or less in every record, against clean records",
        run: drifted,
    },
    Case {
        name: "custom",
        about: "custom categories of the same records, against the known ones",
        run: custom,
    },
    Case { name: "split", about: "a split of clean records, against a check", run: split },
    Case { name: "bad", about: "bad records, against clean ones and the baseline with all errors", run: bad },
    Case { name: "framing", about: "an array and `records`, against lines", run: framing },
    Case { name: "by", about: "records counted by hour and by resource, against clean ones", run: by },
    Case { name: "compressed", about: "gzip and zstd, against decompression alone", run: compressed },
    Case { name: "start", about: "one record, from start to exit", run: start },
    Case { name: "growth", about: "time and memory over the size of the input", run: growth },
];

/// The sizes for measuring growth, up to the requested maximum.
const SIZES: [u64; 5] = [1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 4_000_000_000];

/// The state of a benchmark.
#[derive(Debug)]
pub(super) struct Bench<'r> {
    pub(super) context: &'r Context<'r>,
    pub(super) options: &'r Options,
    /// The tools that are installed and distinguish good records from bad ones.
    pub(super) peers: Vec<&'static Peer>,
    pub(super) results: Results,
    /// Clean resource logs of the requested size.
    pub(super) data: Data,
    /// The schemas for them.
    pub(super) schemas: Schemas,
}

impl Bench<'_> {
    /// Runs the requested cases.
    pub(super) fn run(&mut self) -> Result<(), Error> {
        for case in CASES.iter().filter(|case| self.options.wants_case(case.name)) {
            println!("{}: {}", case.name, case.about);
            (case.run)(self)?;
        }
        Ok(())
    }

    fn compare(&mut self, case: &str, subject: &Run<'_>, reference: &Run<'_>) -> Result<(), Error> {
        let comparison = compare(self.context, self.options.runs, case, subject, reference)?;
        self.results.comparisons.push(comparison);
        Ok(())
    }

    /// Clean data of a tenth of the size, for slow cases.
    fn tenth(&self) -> Result<Data, Error> {
        self.data.head(self.context, "tenth.jsonl", self.options.bytes / 10)
    }

    /// Compares acslint on some data with acslint on ordered resource logs, and with the baseline on the same data.
    fn against_ordered_logs(&mut self, case: &str, data: &Data, baseline: &Run<'_>) -> Result<(), Error> {
        let (context, runs) = (self.context, self.options.runs);
        let subject = on_clean(context, "acslint", data);
        let ordered = on_clean(context, "resource logs", &self.data);
        let comparisons = [
            compare(context, runs, case, &subject, &ordered)?,
            compare(context, runs, case, &subject, baseline)?,
        ];
        self.results.comparisons.extend(comparisons);
        Ok(())
    }

    /// The baseline on some data.
    fn baseline<'d>(&self, schemas: &Schemas, data: &'d Data, expects: Expects) -> Run<'d> {
        let baseline = baseline();
        Run { name: baseline.name, program: baseline.program(self.context, schemas, data), data, expects }
    }
}

/// acslint with one thread on data without findings.
fn on_clean<'d>(context: &Context<'_>, name: &'static str, data: &'d Data) -> Run<'d> {
    Run { name, program: Program::acslint(context, data.file(), 1), data, expects: Expects::AllValid }
}

fn lines(bench: &mut Bench<'_>) -> Result<(), Error> {
    for share in [Share::Whole, Share::Hundredth, Share::OneCategory] {
        let of_share = |peer: &&'static Peer| peer.share == share && bench.options.wants_peer(peer.name);
        let peers: Vec<_> = bench.peers.iter().copied().filter(of_share).collect();
        if peers.is_empty() {
            continue;
        }
        let slice = slice(bench, share)?;
        for peer in peers {
            let data = slice.as_ref().unwrap_or(&bench.data);
            let program = peer.program(bench.context, &bench.schemas, data);
            let reference = Run { name: peer.name, program, data, expects: Expects::AllValid };
            let subject = on_clean(bench.context, "acslint", data);
            match compare(bench.context, bench.options.runs, "lines", &subject, &reference) {
                Ok(comparison) => bench.results.comparisons.push(comparison),
                Err(error) => leave_out(&mut bench.results.peers, peer.name, bench.context.reason(&error)),
            }
        }
    }
    Ok(())
}

/// The part of the data for tools with this share; `None` stands for all data.
fn slice(bench: &Bench<'_>, share: Share) -> Result<Option<Data>, Error> {
    let bytes = bench.options.bytes;
    match share {
        Share::Whole => Ok(None),
        Share::Hundredth => bench.data.head(bench.context, "hundredth.jsonl", bytes / 100).map(Some),
        Share::OneCategory => {
            let recipe = Recipe { categories: &[SINGLE], ..Recipe::clean(bytes / 10) };
            Data::make(bench.context, "single.jsonl", recipe).map(Some)
        }
    }
}

fn threads(bench: &mut Bench<'_>) -> Result<(), Error> {
    if !bench.context.has_threads() || bench.context.cores() < 2 {
        println!("  not measured: it takes `--threads` and two cores");
        return Ok(());
    }
    let context = bench.context;
    let one = on_clean(context, "one thread", &bench.data);
    let two =
        Run { name: "two threads", program: Program::acslint(context, bench.data.file(), 2), ..one.clone() };
    let comparison = compare(context, bench.options.runs, "threads", &two, &one)?;
    bench.results.comparisons.push(comparison);
    Ok(())
}

fn table(bench: &mut Bench<'_>) -> Result<(), Error> {
    let recipe = Recipe { shape: Shape::Table, ..Recipe::clean(bench.options.bytes) };
    let rows = Data::make(bench.context, "table.jsonl", recipe)?;
    let schemas = Schemas::new(bench.context, Shape::Table)?;
    let baseline = bench.baseline(&schemas, &rows, Expects::AllValid);
    bench.against_ordered_logs("table", &rows, &baseline)
}

fn shuffled(bench: &mut Bench<'_>) -> Result<(), Error> {
    let recipe = Recipe { shuffle: true, ..Recipe::clean(bench.options.bytes) };
    let data = Data::make(bench.context, "shuffled.jsonl", recipe)?;
    let baseline = bench.baseline(&bench.schemas, &data, Expects::AllValid);
    bench.against_ordered_logs("shuffled", &data, &baseline)
}

fn all(bench: &mut Bench<'_>) -> Result<(), Error> {
    let recipe = Recipe { categories: &[], ..Recipe::clean(bench.options.bytes) };
    let data = Data::make(bench.context, "all.jsonl", recipe)?;
    let baseline = bench.baseline(&bench.schemas, &data, Expects::AllValid);
    bench.against_ordered_logs("all categories", &data, &baseline)
}

/// A service has added a member to every record, or left one out that is documented for every record.
fn drifted(bench: &mut Bench<'_>) -> Result<(), Error> {
    let context = bench.context;
    let absent_member = |line: &[u8], output: &mut dyn Write| {
        let start = memchr::memmem::find(line, b"\"level\":").unwrap_or(line.len());
        let length = memchr::memchr(b',', &line[start..]).map_or(line.len() - start, |comma| comma + 1);
        output.write_all(&line[..start])?;
        output.write_all(&line[start + length..])?;
        Ok(true)
    };
    let more = bench.data.drifted(context, "more.jsonl")?;
    let less = bench.data.rewrite(context, "less.jsonl", absent_member)?;
    let allow = &["--level", "unknown-field=allow"][..];
    for (case, data, options, says, expects) in [
        ("new member, allowed", &more, allow, Says::Summary, Expects::AllValid),
        ("new member, as JSON Lines", &more, &[], Says::Summary, Expects::SomeInvalid),
        ("new member, grouped", &more, &["--format", "grouped"], Says::Nothing, Expects::Nothing),
        ("member missing, as JSON Lines", &less, &[], Says::Summary, Expects::SomeInvalid),
    ] {
        let mut program = Program::acslint(context, data.file(), 1);
        if says == Says::Nothing {
            program.words.retain(|word| word != "jsonl" && word != "--format");
        }
        program.words.extend(options.iter().map(|word| (*word).to_owned()));
        program.says = says;
        let subject = Run { name: "acslint", program, data, expects };
        let clean = on_clean(context, "clean", &bench.data);
        let comparison = compare(context, bench.options.runs, case, &subject, &clean)?;
        bench.results.comparisons.push(comparison);
        if says == Says::Summary && options.is_empty() {
            let baseline = bench.baseline(&bench.schemas, data, Expects::AllValid);
            bench.compare(case, &subject, &baseline)?;
        }
    }
    Ok(())
}

/// The same records as those of custom categories with the same schemas, under other names.
fn custom(bench: &mut Bench<'_>) -> Result<(), Error> {
    let context = bench.context;
    let renamed = |line: &[u8], output: &mut dyn Write| {
        let key = b"\"category\":\"";
        let at = memchr::memmem::find(line, key).map_or(0, |at| at + key.len());
        output.write_all(&line[..at])?;
        output.write_all(b"Own")?;
        output.write_all(&line[at..])?;
        Ok(true)
    };
    let data = bench.data.rewrite(context, "custom.jsonl", renamed)?;
    let config = Schemas::custom(context)?;
    let mut program = Program::acslint(context, data.file(), 1);
    program.words.extend(["--config".to_owned(), config]);
    let subject = Run { name: "acslint", program, data: &data, expects: Expects::AllValid };
    let known = on_clean(context, "known ones", &bench.data);
    let comparison = compare(context, bench.options.runs, "custom categories", &subject, &known)?;
    bench.results.comparisons.push(comparison);
    Ok(())
}

/// A split of clean records reads as a check does, and writes them all.
fn split(bench: &mut Bench<'_>) -> Result<(), Error> {
    let context = bench.context;
    let copy = bench.data.beside("valid.jsonl");
    let acslint = context.acslint().to_string_lossy().into_owned();
    let sides = ["--valid", &copy, "--invalid", "/dev/null", "--threads", "1"].map(str::to_owned);
    let words = [vec![acslint, "split".to_owned(), bench.data.file()], sides.to_vec()].concat();
    let program = Program { name: "acslint".to_owned(), words, says: Says::Nothing, cores: 1 };
    let subject = Run { name: "split", program, data: &bench.data, expects: Expects::Nothing };
    let check = Program::acslint(context, bench.data.file(), 1).words.join(" ");
    let script = format!("{check} >/dev/null && cp {} {copy}", bench.data.file());
    let words = ["sh", "-c", &script].map(str::to_owned).to_vec();
    let program = Program { name: "sh".to_owned(), words, says: Says::Nothing, cores: 1 };
    let reference = Run { name: "check and cp", program, data: &bench.data, expects: Expects::Nothing };
    let comparison = compare(context, bench.options.runs, "split", &subject, &reference)?;
    bench.results.comparisons.push(comparison);
    Ok(())
}

/// The rules whose findings a validator also reports.
const OF_SCHEMAS: [&str; 4] = ["invalid-format", "invalid-value", "missing-field", "wrong-type"];

fn bad(bench: &mut Bench<'_>) -> Result<(), Error> {
    let clean = bench.tenth()?;
    for (case, share, rules) in [
        ("bad 1 %", "1%", &[][..]),
        ("bad 10 %", "10%", &[]),
        ("bad 100 %", "100%", &[]),
        ("bad 100 %, errors that both know", "100%", &OF_SCHEMAS),
    ] {
        let recipe = Recipe { defects: Some(share), rules, ..Recipe::clean(clean.bytes) };
        let data = Data::make(bench.context, "bad.jsonl", recipe)?;
        let program = Program::acslint(bench.context, data.file(), 1);
        let subject = Run { name: "acslint", program, data: &data, expects: Expects::SomeInvalid };
        let mut baseline = bench.baseline(&bench.schemas, &data, Expects::SomeInvalid);
        baseline.program.words.push("--errors".to_owned());
        bench.compare(case, &subject, &on_clean(bench.context, "clean", &clean))?;
        bench.compare(case, &subject, &baseline)?;
    }
    Ok(())
}

fn framing(bench: &mut Bench<'_>) -> Result<(), Error> {
    for (case, before, behind) in [("array", "[\n", "\n]\n"), ("records", "{\"records\": [\n", "\n]}\n")] {
        let data = bench.data.wrapped(bench.context, "wrapped.json", before, behind)?;
        let subject = on_clean(bench.context, case, &data);
        let reference = on_clean(bench.context, "lines", &bench.data);
        let comparison = compare(bench.context, bench.options.runs, case, &subject, &reference)?;
        bench.results.comparisons.push(comparison);
    }
    Ok(())
}

/// Counts along a dimension need the time or the resource of each clean record.
fn by(bench: &mut Bench<'_>) -> Result<(), Error> {
    for (case, dimension) in [("by hour", "hour"), ("by resource", "resource")] {
        let mut subject = on_clean(bench.context, case, &bench.data);
        subject.program.words.extend(["--by".to_owned(), dimension.to_owned()]);
        let reference = on_clean(bench.context, "lines", &bench.data);
        let comparison = compare(bench.context, bench.options.runs, case, &subject, &reference)?;
        bench.results.comparisons.push(comparison);
    }
    Ok(())
}

/// Both programs may use two cores: acslint decompresses on a separate thread.
fn compressed(bench: &mut Bench<'_>) -> Result<(), Error> {
    let cores = bench.context.cores().min(2);
    let codec = bench.context.place("peers/release/codec").to_string_lossy().into_owned();
    for case in ["gzip", "zstd"] {
        let data = bench.data.compressed(bench.context, case)?;
        let mut subject = on_clean(bench.context, "acslint", &data);
        subject.program.cores = cores;
        let words = vec![codec.clone(), case.to_owned(), "decompress".to_owned(), data.file()];
        let program = Program { name: "codec".to_owned(), words, says: Says::Bytes, cores };
        let reference = Run { name: "decompression", program, data: &data, expects: Expects::AllBytes };
        bench.compare(case, &subject, &reference)?;
    }
    Ok(())
}

fn start(bench: &mut Bench<'_>) -> Result<(), Error> {
    let context = bench.context;
    let recipe = Recipe { categories: &[SINGLE], ..Recipe::clean(1000) };
    let record = Data::make(context, "records.jsonl", recipe)?.head(context, "record.jsonl", 1)?;
    let subject = on_clean(context, "acslint", &record);
    let nothing =
        Program { name: "true".to_owned(), words: vec!["true".to_owned()], says: Says::Nothing, cores: 1 };
    let nothing = Run { name: "true", program: nothing, data: &record, expects: Expects::Nothing };
    let checkers = bench.peers.iter().filter(|peer| peer.tells == Tells::Schema);
    let checkers = checkers.map(|peer| {
        let program = peer.program(context, &bench.schemas, &record);
        Run { name: peer.name, program, data: &record, expects: Expects::AllValid }
    });
    let references: Vec<Run<'_>> = std::iter::once(nothing).chain(checkers).collect();
    for reference in references {
        bench.compare("start", &subject, &reference)?;
    }
    Ok(())
}

fn growth(bench: &mut Bench<'_>) -> Result<(), Error> {
    let greatest = if bench.options.quick { bench.options.bytes } else { SIZES[SIZES.len() - 1] };
    let mut sizes: Vec<u64> = SIZES.into_iter().filter(|size| *size < greatest).collect();
    sizes.push(greatest);
    for size in sizes {
        let data = Data::make(bench.context, "growing.jsonl", Recipe::clean(size))?;
        let series = series(bench.context, bench.options.runs, &on_clean(bench.context, "acslint", &data))?;
        let seconds = series.wall().map_or(0.0, |wall| wall.median);
        println!("  {size} bytes: {seconds:.3} s, {} bytes of memory", series.memory().unwrap_or_default());
        bench.results.growth.push(series);
    }
    Ok(())
}
