//! Text with a special meaning for programs that read logs and reports, by the rules of their own parsers.
//!
//! The tests of the program read this file as well.

use serde_json::Value;

/// Renders Markdown as HTML, with the extensions of GitHub, leaving HTML in it as it is.
pub(super) type Render<'r> = &'r dyn Fn(&str) -> String;

/// Returns true for a character that a culture-sensitive search, such as .NET's `IndexOf`, ignores.
fn is_ignorable(character: char) -> bool {
    (character.is_control() && !character.is_whitespace())
        || matches!(
            character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// Returns the lines of a log, split at everything that a reader may take for the end of a line.
fn lines(log: &str) -> impl Iterator<Item = String> + '_ {
    let ends = ['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];
    log.split(ends).map(|line| line.chars().filter(|character| !is_ignorable(*character)).collect())
}

/// Command of GitHub's runner: properties and data.
#[derive(Debug, PartialEq)]
pub(super) struct Command {
    pub(super) name: String,
    pub(super) properties: Vec<(String, String)>,
    pub(super) data: String,
}

/// `ActionCommand.TryParseV2` of actions/runner, `src/Runner.Common/ActionCommand.cs`: the line, without leading
/// white space, starts with `::`, and another `::` follows. Unlike there, unregistered names count too.
pub(super) fn github_v2(line: &str) -> Option<Command> {
    let rest = line.trim_start().strip_prefix("::")?;
    let (info, data) = rest.split_once("::")?;
    let (name, properties) = info.split_once(' ').unwrap_or((info, ""));
    let unescape = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let property = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        let value = unescape(value).replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
        Some((name.trim().to_owned(), value))
    };
    Some(Command {
        name: name.to_owned(),
        properties: properties.split(',').filter_map(property).collect(),
        data: unescape(data).replace("%25", "%"),
    })
}

/// `ActionCommand.TryParse` of the same file: `##[` anywhere in the line, and a `]` after it.
pub(super) fn github_v1(line: &str) -> Option<String> {
    let (_, behind) = line.split_once("##[")?;
    behind.split_once(']').map(|(info, _)| info.to_owned())
}

/// `Command.TryParse` of microsoft/azure-pipelines-agent, `src/Microsoft.VisualStudio.Services.Agent/Command.cs`:
/// `##vso[` anywhere in the line, and a `]` after it. Returns the properties and the data. Unlike there, letter case
/// does not matter.
pub(super) fn azure(line: &str) -> Option<(String, String)> {
    let start = line.to_ascii_lowercase().find("##vso[")?;
    let (info, data) = line[start + "##vso[".len()..].split_once(']')?;
    let unescape =
        |text: &str| text.replace("%3B", ";").replace("%0D", "\r").replace("%0A", "\n").replace("%5D", "]");
    Some((unescape(info), unescape(data).replace("%AZP25", "%")))
}

/// TeamCity's service messages: `##teamcity[` anywhere in the line.
fn teamcity(line: &str) -> bool {
    line.contains("##teamcity[")
}

/// GitLab's sections, `section_start:time:name\r\x1b[0K`, anywhere in the log.
fn gitlab(log: &str) -> bool {
    log.split("section_").skip(1).any(|behind| {
        let rest = behind.strip_prefix("start:").or_else(|| behind.strip_prefix("end:"));
        let rest = rest.map(|rest| rest.trim_start_matches(|character: char| character.is_ascii_digit()));
        rest.is_some_and(|rest| {
            rest.starts_with(':') && rest.split('\n').next().is_some_and(|line| line.contains("\r\u{1B}[0K"))
        })
    })
}

/// Log without the sequences that set colours, as `\x1b\[[0-9;]*m` matches them.
fn without_colors(log: &str) -> String {
    let mut plain = String::new();
    let mut parts = log.split("\u{1B}[");
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let rest = part.trim_start_matches(|character: char| character.is_ascii_digit() || character == ';');
        match rest.strip_prefix('m') {
            Some(rest) => plain.push_str(rest),
            None => plain.extend(["\u{1B}[", part]),
        }
    }
    plain
}

/// Asserts that a log contains no command, no terminal control and no deceptive character. Returns the number of its
/// lines.
#[track_caller]
pub(super) fn is_inert(log: &str) -> usize {
    assert!(!gitlab(log), "a section of GitLab: {log:?}");
    let plain = without_colors(log);
    for character in plain.chars() {
        let is_bad = (character.is_control() && character != '\n' && character != '\t')
            || (is_ignorable(character) && !matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{34F}'))
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{FFF9}'..='\u{FFFB}');
        assert!(!is_bad, "{character:?} in {plain:?}");
    }
    // The colours that this program sets hide nothing.
    for log in [log, &plain] {
        lines(log).for_each(|line| line_is_inert(&line));
    }
    lines(log).count()
}

#[track_caller]
fn line_is_inert(line: &str) {
    assert_eq!(github_v2(line), None, "GitHub: {line:?}");
    assert_eq!(github_v1(line), None, "GitHub: {line:?}");
    assert_eq!(azure(line), None, "Azure: {line:?}");
    assert!(!teamcity(line), "TeamCity: {line:?}");
}

/// Asserts that the consumer of a report in one of the formats of `acslint check` finds nothing but a report in it.
/// Returns the number of commands, for the formats that consist of them.
#[track_caller]
pub(super) fn is_report(format: &str, report: &str, render: Render<'_>) -> usize {
    match format {
        "github" => return github_says_only_what_it_should(report),
        "azure" => return azure_says_only_what_it_should(report),
        _ => is_inert(report),
    };
    let json = || serde_json::from_str::<Value>(report).expect("JSON");
    match format {
        "jsonl" => report.lines().for_each(|line| drop(serde_json::from_str::<Value>(line).expect("JSON"))),
        "json" | "gitlab" => drop(json()),
        "sarif" => {
            for result in json()["runs"][0]["results"].as_array().expect("results") {
                let message = result["message"]["text"].as_str().expect("a message");
                assert!(!has_link_or_placeholder(message), "{message:?}");
            }
        }
        "rdjson" => {
            for diagnostic in json()["diagnostics"].as_array().expect("diagnostics") {
                is_plain_markdown(diagnostic["message"].as_str().expect("a message"), render);
            }
        }
        "markdown" => is_plain_markdown(report, render),
        "junit" => {
            is_xml(report);
            consists_of(report, &JUNIT);
        }
        "html" => consists_of(report, &HTML),
        _ => {}
    }
    0
}

#[track_caller]
fn github_says_only_what_it_should(log: &str) -> usize {
    let mut commands = 0;
    for line in log.lines() {
        let Some(command) = github_v2(line) else {
            is_inert(line);
            continue;
        };
        assert!(["error", "warning", "notice"].contains(&command.name.as_str()), "{line:?}");
        let known = ["file", "line", "endLine", "col", "endColumn", "title"];
        let mut names: Vec<&str> = command.properties.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.iter().all(|name| known.contains(name)), "{line:?}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), command.properties.len(), "{line:?}");
        assert_eq!(github_v1(line), None, "{line:?}");
        // The runner writes the message to the log again.
        is_inert(&format!("{}\n", command.data));
        assert!(!command.data.contains('\n'), "{line:?}");
        commands += 1;
    }
    commands
}

#[track_caller]
fn azure_says_only_what_it_should(log: &str) -> usize {
    let mut commands = 0;
    for line in log.lines() {
        let Some((info, data)) = azure(line) else {
            is_inert(line);
            continue;
        };
        if line.starts_with("##vso[task.uploadsummary]") {
            is_inert(&data);
            commands += 1;
            continue;
        }
        assert!(line.starts_with("##vso[task.logissue type="), "{line:?}");
        let (name, properties) = info.split_once(' ').expect("properties");
        assert_eq!(name, "task.logissue");
        let kind = properties.split(';').next();
        assert!([Some("type=error"), Some("type=warning")].contains(&kind), "{line:?}");
        is_inert(&data);
        is_inert(&line["##vso[".len()..]);
        commands += 1;
    }
    commands
}

/// HTML elements of a rendered Markdown report.
const ELEMENTS: [&str; 14] = [
    "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "td align", "th align", "code", "ul", "li",
    "strong",
];

/// XML elements of a `JUnit` report.
const JUNIT: [&str; 7] = ["?xml", "testsuites", "testsuite", "testcase", "failure", "error", "system-out"];

/// HTML elements of an `html` report.
const HTML: [&str; 61] = [
    "!DOCTYPE",
    "a",
    "b",
    "body",
    "button",
    "code",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "g",
    "h1",
    "h2",
    "h3",
    "head",
    "header",
    "html",
    "input",
    "kbd",
    "label",
    "legend",
    "li",
    "line",
    "main",
    "mark",
    "meta",
    "ol",
    "option",
    "output",
    "p",
    "pre",
    "rect",
    "script",
    "section",
    "select",
    "span",
    "style",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "nav",
    "caption",
    "strong",
    "em",
    "small",
    "br",
    "wbr",
];

/// Asserts that markup has only these elements, no attribute that runs or loads anything, and no script but the
/// page's.
#[track_caller]
fn consists_of(report: &str, elements: &[&str]) {
    let markup = markup(report);
    for element in &markup.elements {
        let mut parts = element.split(' ');
        let name = parts.next().unwrap_or_default().trim_start_matches('/');
        assert!(elements.contains(&name), "{element:?}");
        for attribute in parts {
            let is_bad =
                attribute.starts_with("on") || matches!(attribute, "src" | "srcdoc" | "formaction" | "ping");
            assert!(!is_bad, "{element:?}");
        }
    }
    let scripts = markup.elements.iter().filter(|element| element.starts_with("script")).count();
    assert!(scripts <= 2, "{scripts} scripts");
}

/// Parsed XML or HTML: elements with the names of their attributes, and the text between them.
#[derive(Debug, Default)]
pub(super) struct Markup {
    pub(super) elements: Vec<String>,
    /// Text, without the content of `code` elements.
    pub(super) text: String,
}

/// Parses markup; an element is whatever a browser or an XML parser takes for one. Panics on malformed markup.
#[track_caller]
pub(super) fn markup(text: &str) -> Markup {
    let mut markup = Markup::default();
    let mut rest = text;
    let mut code = 0_u32;
    while let Some((before, behind)) = rest.split_once('<') {
        if code == 0 {
            markup.text.push_str(&unescaped(before));
        }
        let (tag, behind) = tag(behind);
        let name: String = tag.chars().take_while(|character| !character.is_whitespace()).collect();
        match name.as_str() {
            "code" => code += 1,
            "/code" => code -= 1,
            _ => {}
        }
        markup.elements.push([&name, &attributes(&tag[name.len()..])].map(String::as_str).concat());
        rest = behind;
        if matches!(name.as_str(), "script" | "style") {
            let end = rest.find(&format!("</{name}")).expect("an end");
            rest = &rest[end..];
        }
    }
    assert!(!rest.contains('>') || rest.contains("&gt;"), "{rest:?}");
    markup.text.push_str(&unescaped(rest));
    markup
}

/// Splits after the `>` that ends a tag, skipping any `>` in the value of an attribute.
fn tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (None, '>') => return (&text[..at], &text[at + 1..]),
            (None, '<') => panic!("`<` in a tag: {:?}", &text[..=at]),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    panic!("a tag without an end: {text:?}")
}

/// Names of attributes, each after a space.
fn attributes(tag: &str) -> String {
    let mut names = String::new();
    let mut rest = tag.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|character: char| character == '=' || character.is_whitespace());
        let (name, behind) = rest.split_at(end.unwrap_or(rest.len()));
        names.extend([" ", name]);
        let behind = behind.trim_start();
        rest = match behind.strip_prefix('=') {
            None => behind,
            Some(value) => {
                let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
                let quote = quote.unwrap_or_else(|| panic!("a value without quotes: {tag:?}"));
                let end = value[1..].find(quote).expect("the other quote");
                unescaped(&value[1..=end]);
                value[end + 2..].trim_start()
            }
        };
    }
    names
}

/// Text with its character references resolved. Panics at a `&` that does not begin a reference.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, behind) = part.split_once(';').unwrap_or_else(|| panic!("`&` in {text:?}"));
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let character = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => name
                .strip_prefix("#x")
                .and_then(|digits| number(digits, 16))
                .or_else(|| number(name.get(1..)?, 10)),
        };
        plain.push(character.unwrap_or_else(|| panic!("`&{name};` in {text:?}")));
        plain.push_str(behind);
    }
    plain
}

/// Asserts production 2 of XML 1.0: the characters that a document may contain, also as character references.
#[track_caller]
pub(super) fn is_xml(text: &str) {
    let is_char = |character: char| matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    assert!(text.chars().all(is_char));
    assert!(markup(text).text.chars().all(is_char));
}

/// Asserts that rendered Markdown has only [these elements](ELEMENTS). Outside of code, it must have no text that
/// GitHub, GitLab or Azure DevOps take for users, issues, commits or links.
#[track_caller]
pub(super) fn is_plain_markdown(text: &str, render: Render<'_>) {
    let shown = markup(&render(text));
    for element in &shown.elements {
        assert!(ELEMENTS.contains(&element.trim_start_matches('/')), "`{element}` in {text:?}");
    }
    for word in shown.text.split_whitespace() {
        let is_reference = |sign: char| {
            word.split(sign).skip(1).any(|behind| behind.starts_with(|c: char| c.is_alphanumeric()))
        };
        assert!(
            !['@', '#', '!', '~', '%', '&', '$', '^'].into_iter().any(is_reference),
            "{word:?} in {text:?}"
        );
        let is_ticket = |(before, behind): (&str, &str)| {
            before.ends_with(|c: char| c.is_ascii_alphabetic())
                && behind.starts_with(|c: char| c.is_ascii_digit())
        };
        assert!(!word.split_once('-').is_some_and(is_ticket), "{word:?} in {text:?}");
        assert!(!word.contains("://") && !word.contains("www."), "{word:?} in {text:?}");
        let mut runs = word.split(|c: char| !c.is_ascii_hexdigit());
        assert!(runs.all(|run| run.len() < 7), "{word:?} in {text:?}");
        let is_emoji = word.split(':').skip(1).any(|behind| !behind.is_empty());
        assert!(!is_emoji, "{word:?} in {text:?}");
    }
}

/// Sections 3.11.5 and 3.11.6 of SARIF 2.1.0: `[text](target)` is an embedded link and `{number}` a placeholder,
/// unless a backslash or another brace precedes it.
pub(super) fn has_link_or_placeholder(message: &str) -> bool {
    let text =
        message.replace("\\\\", "").replace("\\[", "").replace("\\]", "").replace("{{", "").replace("}}", "");
    let is_link = text
        .split('[')
        .skip(1)
        .any(|behind| behind.split_once(']').is_some_and(|(_, at)| at.starts_with('(')));
    let is_placeholder = text
        .split('{')
        .skip(1)
        .any(|behind| behind.split_once('}').is_some_and(|(number, _)| number.parse::<u32>().is_ok()));
    is_link || is_placeholder
}
