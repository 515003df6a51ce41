//! `cargo xtask bench`: measures acslint and other tools on the same work, in a way that anyone can repeat.
//!
//! Not a part of `ci`: numbers from a busy machine are worthless. The measurements are committed as
//! `docs/benchmarks/results.json`; the document and its plots are rendered from it, and a test compares them.

mod cases;
mod context;
mod data;
pub mod figures;
pub mod instructions;
mod machine;
pub mod options;
mod pairs;
mod peers;
pub mod plot;
mod program;
pub mod report;
pub mod results;
mod sanity;
pub mod statistics;
mod toolkit;

use acslint_types::Shape;

use crate::{Error, Problem, Repository};
use cases::{Bench, CASES};
use context::Context;
use data::{Data, Recipe, Schemas};
use options::{Names, Options, Request};
use peers::{PEERS, Peer, baseline};
use results::{Results, Settings, Tool};
use toolkit::Toolkit;

/// Path of the results, from the root of the repository.
const RESULTS: &str = "docs/benchmarks/results.json";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    match request(arguments)? {
        Request::Measure(options) => measure(repository, &options),
        Request::Instructions { write } => instructions::run(repository, write),
        Request::Render => {
            let text = repository.text(RESULTS)?;
            publish(repository, &Results::from_json(RESULTS, &text)?)
        }
    }
}

/// Parses the arguments.
pub fn request(arguments: &[String]) -> Result<Request, Error> {
    let cases = CASES.iter().map(|case| case.name).collect();
    let tools = PEERS.iter().map(|peer| peer.name).collect();
    Request::of(arguments, &Names { cases, tools })
}

/// The files rendered from the results.
const DOCUMENTS: [&str; 3] =
    ["docs/benchmarks.md", "docs/benchmarks/growth.svg", "docs/benchmarks/throughput.svg"];

/// The files rendered from the results, with their texts, by path from the root of the repository.
pub fn documents(results: &Results) -> [(&'static str, String); 3] {
    let [page, growth, throughput] = DOCUMENTS;
    [
        (page, report::render(results)),
        (growth, plot::growth(results)),
        (throughput, plot::throughput(results)),
    ]
}

/// Problems for rendered files that differ from the committed results.
pub fn drift(repository: &Repository) -> Result<Vec<Problem>, Error> {
    let Some(bytes) = repository.bytes(RESULTS)? else {
        let orphans = DOCUMENTS.into_iter().filter(|file| repository.has(file));
        let message = format!("is derived from {RESULTS}, which does not exist");
        return Ok(orphans.map(|file| Problem::new(file, 0, message.clone())).collect());
    };
    let results = Results::from_json(RESULTS, &String::from_utf8_lossy(&bytes))?;
    let mut problems = Vec::new();
    for (file, text) in documents(&results) {
        if repository.bytes(file)?.as_deref() != Some(text.as_bytes()) {
            let message = format!("differs from {RESULTS}; run `cargo xtask bench --render`");
            problems.push(Problem::new(file, 0, message));
        }
    }
    Ok(problems)
}

fn measure(repository: &Repository, options: &Options) -> Result<(), Error> {
    let context = Context::new(repository, options)?;
    let (mut peers, mut tools) = installed(&context, options)?;
    let (verdicts, drifted) = sanity::check(&context, &mut peers, &mut tools)?;
    let settings = Settings { quick: options.quick, bytes: options.bytes, runs: options.runs };
    let machine = machine::machine(&context);
    let results = Results {
        settings,
        machine,
        peers: tools,
        verdicts,
        drifted,
        comparisons: Vec::new(),
        growth: Vec::new(),
    };
    let data = Data::make(&context, "lines.jsonl", Recipe::clean(options.bytes))?;
    let schemas = Schemas::new(&context, Shape::ResourceLog)?;
    let mut bench = Bench { context: &context, options, peers, results, data, schemas };
    bench.run()?;
    if options.is_complete() {
        return publish(repository, &bench.results);
    }
    // Small or incomplete results must not replace the committed ones.
    publish(&Repository::new(context.place("report")), &bench.results)
}

/// The installed tools, and all tools with their versions or the reason for their absence.
fn installed(context: &Context<'_>, options: &Options) -> Result<(Vec<&'static Peer>, Vec<Tool>), Error> {
    // No measurement works without these programs.
    Toolkit::Rust.install(context)?;
    let (mut peers, mut tools) = (Vec::new(), Vec::new());
    for toolkit in Toolkit::ALL {
        let wanted = || PEERS.iter().filter(|peer| peer.toolkit == toolkit && is_wanted(peer, options));
        let failure = match wanted().next() {
            Some(_) if toolkit != Toolkit::Rust => toolkit.install(context).err(),
            _ => None,
        };
        for peer in wanted() {
            if failure.is_none() {
                peers.push(peer);
            }
            let left_out = failure.as_ref().map(|error| context.reason(error));
            tools.push(Tool { name: peer.name.to_owned(), version: peer.version(context), left_out });
        }
    }
    let place = |name: &str| PEERS.iter().position(|peer| peer.name == name);
    peers.sort_by_key(|peer| place(peer.name));
    tools.sort_by_key(|tool| place(&tool.name));
    Ok((peers, tools))
}

/// Returns true if the tool is needed. Several cases need the baseline; the other tools are for two cases only.
fn is_wanted(peer: &Peer, options: &Options) -> bool {
    let compares_tools = ["lines", "start"].into_iter().any(|case| options.wants_case(case));
    peer.name == baseline().name || (compares_tools && options.wants_peer(peer.name))
}

/// Writes the results and the rendered files.
fn publish(repository: &Repository, results: &Results) -> Result<(), Error> {
    let results_file =
        (RESULTS, results.to_json().map_err(|source| Error::Json { path: RESULTS.into(), source })?);
    for (file, text) in documents(results).into_iter().chain([results_file]) {
        repository.write(file, &text)?;
        println!("wrote {}", repository.root().join(file).display());
    }
    Ok(())
}
