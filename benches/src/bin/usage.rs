//! Runs a command and prints its cost: seconds of wall-clock time, seconds of processor time, and bytes
//! of peak memory.
//!
//! This is a process of its own, since the peak of a new process includes that of its parent.

use std::env;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;
use wait4::Wait4 as _;

fn main() {
    let words: Vec<_> = env::args_os().skip(1).collect();
    let start = Instant::now();
    let mut child = Command::new(&words[1])
        .args(&words[2..])
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts");
    let done = child.wait4().expect("it ends");
    let has_run = done.status.code().is_some_and(|code| code < 2);
    assert!(has_run, "{words:?}");
    let cpu = done.rusage.utime + done.rusage.stime;
    let taken = format!(
        "{} {} {}",
        start.elapsed().as_secs_f64(),
        cpu.as_secs_f64(),
        done.rusage.maxrss
    );
    fs::write(&words[0], taken).expect("a file");
}
