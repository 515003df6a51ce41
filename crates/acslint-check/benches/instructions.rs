//! What `cargo xtask bench --instructions` counts the instructions of: `instructions <input> <rounds>` checks an input so
//! many times. With other arguments, as `cargo test` gives them, each input is checked once.
//!
//! Instructions repeat where times do not: on a machine that does something else, and by a fraction of a percent.

#![expect(clippy::disallowed_methods, reason = "a benchmark is told by its arguments what to do")]

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
            run(&input.expect("there is such an input"), rounds);
        }
        None => inputs().iter().for_each(|input| run(input, 1)),
    }
}
