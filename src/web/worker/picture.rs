//! The timeline as a picture to take along: SVG that carries its own looks and its own words for those who cannot see it.

use super::explained::Stop;
use super::waterfall::{Row, Step, Waterfall, of_stops, words};
use crate::text::is_hidden;
use crate::web::clock::{duration, time};

/// In pixels: the picture, its rows, and where their parts begin.
const WIDTH: i64 = 960;
const HEAD: i64 = 64;
const ROW: i64 = 34;
const FOOT: i64 = 16;
const NAME: i64 = 16;
const BAR: i64 = 340;
const BAR_WIDTH: i64 = 440;
const STEP: i64 = BAR + BAR_WIDTH + 16;

/// So many letters of a name have room.
const LONGEST: usize = 40;

const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#1d1f23}.title{font-size:17px;font-weight:600}\
    .soft{font-size:11px;fill:#5b6069}.rail{fill:#e3e3de}.bar{fill:#1a5fb4}.slow{fill:#9a5b00}.first{fill:#8b8f98}\
    .clock{fill:none;stroke:#9a5b00;stroke-width:2;stroke-dasharray:3 3}.cut{fill:#fff}.slowest{font-weight:600}";

/// The hops, oldest first; nothing where there are none.
pub fn svg(stops: &[Stop]) -> Option<String> {
    let picture = of_stops(stops);
    let height = HEAD + ROW * stops.len() as i64 + FOOT;
    let title = title(stops.len(), &picture);
    let rows: String = stops.iter().enumerate().map(|(index, stop)| row(index, stop, &picture)).collect();
    let told: Vec<String> = stops.iter().zip(&picture.rows).map(|(stop, row)| tell(stop, row.step)).collect();
    (!stops.is_empty()).then(|| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
             role=\"img\" aria-labelledby=\"title desc\"><title id=\"title\">{}</title><desc id=\"desc\">{}</desc>\
             <style>{STYLE}</style><rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\
             <text class=\"title\" x=\"{NAME}\" y=\"32\">{}</text>{rows}</svg>\n",
            escaped(&title),
            escaped(&told.join(" ")),
            escaped(&title)
        )
    })
}

/// "The way of the mail: 5 hops, 3 min 12 s"
fn title(count: usize, picture: &Waterfall) -> String {
    let hops = if count == 1 { "1 hop".to_owned() } else { format!("{count} hops") };
    match picture.total {
        0 => format!("The way of the mail: {hops}"),
        total => format!("The way of the mail: {hops}, {}", duration(total)),
    }
}

/// "Taken by mx.example.org at 3 Nov 2026 10:00:05 UTC after 4 s."
fn tell(stop: &Stop, step: Step) -> String {
    let at = stop.epoch.map(|epoch| format!(" at {}", time(epoch, 0))).unwrap_or_default();
    let after = match step {
        Step::Took(_) | Step::Broken(_) => format!(" after {}", words(step)),
        Step::Clock(_) => format!(", {}", words(step)),
        Step::First | Step::Unknown => String::new(),
    };
    format!("Taken by {}{at}{after}.", stop.name)
}

fn row(index: usize, stop: &Stop, picture: &Waterfall) -> String {
    let top = HEAD + ROW * index as i64;
    let slowest = picture.slowest == Some(index);
    let at = stop.epoch.map_or("time not readable".to_owned(), |epoch| time(epoch, stop.offset));
    let step = words(picture.rows[index].step);
    format!(
        "<text x=\"{NAME}\" y=\"{}\">{}</text><text class=\"soft\" x=\"{NAME}\" y=\"{}\">{}</text>{}\
         <text class=\"{}\" x=\"{STEP}\" y=\"{}\">{}</text>",
        top + 14,
        escaped(&cut(&stop.name)),
        top + 28,
        escaped(&at),
        bar(picture.rows[index], picture.width, top, slowest),
        if slowest { "slowest" } else { "step" },
        top + 19,
        escaped(&step)
    )
}

fn bar(row: Row, width: i64, top: i64, slowest: bool) -> String {
    let part = |value: i64| (i128::from(value) * i128::from(BAR_WIDTH - 4) / i128::from(width.max(1))) as i64;
    let (start, length) = (BAR + part(row.start), part(row.length).max(4));
    let class = match row.step {
        Step::Clock(_) => "clock",
        Step::First | Step::Unknown => "first",
        _ if slowest => "slow",
        _ => "bar",
    };
    let mut bar = format!(
        "<rect class=\"rail\" x=\"{BAR}\" y=\"{}\" width=\"{BAR_WIDTH}\" height=\"2\"/>\
         <rect class=\"{class}\" x=\"{start}\" y=\"{}\" width=\"{length}\" height=\"16\"/>",
        top + 14,
        top + 7
    );
    if let Step::Broken(_) = row.step {
        // Two slanted cuts: it is longer than drawn.
        let middle = start + length / 2;
        for cut in [middle - 8, middle + 2] {
            bar += &format!("<path class=\"cut\" d=\"M{cut} {}l6-20h4l-6 20z\"/>", top + 25);
        }
    }
    bar
}

fn cut(name: &str) -> String {
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

/// As text of XML 1.0, which has no place for control characters (section 2.2); what would turn the reading direction is
/// left out too.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\u{fffe}' | '\u{ffff}' => {}
            sign if sign.is_control() => escaped.push(' '),
            sign if is_hidden(sign) => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::explained::Spent;
    use super::*;

    fn stop(name: &str, epoch: i64, took: Option<i64>) -> Stop {
        Stop {
            name: name.into(),
            epoch: Some(epoch),
            spent: Spent { took, ..Spent::default() },
            ..Stop::default()
        }
    }

    #[test]
    fn the_picture_says_what_it_shows() {
        let svg = svg(&[
            stop("a.example", 0, None),
            stop("b.example", 2, Some(2)),
            stop("c.example", 7_202, Some(7_200)),
        ])
        .expect("there are hops");
        assert!(svg.contains("<title id=\"title\">The way of the mail: 3 hops, 2 h</title>"), "{svg}");
        assert!(svg.contains("Taken by b.example at 1 Jan 1970 00:00:02 UTC after 2 s."), "{svg}");
        assert_eq!(svg.matches("class=\"rail\"").count(), 3);
        assert_eq!(svg.matches("class=\"cut\"").count(), 2, "the long bar is broken");
    }

    #[test]
    fn nothing_of_a_paste_becomes_markup() {
        let svg = svg(&[stop("<script>\"&\u{202e}\u{1}", 0, None)]).expect("there is a hop");
        assert!(svg.contains("&lt;script&gt;&quot;&amp; "), "{svg}");
        assert!(!svg.contains("<script") && !svg.contains('\u{202e}') && !svg.contains('\u{1}'), "{svg}");
    }

    #[test]
    fn without_hops_there_is_none() {
        assert_eq!(svg(&[]), None);
    }

    #[test]
    fn wild_times_are_borne() {
        let svg = svg(&[
            stop("a", i64::MIN, None),
            stop("b", i64::MAX, Some(i64::MAX)),
            stop("c", 0, Some(i64::MAX)),
        ])
        .expect("there are hops");
        assert!(svg.ends_with("</svg>\n"));
    }
}
