//! Program whose instructions `cargo xtask bench --instructions` counts: `instructions <input> <rounds>` checks an
//! input that many times. With other arguments, for example those of `cargo test`, it checks each input once.
//!
//! Instruction counts are repeatable where times are not: on a busy machine, and to a fraction of a percent.

#![expect(clippy::disallowed_methods, reason = "a benchmark is configured by its arguments")]

mod records;

use std::env;

use records::{inputs, run};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let counted = match arguments.as_slice() {
        [name, rounds] => rounds.parse().ok().map(|rounds| (name, rounds)),
        _ => None,
    };
    match counted {
        Some((name, rounds)) => {
            let input = inputs().into_iter().find(|input| input.name == name);
            run(&input.expect("the input exists"), rounds);
        }
        None => inputs().iter().for_each(|input| run(input, 1)),
    }
}
