//! `acslint man`: manual pages, one for each command, made from the definition of the command line.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::args::Args;
use crate::error::Error;
use crate::exit::Exit;
use crate::output;

/// Name of the manual in the titles of its pages.
const MANUAL: &str = "acslint manual";

/// Bytes of a page that contain its title.
const HEAD: u64 = 1024;

/// Page of the command with these names below `acslint`.
pub(crate) fn page(names: &[String]) -> Result<String, Error> {
    let mut command = &definition();
    let mut above = None;
    for name in names {
        let Some(below) = command.find_subcommand(name) else {
            let path = |name: &str| {
                let above = command.get_bin_name().and_then(|path| path.split_once(' '));
                above.map_or(name.to_owned(), |(_, above)| format!("{above} {name}"))
            };
            let nearest = acslint_check::nearest(name, below(command).map(Command::get_name));
            return Err(Error::UnknownCommand { given: path(name), suggestion: nearest.map(path) });
        };
        above = Some(command);
        command = below;
    }
    Ok(render(command, above))
}

/// Writes the pages of all commands to a directory, and creates the directory if needed.
pub(crate) fn write_all(directory: &Path) -> Result<Exit, Error> {
    let failure = |path: &Path| {
        let path = path.to_owned();
        |source| Error::WriteManual { path, source }
    };
    let definition = definition();
    let mut commands = vec![(&definition, None)];
    let mut pages = Vec::new();
    while let Some((command, above)) = commands.pop() {
        let file = directory.join(title(command) + ".1");
        refuse_others(&file)?;
        pages.push((file, render(command, above)));
        commands.extend(below(command).map(|below| (below, Some(command))));
    }
    fs::create_dir_all(directory).map_err(failure(directory))?;
    for (file, page) in pages {
        output::write(&file, page).map_err(failure(&file))?;
    }
    Ok(Exit::Success)
}

/// Fails if a page would be written through a link, or would replace a file that is not such a page.
fn refuse_others(file: &Path) -> Result<(), Error> {
    let what = match file.symlink_metadata() {
        // Writing the page reports other errors.
        Err(_) => return Ok(()),
        Ok(there) if there.is_symlink() => "a link",
        Ok(there) if !there.is_file() => "not a file",
        Ok(there) if there.len() == 0 => return Ok(()),
        Ok(_) => {
            let mut head = Vec::new();
            let read = fs::File::open(file).and_then(|there| there.take(HEAD).read_to_end(&mut head));
            read.map_err(|source| Error::Read { path: file.to_owned(), source })?;
            if is_page(&String::from_utf8_lossy(&head)) {
                return Ok(());
            }
            "not a manual page of acslint"
        }
    };
    Err(Error::NotAPage { path: file.to_owned(), what })
}

/// Returns true if a text begins like a page of this program: a title after definitions of strings.
fn is_page(head: &str) -> bool {
    let mut lines = head.lines().skip_while(|line| line.starts_with(".ie ") || line.starts_with(".el "));
    lines.next().is_some_and(|line| {
        let manual = line.strip_suffix('"').and_then(|line| line.strip_suffix(MANUAL));
        line.starts_with(".TH acslint") && manual.is_some_and(|line| line.ends_with(" \""))
    })
}

fn definition() -> Command {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    command
}

/// Direct subcommands.
fn below(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| !command.is_hide_set())
}

/// Name of a page, such as `acslint-schema-show`.
fn title(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

fn render(command: &Command, above: Option<&Command>) -> String {
    let man = Man::new(command.clone())
        .title(title(command))
        .source(concat!("acslint ", env!("CARGO_PKG_VERSION")))
        .manual(MANUAL)
        // Without the date of the build: the same program has the same pages.
        .date(" ");
    let mut page = Vec::new();
    write_page(&man, command, above, &mut page).expect("writing to memory does not fail");
    String::from_utf8_lossy(&page).into_owned()
}

fn write_page(man: &Man, command: &Command, above: Option<&Command>, page: &mut Vec<u8>) -> io::Result<()> {
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    if below(command).next().is_some() {
        man.render_subcommands_section(page)?;
    }
    let mut roff = Roff::default();
    if let Some(text) = command.get_after_long_help().or_else(|| command.get_after_help()) {
        add_sections(&mut roff, &text.to_string());
    }
    add_related(&mut roff, command, above);
    roff.to_writer(page)
}

/// Adds the end of the help: headings with a colon, and verbatim lines below each of them.
fn add_sections(roff: &mut Roff, text: &str) {
    for line in text.lines() {
        match line.strip_suffix(':') {
            Some(heading) if !line.starts_with(' ') => {
                roff.control("fi", []).control("SH", [heading.to_uppercase().as_str()]).control("nf", []);
            }
            _ => {
                roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
            }
        }
    }
    roff.control("fi", []);
}

/// Adds links to the pages of the commands above and below.
fn add_related(roff: &mut Roff, command: &Command, above: Option<&Command>) {
    let related: Vec<String> = above.into_iter().chain(below(command)).map(title).collect();
    if related.is_empty() {
        return;
    }
    roff.control("SH", ["SEE ALSO"]);
    let mut text = Vec::new();
    for (number, title) in related.iter().enumerate() {
        text.extend([roman(if number > 0 { ", " } else { "" }), bold(title), roman("(1)")]);
    }
    roff.text(text);
}
