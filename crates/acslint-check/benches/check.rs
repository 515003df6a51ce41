//! Time to check a few records, measured with criterion: `cargo bench --package acslint-check --bench check`.
//!
//! `cargo test` checks each input once. `cargo xtask bench` measures whole programs.

#![expect(clippy::disallowed_methods, reason = "a benchmark is configured by its arguments")]

mod records;

use std::env;

use criterion::{Criterion, Throughput};
use records::{Bench, inputs, run};

fn main() {
    // `cargo bench` passes `--bench`. `cargo test` passes arguments for its own harness, some of which criterion
    // rejects.
    if env::args().any(|argument| argument == "--bench") {
        let mut criterion = Criterion::default().configure_from_args();
        measure(&mut criterion);
        criterion.final_summary();
    } else {
        for input in &inputs() {
            run(input, 1);
        }
    }
}

fn measure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    for input in inputs() {
        run(&input, 1);
        let mut bench = Bench::new(&input);
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        group.bench_function(input.name, |bencher| bencher.iter(|| bench.check(&input)));
    }
    group.finish();
}
