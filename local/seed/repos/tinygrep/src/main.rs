use std::{env, fs, process::ExitCode};

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    let (Some(word), Some(path)) = (args.next(), args.next()) else {
        eprintln!("usage: tinygrep WORD FILE");
        return ExitCode::from(2);
    };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::from(2);
        }
    };
    let mut found = false;
    for hit in tinygrep::find(&text, &word) {
        found = true;
        println!("{}: {}", hit.number, hit.line);
    }
    if found { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
