//! Programs that a journey starts, each in a group of its own that ends with the journey.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// A running program; it and what it started are ended when this is dropped.
pub struct Running {
    child: Child,
    name: String,
}

impl Running {
    /// Starts in silence.
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        Self::spawn(command.stdout(Stdio::null()))
    }

    /// Starts, and answers the first line that it prints.
    #[track_caller]
    pub fn start_and_hear(command: &mut Command) -> (Self, String) {
        let mut running = Self::spawn(command.stdout(Stdio::piped()));
        let mut line = String::new();
        let pipe = running.child.stdout.take().expect("stdout is piped");
        let heard = BufReader::new(pipe).read_line(&mut line).expect("its output can be read");
        assert!(heard > 0, "{} ended without a word: {:?}", running.name, running.child.wait());
        (running, line.trim().to_owned())
    }

    #[track_caller]
    fn spawn(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let quiet = std::env::var_os("GREENROOM_LOUD").is_none();
        let stderr = if quiet { Stdio::null() } else { Stdio::inherit() };
        let child = command.stdin(Stdio::null()).stderr(stderr).process_group(0).spawn();
        Self { child: child.unwrap_or_else(|error| panic!("{name} did not start: {error}")), name }
    }

    /// Ends it as a power cut would: at once, with nothing said.
    pub fn kill(&mut self) {
        self.signal("KILL");
        let _ = self.child.wait();
    }

    fn signal(&self, signal: &str) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-s", signal, "--", &group]).stderr(Stdio::null()).status();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.kill();
        } else {
            self.signal("KILL");
        }
    }
}

/// A port that is free now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("a bound address").port()
}

/// True if a program of this name can be started.
pub fn is_on_path(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}
