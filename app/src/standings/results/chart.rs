//! Who guessed closest: predictions of winners on a line, the true number in the middle.

use super::super::list::figure;
use domain::quiz::prediction::DECIMALS;
use domain::standings::PublicLine;
use domain::units::parse_fixed;
use leptos::prelude::*;

/// Winners drawn.
const DRAWN: usize = 10;
/// Radius of a dot.
const DOT: f64 = 15.0;
/// Free space left and right.
const MARGIN: f64 = 48.0;

/// A winner's place in the drawing.
#[derive(Debug, Clone, PartialEq)]
struct Dot {
    rank: u32,
    x: f64,
    level: u32,
}

/// Where values stand: the widest distance fills the width.
struct Scale {
    actual: i64,
    half: f64,
    width: f64,
}

impl Scale {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a place in a drawing, not a result"
    )]
    fn new(actual: i64, values: &[i64], width: f64) -> Self {
        let widest = values
            .iter()
            .map(|v| (v - actual).abs())
            .max()
            .unwrap_or(0)
            .max(1);
        Self {
            actual,
            half: widest as f64,
            width,
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a place in a drawing, not a result"
    )]
    fn x(&self, value: i64) -> f64 {
        let share = (value - self.actual) as f64 / self.half;
        self.width / 2.0 + share * (self.width / 2.0 - MARGIN)
    }
}

/// Places dots in order of rank, one above another where they would touch.
fn dots(scale: &Scale, ranked: &[(u32, i64)]) -> Vec<Dot> {
    let mut placed: Vec<Dot> = Vec::new();
    for (rank, value) in ranked {
        let x = scale.x(*value);
        let taken: Vec<u32> = placed
            .iter()
            .filter(|d| (d.x - x).abs() < 2.0 * DOT + 4.0)
            .map(|d| d.level)
            .collect();
        let level = (0..).find(|l| !taken.contains(l)).unwrap_or(0);
        placed.push(Dot {
            rank: *rank,
            x,
            level,
        });
    }
    placed
}

/// Predictions of winners around the true number; nothing with fewer than two.
#[component]
pub(super) fn GuessChart(actual: String, winners: Vec<PublicLine>, id: String) -> impl IntoView {
    let centre = parse_fixed(&actual, DECIMALS)?;
    let guessed = winners.iter().filter_map(|w| {
        let text = w.prediction.clone()?;
        Some((w.rank, parse_fixed(&text, DECIMALS)?, text))
    });
    let guessed: Vec<(u32, i64, String)> = guessed.take(DRAWN).collect();
    if guessed.len() < 2 {
        return None;
    }
    let told: Vec<String> = guessed
        .iter()
        .map(|(rank, _, text)| format!("hạng {rank} đoán {}", figure(text)))
        .collect();
    let desc = format!("Số thật {}; {}.", figure(&actual), told.join(", "));
    let drawings = [(640.0, "chart chart--wide", "rong"), (340.0, "chart chart--narrow", "hep")].map(|(width, class, kind)| {
        view! { <Drawing width=width class=class id=format!("{id}-{kind}") centre=centre actual=actual.clone() guessed=guessed.clone() desc=desc.clone()/> }
    });
    Some(view! {
        <figure class="figure">
            <figcaption class="figure__title">"Ai đoán gần nhất? Số trong vòng tròn là thứ hạng."</figcaption>
            {drawings.collect_view()}
        </figure>
    })
}

#[component]
fn Drawing(
    width: f64,
    class: &'static str,
    id: String,
    centre: i64,
    actual: String,
    guessed: Vec<(u32, i64, String)>,
    desc: String,
) -> impl IntoView {
    let values: Vec<i64> = guessed.iter().map(|(_, v, _)| *v).collect();
    let scale = Scale::new(centre, &values, width);
    let ranked: Vec<(u32, i64)> = guessed.iter().map(|(r, v, _)| (*r, *v)).collect();
    let dots = dots(&scale, &ranked);
    let top = dots.iter().map(|d| d.level).max().unwrap_or(0);
    let base = f64::from(top + 1) * (2.0 * DOT + 4.0) + 16.0;
    let mut ends: Vec<&(u32, i64, String)> = guessed.iter().collect();
    ends.sort_by_key(|(_, v, _)| *v);
    let mut ends: Vec<(i64, String)> = [ends.first(), ends.last()]
        .into_iter()
        .flatten()
        .map(|e| (e.1, figure(&e.2)))
        .collect();
    ends.dedup();
    ends.retain(|(v, _)| *v != centre);
    let labels = ends.into_iter().map(|(value, words)| {
        view! { <text class="chart__label" x=at(scale.x(value)) y=at(base + 20.0) text-anchor="middle">{words}</text> }
    });
    let labels = labels.collect_view();
    let (middle, title, about) = (at(width / 2.0), format!("{id}-t"), format!("{id}-d"));
    let labelled = format!("{title} {about}");
    let height = base + 50.0;
    view! {
        <svg class=class viewBox=format!("0 0 {width} {height:.0}") role="img" aria-labelledby=labelled>
            <title id=title>"Dự đoán của người được giải so với số thật"</title>
            <desc id=about>{desc}</desc>
            <line class="chart__axis" x1="16" x2=at(width - 16.0) y1=at(base) y2=at(base)></line>
            <line class="chart__target" x1=middle.clone() x2=middle.clone() y1="4" y2=at(base + 28.0)></line>
            {dots.into_iter().map(|d| view! { <Mark dot=d base=base/> }).collect_view()}
            {labels}
            <text class="chart__value" x=middle y=at(base + 44.0) text-anchor="middle">{format!("Số thật {}", figure(&actual))}</text>
        </svg>
    }
}

#[component]
fn Mark(dot: Dot, base: f64) -> impl IntoView {
    let y = base - DOT - 6.0 - f64::from(dot.level) * (2.0 * DOT + 4.0);
    let class = if dot.rank <= 3 {
        "chart__dot chart__dot--gold"
    } else {
        "chart__dot"
    };
    view! {
        <circle class=class cx=at(dot.x) cy=at(y) r=at(DOT)></circle>
        <text class="chart__value" x=at(dot.x) y=at(y + 5.0) text-anchor="middle">{dot.rank}</text>
    }
}

/// A coordinate.
fn at(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_stay_in_the_drawing_and_never_touch() {
        let ranked = [(1, 1_127), (2, 1_125), (3, 1_129), (4, 1_127), (5, 1_110)];
        let values: Vec<i64> = ranked.iter().map(|(_, v)| *v).collect();
        let scale = Scale::new(1_127, &values, 340.0);
        let dots = dots(&scale, &ranked);
        for (i, a) in dots.iter().enumerate() {
            assert!((DOT..=340.0 - DOT).contains(&a.x), "{a:?}");
            for b in &dots[i + 1..] {
                assert!(
                    a.level != b.level || (a.x - b.x).abs() >= 2.0 * DOT,
                    "{a:?} {b:?}"
                );
            }
        }
    }

    #[test]
    fn everyone_right_stands_in_the_middle() {
        let scale = Scale::new(7, &[7, 7], 640.0);
        assert!((scale.x(7) - 320.0).abs() < f64::EPSILON);
    }
}
