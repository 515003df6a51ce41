//! Runs one command and prints its cost: `measure <program> [arguments]`.
//!
//! A process of its own, since a system reports peak memory only for all children of a process together. A small
//! process, since a child's peak includes the memory of the process that started it. The output of the command is
//! discarded.

use std::{
    env,
    process::{Command, Stdio},
    time::Instant,
};

use acslint_bench_peers::Failure;
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeVal,
};
use serde_json::json;

fn main() -> Result<(), Failure> {
    let mut arguments = env::args_os().skip(1);
    let program = arguments.next().ok_or("usage: measure <program> [arguments]")?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let began = Instant::now();
    let status = command.status()?;
    let wall = began.elapsed();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    // Bytes on a Mac, kibibytes elsewhere.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let cost = json!({
        "code": status.code(),
        "wall": wall.as_secs_f64(),
        "cpu": seconds(usage.user_time()) + seconds(usage.system_time()),
        "memory": usage.max_rss() * unit,
    });
    println!("{cost}");
    Ok(())
}

fn seconds(time: TimeVal) -> f64 {
    time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6
}
