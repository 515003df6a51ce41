//! For all inputs, numbers of workers and sizes of pieces, the report equals that of one session.

use std::fs;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::Duration;

use acslint_check::{Hints, RecordLayout, Session, Settings, SpeculativeFindings, WorkerState};
use clap::Parser;
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use tempfile::TempDir;

use super::input_task::{Closed, InOrderMerger, InputTask, Outcome};
use super::reader::{More, Piece, Reader};
use super::schedule::{Schedule, Task};
use super::{Crew, Pipeline};
use crate::args::{Args, Command};
use crate::environment::Environment;
use crate::exit::Exit;
use crate::input::{Buffer, DiscoveredInput, Input, Limits, Odometer, Origin, Source};
use crate::plan::Plan;
use crate::progress::Progress;
use crate::report::{Reports, tests::panicking};
use crate::setup::Setups;
use crate::split::SplitInput;
use crate::verdict::Criteria;

static SETUPS: LazyLock<Setups> = LazyLock::new(|| Setups::from(Settings::default()));

static NEVER: AtomicBool = AtomicBool::new(false);

/// Records of the test data, with and without findings, each on one line.
static RECORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut files: Vec<PathBuf> =
        ["table/valid", "table/invalid", "resource-log/valid", "resource-log/invalid"]
            .iter()
            .flat_map(|directory| fs::read_dir(root.join(directory)).unwrap())
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
            .collect();
    files.sort();
    let texts = files.iter().filter_map(|path| fs::read_to_string(path).ok());
    texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
});

/// Directory with inputs, named `0`, `1` and so on.
struct Inputs {
    directory: TempDir,
    contents: Vec<Vec<u8>>,
}

impl Inputs {
    fn new(contents: Vec<Vec<u8>>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        for (index, bytes) in contents.iter().enumerate() {
            // Every third one is compressed.
            let bytes = if index % 3 == 2 { gzip(bytes) } else { bytes.clone() };
            fs::write(directory.path().join(index.to_string()), bytes).unwrap();
        }
        Self { directory, contents }
    }

    fn found(&self) -> Vec<DiscoveredInput> {
        let input = |index: usize| Input {
            name: index.to_string(),
            origin: Origin::File(self.directory.path().join(index.to_string())),
        };
        (0..self.contents.len()).map(|index| Ok(input(index))).collect()
    }

    /// Report written to a file.
    fn report(&self, format: &str) -> Reports {
        let path = self.directory.path().join("report");
        let args =
            ["acslint", "check", "--no-config", "--format", format, "--output", path.to_str().unwrap()];
        let Command::Check(args) = Args::try_parse_from(args).unwrap().command else {
            panic!("another command");
        };
        let plan = Plan::new(args, &Environment::default()).unwrap();
        Reports::open(&plan.reports, None, &Progress::none()).unwrap()
    }

    fn written(&self, reports: Reports) -> String {
        reports.finish(&Criteria::default(), Duration::ZERO, 1).unwrap();
        fs::read_to_string(self.directory.path().join("report")).unwrap()
    }

    /// Report of one session on each whole input in memory.
    fn in_one_go(&self, format: &str) -> String {
        let mut reports = self.report(format);
        let mut memory = WorkerState::default();
        for (index, bytes) in self.contents.iter().enumerate() {
            reports.begin(&index.to_string(), 0);
            Session::new(SETUPS.checker(0), Hints::default()).advance(&mut memory, bytes, true, &mut reports);
            reports.end_of_file(bytes.len() as u64);
        }
        self.written(reports)
    }

    fn in_pieces(&self, format: &str, threads: usize, piece: usize) -> String {
        self.written(run(self.found(), self.report(format), threads, piece, &NEVER))
    }
}

fn run(
    inputs: Vec<DiscoveredInput>,
    reports: Reports,
    threads: usize,
    piece: usize,
    interrupted: &AtomicBool,
) -> Reports {
    let pipeline = Pipeline {
        setups: &SETUPS,
        threads,
        piece,
        verbose: false,
        interrupted,
        progress: &Progress::none(),
        limits: Limits::default(),
        odometer: &Odometer::default(),
    };
    pipeline.run(inputs, reports)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Text in the place of a record: mostly a record.
fn item() -> impl Strategy<Value = String> {
    let record = || select(&**RECORDS);
    let spread = |record: String| record.replace(",\"", ",\n  \"");
    let half = |(record, at): (String, Index)| {
        let cut = at.index(record.len());
        record.chars().take(cut).collect::<String>()
    };
    prop_oneof![
        20 => record(),
        2 => select(vec!["", "  ", "###", "1", "{", "}", "\"a\":1", "{\"a\":[", "]", "// no", "[{}]"])
            .prop_map(str::to_owned),
        2 => (record(), any::<Index>()).prop_map(half),
        1 => record().prop_map(spread),
        1 => (record(), record()).prop_map(|(one, other)| one + &other),
        1 => record().prop_map(|record| record.replacen(':', "", 3)),
        1 => record().prop_map(|record| format!("{{\"records\":[{record}]}}")),
    ]
}

/// Input: items between framing, possibly truncated.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let framing = select(vec![
        ("", "\n", "\n"),
        ("\u{FEFF}", "\r\n", ""),
        ("", "\n\n", ""),
        ("[", ",", "]"),
        ("[\n  ", ",\n  ", "\n]\n"),
        ("{\"records\":[", ",", "]}"),
        ("", " ", ""),
    ]);
    let part = (framing, prop::collection::vec(item(), 0..25))
        .prop_map(|((begin, between, end), items)| begin.to_owned() + &items.join(between) + end);
    (prop::collection::vec(part, 1..3), prop::option::weighted(0.2, any::<Index>())).prop_map(
        |(parts, cut)| {
            let mut bytes = parts.join("\n").into_bytes();
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len() + 1));
            }
            bytes
        },
    )
}

proptest! {
    #![proptest_config(acslint_testing::cases(48))]

    #[test]
    fn a_report_is_that_of_one_session(
        contents in prop::collection::vec(content(), 1..5),
        format in select(vec!["human", "json"]),
        threads in 1..6_usize,
        piece in prop_oneof![1..200_usize, 200..5_000_usize, Just(1 << 18)],
    ) {
        let inputs = Inputs::new(contents);
        prop_assert_eq!(inputs.in_pieces(format, threads, piece), inputs.in_one_go(format));
    }
}

#[test]
fn what_cannot_be_read_has_its_place_in_the_report() {
    let record = RECORDS[0].clone() + "\n";
    let inputs = Inputs::new(vec![record.clone().into_bytes(); 3]);
    let mut found = inputs.found();
    found.insert(1, Err(("0-absent".to_owned(), io::Error::other("not there"))));
    found.insert(2, Ok(Input { name: "0-gone".to_owned(), origin: Origin::File(PathBuf::from("gone")) }));
    let reports = run(found, inputs.report("json"), 3, 1 << 18, &NEVER);
    let unreadable: Vec<_> = reports.tally().unreadable.iter().map(|input| input.file.as_str()).collect();
    assert_eq!(unreadable, ["0-absent", "0-gone"]);
    assert_eq!((reports.tally().files, reports.tally().records), (3, 3));
    assert_eq!(reports.tally().bytes, 3 * record.len() as u64);
}

#[test]
fn an_interrupted_run_reads_no_further_and_says_so() {
    let inputs = Inputs::new(vec![RECORDS[0].clone().into_bytes()]);
    for threads in [1, 3] {
        let reports = run(inputs.found(), inputs.report("json"), threads, 1000, &AtomicBool::new(true));
        assert_eq!((reports.tally().interrupted, reports.tally().records), (true, 0));
        assert_eq!(Exit::of(reports.tally(), &Criteria::default()), Exit::Failure);
        // Interrupting a finished run has no effect.
        let reports = run(Vec::new(), inputs.report("json"), threads, 1000, &AtomicBool::new(true));
        assert!(!reports.tally().interrupted);
    }
}

#[test]
fn a_panic_of_one_worker_ends_the_run() {
    let wrong = RECORDS[0].replace("\":", "\" ") + "\n";
    let inputs = Inputs::new(vec![wrong.repeat(2_000).into_bytes(); 4]);
    for threads in [1, 4] {
        let run = || run(inputs.found(), panicking(), threads, 5_000, &NEVER);
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err(), "{threads} threads");
    }
}

/// Takes the next task, which must be to begin with an input.
fn begin<'c>(schedule: &Schedule<'c>) -> (Arc<InputTask<'c>>, Reader, Box<InOrderMerger<'c>>) {
    let Some(Task::Open { input, origin, merger, memory }) = schedule.next(0) else {
        panic!("no input to begin with");
    };
    schedule.done();
    let source = Source::open(&origin.unwrap(), &Odometer::default(), Limits::default()).unwrap();
    (input, Reader::new(source, memory, false), merger)
}

fn closed() -> Closed {
    let outcome = Outcome::default();
    let of_split = SplitInput::default();
    Closed {
        name: "0".to_owned(),
        setup: 0,
        of_split,
        is_complete: true,
        outcome,
        records: 1,
        read: 2,
        error: None,
    }
}

/// Begins with an input so that its pieces can be checked speculatively.
fn begin_sharing<'c>(schedule: &Schedule<'c>, inputs: &Inputs) -> (Arc<InputTask<'c>>, RecordLayout) {
    let (input, mut reader, merger) = begin(schedule);
    let mut session = Session::new(SETUPS.checker(0), Hints::default());
    reader.read_on(5_000);
    session.advance(&mut WorkerState::default(), reader.bytes(), false, &mut inputs.report("json"));
    let layout = session.layout().unwrap();
    input.leave(merger);
    schedule.share(&input, reader, layout.clone());
    (input, layout)
}

#[test]
fn pieces_are_followed_in_their_order() {
    let input = InputTask::new(0, "a".to_owned(), 0);
    let piece =
        |number| Piece { number, worker: 0, offset: 0, buffer: Buffer::default(), more: More::Follows };
    for number in [1, 3, 2] {
        input.deposit(piece(number), SpeculativeFindings::default());
    }
    input.leave(Box::new(InOrderMerger::new(Session::new(SETUPS.checker(0), Hints::default()))));
    assert!(input.take().is_none());
    input.deposit(piece(0), SpeculativeFindings::default());
    for number in 0..4 {
        let (merger, piece, _) = input.take().unwrap();
        assert_eq!(piece.number, number);
        // Meanwhile no other worker gets the next one.
        assert!(input.take().is_none());
        input.leave(merger);
    }
    assert!(input.take().is_none());
}

#[test]
fn inputs_whose_turn_has_not_come_wait_when_much_is_kept_of_them() {
    let inputs = Inputs::new(vec![b"{}".to_vec(); 3]);
    let schedule = Schedule::new(&SETUPS, 8, 1000, &NEVER, inputs.found());
    let (first, reader, merger) = begin(&schedule);
    schedule.go_on_alone(&first, reader, merger);
    let Some(Task::Alone { reader, merger, .. }) = schedule.next(0) else {
        panic!("the first input goes first");
    };
    let (second, second_reader, second_merger) = begin(&schedule);
    schedule.kept(4 * 8 * 1000);
    schedule.go_on_alone(&second, second_reader, second_merger);
    assert!(schedule.nothing_to_do());
    schedule.go_on_alone(&first, reader, merger);
    assert!(!schedule.nothing_to_do());
    let Some(Task::Alone { input, reader, .. }) = schedule.next(0) else {
        panic!("the first input may always go on");
    };
    assert_eq!(input.index, 0);
    schedule.read_to_end(&input, reader.into_memory());
    assert!(schedule.nothing_to_do());
    assert!(schedule.close(0, closed()).is_some());
    assert!(schedule.pass_turn().is_none());
    let Some(Task::Alone { input, .. }) = schedule.next(0) else {
        panic!("its turn has come");
    };
    assert_eq!(input.index, 1);
}

#[test]
fn decompressing_takes_one_of_the_threads() {
    let inputs = Inputs::new(vec![b"{}".to_vec(); 3]);
    let schedule = Schedule::new(&SETUPS, 2, 1000, &NEVER, inputs.found());
    let (first, reader, merger) = begin(&schedule);
    let rests = Arc::new(AtomicBool::new(false));
    schedule.is_decompressed(&first, rests.clone());
    schedule.go_on_alone(&first, reader, merger);
    let Some(Task::Alone { reader, .. }) = schedule.next(0) else {
        panic!("the first input goes on");
    };
    assert!(schedule.nothing_to_do(), "one thread checks, the other one decompresses");
    rests.store(true, Ordering::Relaxed);
    // While the decompression thread is idle, another thread checks.
    let (second, _reader, _merger) = begin(&schedule);
    schedule.read_to_end(&first, reader.into_memory());
    schedule.done();
    // At least one worker checks, however many inputs are decompressed.
    schedule.is_decompressed(&second, Arc::default());
    let (third, reader, merger) = begin(&schedule);
    schedule.is_decompressed(&third, Arc::default());
    schedule.go_on_alone(&third, reader, merger);
    assert!(!schedule.nothing_to_do());
}

#[test]
fn pieces_under_way_are_bounded() {
    let inputs = Inputs::new(vec![(RECORDS[0].clone() + "\n").repeat(500).into_bytes()]);
    let schedule = Schedule::new(&SETUPS, 2, 1000, &NEVER, inputs.found());
    let (input, layout) = begin_sharing(&schedule, &inputs);
    for _ in 0..8 {
        let Some(Task::Speculative { reader, .. }) = schedule.next(0) else {
            panic!("a piece may be read");
        };
        schedule.done();
        schedule.read_on(&input, reader);
    }
    assert!(schedule.nothing_to_do());
    schedule.merged(&input, 0, Buffer::default(), 0, Some(layout));
    assert!(!schedule.nothing_to_do());
}

#[test]
fn what_was_found_in_pieces_under_way_is_bounded() {
    let text = (RECORDS[0].clone() + "\n").repeat(500).into_bytes();
    let inputs = Inputs::new(vec![text.clone(), text]);
    let schedule = Schedule::new(&SETUPS, 2, 1000, &NEVER, inputs.found());
    let ahead = |index: usize| {
        let Some(Task::Speculative { input, reader, .. }) = schedule.next(0) else {
            panic!("a piece may be read");
        };
        assert_eq!(input.index, index);
        schedule.done();
        schedule.read_on(&input, reader);
    };
    let (first, _) = begin_sharing(&schedule, &inputs);
    ahead(0);
    // The first input is read to its end except for its last piece, so that a worker begins with the second one.
    schedule.read_to_end(&first, Buffer::default());
    let (second, _) = begin_sharing(&schedule, &inputs);
    ahead(1);
    schedule.found(&second, 2 * 2 * 1000 - 1);
    ahead(1);
    // An input before its turn leaves half of it to others.
    schedule.found(&second, 1);
    assert!(schedule.nothing_to_do());
    assert!(schedule.close(0, closed()).is_some());
    assert!(schedule.pass_turn().is_none());
    ahead(1);
    schedule.found(&second, 2 * 2 * 1000);
    assert!(schedule.nothing_to_do());
    schedule.merged(&second, 0, Buffer::default(), 1, None);
    assert!(!schedule.nothing_to_do());
}

/// An input before its turn waits as soon as enough is kept of it, even in the middle of a piece.
#[test]
fn what_is_kept_of_an_input_before_its_turn_is_bounded() {
    const RECORDS: usize = 2_000;
    let inputs = Inputs::new(vec!["{}\n".repeat(RECORDS).into_bytes(); 2]);
    for stops in [false, true] {
        let pipeline = Pipeline {
            setups: &SETUPS,
            threads: 2,
            piece: 10_000,
            verbose: false,
            interrupted: &NEVER,
            progress: &Progress::none(),
            limits: Limits::default(),
            odometer: &Odometer::default(),
        };
        let schedule = Schedule::new(&SETUPS, 2, 10_000, &NEVER, inputs.found());
        let reports = Mutex::new(inputs.report("json"));
        let crew = Crew { pipeline: &pipeline, schedule, wants_parts: false, reports };
        let take = || {
            let Some(Task::Open { input, origin, merger, memory }) = crew.schedule.next(0) else {
                panic!("no input to begin with");
            };
            (input, origin, merger, memory)
        };
        let open = |(input, origin, merger, memory)| {
            let input: Arc<InputTask<'_>> = input;
            crew.open(&input, origin, merger, memory, &mut WorkerState::default());
            crew.schedule.done();
        };
        let (first, second) = (take(), take());
        thread::scope(|scope| {
            let behind = scope.spawn(|| open(second));
            while crew.schedule.busy() == 2 && !behind.is_finished() {
                thread::yield_now();
            }
            assert!(!behind.is_finished(), "it has been kept whole");
            let kept = crew.schedule.kept_bytes();
            let most = 4 * 2 * 10_000;
            assert!((most..most + 10_000).contains(&kept), "{kept} bytes are kept");
            if stops {
                crew.schedule.stop();
            } else {
                open(first);
            }
        });
        assert!(crew.schedule.kept_bytes() < 100_000);
        let reports = crew.finish();
        if stops {
            assert!(reports.tally().interrupted);
            assert!((50..200).contains(&reports.tally().records), "{}", reports.tally().records);
        } else {
            assert_eq!(reports.tally().records, 2 * RECORDS as u64);
            assert_eq!(inputs.written(reports), inputs.in_one_go("json"));
        }
    }
}

#[test]
fn a_worker_gets_back_the_memory_that_its_processor_has_at_hand() {
    let inputs = Inputs::new(vec![(RECORDS[0].clone() + "\n").repeat(500).into_bytes()]);
    let schedule = Schedule::new(&SETUPS, 2, 1000, &NEVER, inputs.found());
    let (input, _) = begin_sharing(&schedule, &inputs);
    let place = |memory: &Buffer| memory.bytes().as_ptr();
    let pieces = [0, 1].map(|worker| {
        let Some(Task::Speculative { mut reader, layout, memory, .. }) = schedule.next(worker) else {
            panic!("a piece may be read");
        };
        let piece = reader.piece(worker, memory, &layout, 1000);
        schedule.done();
        schedule.read_on(&input, reader);
        piece
    });
    let places = [0, 1].map(|worker| place(&pieces[worker].buffer));
    for Piece { worker, buffer, .. } in pieces {
        schedule.merged(&input, worker, buffer, 0, None);
    }
    for expected in places {
        let Some(Task::Speculative { reader, memory, .. }) = schedule.next(0) else {
            panic!("a piece may be read");
        };
        assert_eq!(place(&memory), expected);
        schedule.done();
        schedule.read_on(&input, reader);
    }
}

#[test]
fn a_worker_remembers_the_setups_it_used_last() {
    let mut memories = super::WorkerStates::default();
    for setup in [0, 1, 0, 2, 3, 4, 0] {
        memories.of(setup);
        assert_eq!(memories.0[0].0, setup);
    }
    let setups: Vec<usize> = memories.0.iter().map(|(setup, _)| *setup).collect();
    assert_eq!(setups, [0, 4, 3, 2]);
}
