//! Starts over time as a drawing with its figures behind.

use super::super::list::{RowTh, Table, Td, Th};
use domain::time::{Moment, Span};
use domain::units::grouped;
use leptos::prelude::*;
use services::standings::HourOfStarts;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// Hours drawn one by one; longer rounds are drawn by day.
const HOURS: i64 = 48;
/// Viet Nam is seven hours ahead, all year.
const AHEAD: i64 = 7 * HOUR;

/// Starts within an hour or a day.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bar {
    from: Moment,
    starts: i64,
}

/// Bars without a gap, and whether each is a day.
fn bars(starts: &[HourOfStarts]) -> (Vec<Bar>, bool) {
    let (Some(first), Some(last)) = (
        starts.iter().map(|s| s.from.0).min(),
        starts.iter().map(|s| s.from.0).max(),
    ) else {
        return (Vec::new(), false);
    };
    let by_day = (last - first) / HOUR >= HOURS;
    let step = if by_day { DAY } else { HOUR };
    let floor = |at: i64| (at + AHEAD).div_euclid(step) * step - AHEAD;
    let count = (floor(last) - floor(first)) / step + 1;
    let bar = |i: i64| {
        let from = floor(first) + i * step;
        let within = starts.iter().filter(|s| floor(s.from.0) == from);
        Bar {
            from: Moment(from),
            starts: within.map(|s| s.starts).sum(),
        }
    };
    ((0..count).map(bar).collect(), by_day)
}

/// `8 giờ 15/8` or `15/8`.
fn label(from: Moment, by_day: bool) -> String {
    let (day, month, _) = from.day_month_year();
    let hour = (from.0 + AHEAD).rem_euclid(DAY) / HOUR;
    if by_day {
        format!("{day}/{month}")
    } else {
        format!("{hour} giờ {day}/{month}")
    }
}

/// Starts by hour, or by day in a long round.
#[component]
pub(super) fn HoursChart(starts: Vec<HourOfStarts>) -> impl IntoView {
    let (bars, by_day) = bars(&starts);
    if bars.is_empty() {
        return ().into_any();
    }
    let title = if by_day {
        "Lượt bắt đầu thi theo ngày"
    } else {
        "Lượt bắt đầu thi theo giờ"
    };
    let busiest = bars
        .iter()
        .max_by_key(|b| b.starts)
        .map(|b| (label(b.from, by_day), b.starts));
    let desc = busiest.map_or_else(String::new, |(when, n)| {
        format!("Nhiều nhất là {when}, {} lượt.", grouped(n))
    });
    let drawings = [(560.0, "chart chart--wide", "gio-rong"), (340.0, "chart chart--narrow", "gio-hep")].map(|(width, class, id)| {
        view! { <Drawing bars=bars.clone() by_day=by_day width=width class=class id=id title=title desc=desc.clone()/> }
    });
    let step = if by_day { Span(DAY) } else { Span(HOUR) };
    let rows = bars.into_iter().map(|b| {
        let when = if by_day { label(b.from, true) } else { format!("{} đến {}", b.from.stamp(), (b.from + step).hms()) };
        view! { <tr role="row"><RowTh>{when}</RowTh><Td label="Lượt bắt đầu" n=true>{grouped(b.starts)}</Td></tr> }
    });
    let rows = rows.collect_view();
    let head = view! { <Th text="Thời gian"/><Th text="Lượt bắt đầu" n=true/> };
    view! {
        <figure class="figure card">
            <figcaption class="figure__title">{title}</figcaption>
            {drawings.collect_view()}
            <p class="hint">{desc.clone()}</p>
            <details class="details">
                <summary>"Số liệu của biểu đồ"</summary>
                <div class="details__body"><Table caption=title quiet=true head=head.into_any()><tbody role="rowgroup">{rows}</tbody></Table></div>
            </details>
        </figure>
    }
    .into_any()
}

#[component]
#[expect(
    clippy::cast_precision_loss,
    reason = "places in a drawing, not results"
)]
fn Drawing(
    bars: Vec<Bar>,
    by_day: bool,
    width: f64,
    class: &'static str,
    id: &'static str,
    title: &'static str,
    desc: String,
) -> impl IntoView {
    let (left, base, top) = (8.0, 170.0, 26.0);
    let most = bars.iter().map(|b| b.starts).max().unwrap_or(0).max(1);
    let slice = (width - 2.0 * left) / bars.len() as f64;
    // As much as a label takes: some are skipped, so that none touches the next.
    let room = if by_day { 60.0 } else { 120.0 };
    let every = f64::ceil(room / slice).max(1.0);
    let mut next = 0.0;
    let columns = bars.into_iter().enumerate().map(|(i, bar)| {
        let height = (base - top) * bar.starts as f64 / most as f64;
        let x = left + slice * i as f64;
        let labelled = i as f64 >= next;
        if labelled {
            next = i as f64 + every;
        }
        let words = labelled.then(|| label(bar.from, by_day));
        let peak = (bar.starts == most).then(|| grouped(bar.starts));
        let middle = at((x + slice / 2.0).clamp(left + 30.0, width - left - 30.0));
        view! {
            <rect class="chart__bar chart__column" x=at(x + slice * 0.1) y=at(base - height) width=at(slice * 0.8) height=at(height)></rect>
            {words.map(|w| view! { <text class="chart__label" x=middle.clone() y=at(base + 20.0) text-anchor="middle">{w}</text> })}
            {peak.map(|n| view! { <text class="chart__value" x=middle y=at(base - height - 6.0) text-anchor="middle">{n}</text> })}
        }
    });
    let columns = columns.collect_view();
    let (title_id, desc_id) = (format!("{id}-t"), format!("{id}-d"));
    let labels = format!("{title_id} {desc_id}");
    view! {
        <svg class=class viewBox=format!("0 0 {width} 200") role="img" aria-labelledby=labels>
            <title id=title_id>{title}</title>
            <desc id=desc_id>{desc}</desc>
            {columns}
            <line class="chart__axis" x1=at(left) x2=at(width - left) y1=at(base) y2=at(base)></line>
        </svg>
    }
}

/// A coordinate.
fn at(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(from: i64, starts: i64) -> HourOfStarts {
        HourOfStarts {
            from: Moment(from),
            starts,
        }
    }

    #[test]
    fn hours_without_a_start_are_drawn_empty() {
        let start = Moment::parse_rfc3339("2022-08-15T07:00:00+07:00").map_or(0, |m| m.0);
        let (drawn, by_day) = bars(&[hour(start, 3), hour(start + 2 * HOUR, 5)]);
        assert!(!by_day);
        assert_eq!(
            drawn.iter().map(|b| b.starts).collect::<Vec<_>>(),
            [3, 0, 5]
        );
        assert_eq!(label(drawn[0].from, false), "7 giờ 15/8");
    }

    #[test]
    fn a_long_round_is_drawn_by_vietnamese_days() {
        let start = Moment::parse_rfc3339("2022-08-15T07:00:00+07:00").map_or(0, |m| m.0);
        // 23 o'clock of the first day, and 1 o'clock two days later.
        let (drawn, by_day) = bars(&[
            hour(start, 1),
            hour(start + 16 * HOUR, 2),
            hour(start + 66 * HOUR, 4),
        ]);
        assert!(by_day);
        assert_eq!(
            drawn
                .iter()
                .map(|b| (label(b.from, true), b.starts))
                .collect::<Vec<_>>(),
            [
                ("15/8".to_owned(), 3),
                ("16/8".to_owned(), 0),
                ("17/8".to_owned(), 0),
                ("18/8".to_owned(), 4),
            ]
        );
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert_eq!(bars(&[]), (Vec::new(), false));
    }
}
